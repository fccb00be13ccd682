package io.ferry.backup.read;

import io.ferry.backup.model.BackupDocuments;
import io.ferry.base.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, as far as its first and last bytes tell: enough to find a wrong file before hours of sending it, never
 * enough to call a backup good. Nothing is unpacked but the beginning of the first entry, in memory that is limited.
 */
public enum FileSniffer {
    /** There is nothing in it. */
    EMPTY,
    /** A zip with Jira's documents, whole as far as its directory tells. */
    JIRA_BACKUP,
    /** The beginning of a zip with Jira's documents, without its end. */
    HALF_A_JIRA_BACKUP,
    /** A backup of a Jira Cloud site. */
    CLOUD_EXPORT,
    /** Jira's entities.xml or activeobjects.xml, taken out of its zip. */
    UNPACKED_JIRA_BACKUP,
    /** Another zip. */
    OTHER_ZIP,
    /** The beginning of another zip, without its end. */
    HALF_A_ZIP,
    /** A web page, as a browser keeps it in place of a file when nobody is signed in. */
    WEB_PAGE,
    /** A short text in JSON: what a site answers when it refuses. */
    SHORT_ANSWER,
    /** Something else; the app's dumps are, for their form is not public. */
    SOMETHING_ELSE;

    /** How many bytes of each end are looked at. */
    public static final int ENDS = 64 * 1024;

    private static final int LONGEST_LOOK = 512 * 1024;
    private static final int SHORT = 32 * 1024;
    private static final Pattern FOR_CLOUD = Pattern.compile("Exported for\\s*:\\s*cloud", Pattern.CASE_INSENSITIVE);
    private static final Pattern PAGE =
            Pattern.compile("\\A\\s*(<!--.{0,2000}?-->\\s*)?<(!doctype html|html)\\b.*", Pattern.DOTALL);

    /**
     * Looks at a file.
     *
     * @throws IOException if it cannot be read
     */
    public static FileSniffer at(FileContent file) throws IOException {
        try (SeekableByteChannel channel = file.open()) {
            long size = channel.size();
            int length = (int) Math.min(size, ENDS);
            return of(size, FileContent.bytes(channel, 0, length), FileContent.bytes(channel, size - length, length));
        }
    }

    /**
     * Looks at the ends of a file.
     *
     * @param size of the whole file
     * @param head its first bytes, {@link #ENDS} or the whole file
     * @param tail its last bytes, {@link #ENDS} or the whole file
     */
    public static FileSniffer of(long size, byte[] head, byte[] tail) {
        if (size == 0 || head.length == 0) {
            return EMPTY;
        }
        if (head.length >= 4 && ZipFormat.buffer(head).getInt(0) == ZipFormat.LOCAL) {
            return zip(size, head, tail);
        }
        String text = new String(head, 0, Math.min(head.length, SHORT), StandardCharsets.UTF_8);
        String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (PAGE.matcher(start.toLowerCase(Locale.ROOT)).matches()) {
            return WEB_PAGE;
        }
        if (start.stripLeading().startsWith("<") && isJiras(text)) {
            return FOR_CLOUD.matcher(text).find() ? CLOUD_EXPORT : UNPACKED_JIRA_BACKUP;
        }
        return size <= SHORT && start.stripLeading().startsWith("{") ? SHORT_ANSWER : SOMETHING_ELSE;
    }

    private static boolean isJiras(String xml) {
        return xml.contains("<entity-engine-xml")
                || xml.contains("JIRA Build")
                || xml.contains("xmlns=\"http://www.atlassian.com/ao\"");
    }

    private static FileSniffer zip(long size, byte[] head, byte[] tail) {
        List<String> names = new ArrayList<>(firstName(head));
        @Nullable Integer end = wholeEnd(size, tail);
        if (end != null) {
            names.addAll(directory(size, tail, end));
        }
        if (names.stream().noneMatch(FileSniffer::isJirasName)) {
            return end == null ? HALF_A_ZIP : OTHER_ZIP;
        }
        if (FOR_CLOUD.matcher(firstEntry(head)).find()) {
            return CLOUD_EXPORT;
        }
        return end == null ? HALF_A_JIRA_BACKUP : JIRA_BACKUP;
    }

    private static boolean isJirasName(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.equals(BackupDocuments.ENTITIES) || last.equals(BackupDocuments.ACTIVE_OBJECTS);
    }

    private static List<String> firstName(byte[] head) {
        if (head.length < ZipFormat.LOCAL_LENGTH) {
            return List.of();
        }
        int length = ZipFormat.u16(ZipFormat.buffer(head), 26);
        return head.length < ZipFormat.LOCAL_LENGTH + length
                ? List.of()
                : List.of(ZipFormat.name(head, ZipFormat.LOCAL_LENGTH, length));
    }

    /** Where the end record begins in the tail; null where there is none, or where its directory cannot be there. */
    private static @Nullable Integer wholeEnd(long size, byte[] tail) {
        ByteBuffer buffer = ZipFormat.buffer(tail);
        for (int at = tail.length - ZipFormat.END_LENGTH; at >= 0; at--) {
            if (buffer.getInt(at) == ZipFormat.END
                    && at + ZipFormat.END_LENGTH + ZipFormat.u16(buffer, at + 20) == tail.length) {
                return directoryEndsBefore(size - tail.length + at, buffer, at) ? at : null;
            }
        }
        return null;
    }

    /** Bytes that are missing in the middle move the directory away from where the end record says that it is. */
    private static boolean directoryEndsBefore(long end, ByteBuffer tail, int at) {
        long length = ZipFormat.u32(tail, at + 12);
        long start = ZipFormat.u32(tail, at + 16);
        if (ZipFormat.u16(tail, at + 10) != 0xFFFF && length != ZipFormat.IN_ZIP64 && start != ZipFormat.IN_ZIP64) {
            return start + length == end;
        }
        int locator = at - ZipFormat.LOCATOR_64_LENGTH;
        int record = locator - ZipFormat.END_64_LENGTH;
        return record >= 0
                && tail.getInt(locator) == ZipFormat.LOCATOR_64
                && tail.getInt(record) == ZipFormat.END_64
                && tail.getLong(record + 48) + tail.getLong(record + 40)
                        == end - ZipFormat.LOCATOR_64_LENGTH - ZipFormat.END_64_LENGTH;
    }

    /** The names in the directory, as far as it stands in the tail; a Jira backup's is short. */
    private static List<String> directory(long size, byte[] tail, int end) {
        ByteBuffer buffer = ZipFormat.buffer(tail);
        long start = ZipFormat.u32(buffer, end + 16);
        int record = end - ZipFormat.LOCATOR_64_LENGTH - ZipFormat.END_64_LENGTH;
        if (start == ZipFormat.IN_ZIP64 && record >= 0) {
            start = buffer.getLong(record + 48);
        }
        List<String> names = new ArrayList<>();
        long at = start - (size - tail.length);
        while (at >= 0 && at + ZipFormat.CENTRAL_LENGTH <= end && buffer.getInt((int) at) == ZipFormat.CENTRAL) {
            int name = ZipFormat.u16(buffer, (int) at + 28);
            if (at + ZipFormat.CENTRAL_LENGTH + name > end) {
                break;
            }
            names.add(ZipFormat.name(tail, (int) at + ZipFormat.CENTRAL_LENGTH, name));
            at += ZipFormat.CENTRAL_LENGTH
                    + name
                    + ZipFormat.u16(buffer, (int) at + 30)
                    + ZipFormat.u16(buffer, (int) at + 32);
        }
        return names;
    }

    private static String firstEntry(byte[] head) {
        ByteBuffer buffer = ZipFormat.buffer(head);
        int from = ZipFormat.LOCAL_LENGTH + ZipFormat.u16(buffer, 26) + ZipFormat.u16(buffer, 28);
        if (from >= head.length || ZipFormat.u16(buffer, 8) != ZipFormat.DEFLATED) {
            return from >= head.length ? "" : new String(head, from, head.length - from, StandardCharsets.UTF_8);
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(head, from, head.length - from);
            byte[] text = new byte[LONGEST_LOOK];
            return new String(text, 0, inflater.inflate(text), StandardCharsets.UTF_8);
        } catch (DataFormatException broken) {
            return "";
        } finally {
            inflater.end();
        }
    }
}
