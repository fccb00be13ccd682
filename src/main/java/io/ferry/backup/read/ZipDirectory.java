package io.ferry.backup.read;

import io.ferry.backup.model.BackupLimits;
import io.ferry.base.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory at the end of a zip. It is read before the entries, since it alone says how many there are and where
 * each begins; nothing of it is believed without comparing.
 *
 * @param state whether there is a directory, and whether it can be used
 * @param entries its entries in the order in which they stand in the file; empty unless {@code state} is WHOLE
 * @param attachments how many more entries are files of attachments, avatars and logos; they are counted only
 * @param start where it begins in the file; the file's size unless {@code state} is WHOLE
 */
public record ZipDirectory(State state, List<ZipEntryHeader> entries, int attachments, long start) {

    enum State {
        WHOLE,
        MISSING,
        DAMAGED
    }

    private static final int LONGEST_COMMENT = 0xFFFF;

    public static ZipDirectory read(SeekableByteChannel channel, FileContent file, BackupLimits limits)
            throws IOException {
        long size = channel.size();
        int tailLength = (int) Math.min(size, ZipFormat.END_LENGTH + LONGEST_COMMENT);
        long tailStart = size - tailLength;
        byte[] tailBytes = FileContent.bytes(channel, tailStart, tailLength);
        ByteBuffer tail = ZipFormat.buffer(tailBytes);
        int at = endRecord(tail);
        if (at < 0) {
            return new ZipDirectory(State.MISSING, List.of(), 0, size);
        }
        long count = ZipFormat.u16(tail, at + 10);
        long length = ZipFormat.u32(tail, at + 12);
        long start = ZipFormat.u32(tail, at + 16);
        long end = tailStart + at;
        if (count == 0xFFFF || length == ZipFormat.IN_ZIP64 || start == ZipFormat.IN_ZIP64) {
            ByteBuffer end64 = endRecord64(channel, end);
            if (end64 == null) {
                return damaged(size);
            }
            count = end64.getLong(32);
            length = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (start < 0 || length < 0 || count < 0 || start > end || length > end - start) {
            return damaged(size);
        }
        return entries(new Window(channel), file, limits, start, length, count, size);
    }

    private static ZipDirectory entries(
            Window window, FileContent file, BackupLimits limits, long start, long length, long count, long size)
            throws IOException {
        int attachments = 0;
        List<ZipEntryHeader> entries = new ArrayList<>();
        long position = start;
        long end = start + length;
        for (long i = 0; i < count; i++) {
            if (end - position < ZipFormat.CENTRAL_LENGTH) {
                return damaged(size);
            }
            ByteBuffer fixed = ZipFormat.buffer(window.bytes(position, ZipFormat.CENTRAL_LENGTH));
            if (fixed.capacity() < ZipFormat.CENTRAL_LENGTH || fixed.getInt(0) != ZipFormat.CENTRAL) {
                return damaged(size);
            }
            int nameLength = ZipFormat.u16(fixed, 28);
            int extraLength = ZipFormat.u16(fixed, 30);
            int commentLength = ZipFormat.u16(fixed, 32);
            byte[] names = window.bytes(position + ZipFormat.CENTRAL_LENGTH, nameLength + extraLength);
            if (names.length < nameLength + extraLength) {
                return damaged(size);
            }
            ZipEntryHeader entry = entry(fixed, names, nameLength, extraLength);
            if (entry.isAttachment()) {
                attachments++;
            } else {
                if (!standsWhereItSays(window.channel, entry, names, nameLength)) {
                    return damaged(size);
                }
                entries.add(entry);
                if (entries.size() > limits.maxEntries()) {
                    throw BackupUnreadableException.tooManyEntries(file, count, limits.maxEntries());
                }
            }
            position += ZipFormat.CENTRAL_LENGTH + nameLength + extraLength + commentLength;
        }
        entries.sort(Comparator.comparingLong(ZipEntryHeader::offset));
        return new ZipDirectory(State.WHOLE, List.copyOf(entries), attachments, start);
    }

    /** Reads a directory block by block: a zip with attachments has very many entries. */
    private static final class Window {
        private static final int LENGTH = 1 << 18;

        private final SeekableByteChannel channel;
        private byte[] block = new byte[0];
        private long start;

        Window(SeekableByteChannel channel) {
            this.channel = channel;
        }

        byte[] bytes(long position, int length) throws IOException {
            if (position < start || position + length > start + block.length) {
                start = position;
                block = FileContent.bytes(channel, position, Math.max(length, LENGTH));
            }
            int from = (int) (position - start);
            return Arrays.copyOfRange(block, from, Math.min(block.length, from + length));
        }
    }

    private static ZipEntryHeader entry(ByteBuffer fixed, byte[] names, int nameLength, int extraLength) {
        long packed = ZipFormat.u32(fixed, 20);
        long unpacked = ZipFormat.u32(fixed, 24);
        long offset = ZipFormat.u32(fixed, 42);
        ByteBuffer zip64 = ZipFormat.zip64(names, nameLength, extraLength);
        if (zip64 != null) {
            // Only those fields are there that did not fit into the fixed part, in this order.
            if (unpacked == ZipFormat.IN_ZIP64 && zip64.remaining() >= 8) {
                unpacked = zip64.getLong();
            }
            if (packed == ZipFormat.IN_ZIP64 && zip64.remaining() >= 8) {
                packed = zip64.getLong();
            }
            if (offset == ZipFormat.IN_ZIP64 && zip64.remaining() >= 8) {
                offset = zip64.getLong();
            }
        }
        return new ZipEntryHeader(
                ZipFormat.name(names, 0, nameLength),
                ZipFormat.u16(fixed, 10),
                ZipFormat.u16(fixed, 8),
                ZipFormat.u32(fixed, 16),
                packed,
                unpacked,
                offset,
                ZipFormat.time(ZipFormat.u16(fixed, 12), ZipFormat.u16(fixed, 14), names, nameLength, extraLength));
    }

    private static boolean standsWhereItSays(
            SeekableByteChannel channel, ZipEntryHeader entry, byte[] names, int nameLength) throws IOException {
        byte[] local = FileContent.bytes(channel, Math.max(0, entry.offset()), ZipFormat.LOCAL_LENGTH + nameLength);
        return local.length == ZipFormat.LOCAL_LENGTH + nameLength
                && ZipFormat.buffer(local).getInt(0) == ZipFormat.LOCAL
                && ZipFormat.u16(ZipFormat.buffer(local), 26) == nameLength
                && Arrays.equals(local, ZipFormat.LOCAL_LENGTH, local.length, names, 0, nameLength);
    }

    private static int endRecord(ByteBuffer tail) {
        for (int at = tail.capacity() - ZipFormat.END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == ZipFormat.END
                    && at + ZipFormat.END_LENGTH + ZipFormat.u16(tail, at + 20) <= tail.capacity()) {
                return at;
            }
        }
        return -1;
    }

    private static @Nullable ByteBuffer endRecord64(SeekableByteChannel channel, long end) throws IOException {
        if (end < ZipFormat.LOCATOR_64_LENGTH) {
            return null;
        }
        ByteBuffer locator = ZipFormat.buffer(
                FileContent.bytes(channel, end - ZipFormat.LOCATOR_64_LENGTH, ZipFormat.LOCATOR_64_LENGTH));
        if (locator.getInt(0) != ZipFormat.LOCATOR_64) {
            return null;
        }
        long at = locator.getLong(8);
        if (at < 0 || at > end - ZipFormat.END_64_LENGTH) {
            return null;
        }
        ByteBuffer record = ZipFormat.buffer(FileContent.bytes(channel, at, ZipFormat.END_64_LENGTH));
        return record.getInt(0) == ZipFormat.END_64 ? record : null;
    }

    private static ZipDirectory damaged(long size) {
        return new ZipDirectory(State.DAMAGED, List.of(), 0, size);
    }
}
