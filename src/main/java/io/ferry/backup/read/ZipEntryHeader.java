package io.ferry.backup.read;

import io.ferry.backup.model.BackupDocuments;
import io.ferry.base.PlainText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a zip says about one of its entries. Sizes and checksum are claims; -1 where they are not said (yet).
 *
 * @param name the entry's name as it stands in the zip
 * @param method how it is compressed
 * @param flags the zip format's general purpose flags
 * @param crc its CRC-32, or -1
 * @param packed compressed bytes, or -1
 * @param unpacked uncompressed bytes, or -1
 * @param offset where its local header stands in the file
 * @param time when it was last changed
 */
public record ZipEntryHeader(
        String name,
        int method,
        int flags,
        long crc,
        long packed,
        long unpacked,
        long offset,
        @Nullable Instant time) {
    private static final int LONGEST_NAME = 512;
    private static final Pattern ATTACHMENT =
            Pattern.compile("\\A(?:\\w[^/\\\\\\p{Cntrl}]*/){0,4}(?:attachments|avatars|logos)/[^\\p{Cntrl}]+");

    boolean isEncrypted() {
        return (flags & ZipFormat.FLAG_ENCRYPTED) != 0;
    }

    /** Whether it is one of the files that a Jira site keeps beside its database. */
    boolean isAttachment() {
        return name.length() <= LONGEST_NAME
                && ATTACHMENT.matcher(name).matches()
                && !name.contains("../")
                && !name.endsWith(BackupDocuments.ENTITIES)
                && !name.endsWith(BackupDocuments.ACTIVE_OBJECTS);
    }

    boolean isFolder() {
        return name.endsWith("/");
    }

    /** The name as it may be shown: short, and without control characters. */
    String shownName() {
        String clean = PlainText.line(name).replace('\uFFFD', '?');
        return clean.length() <= 60 ? clean : clean.substring(0, 57) + "...";
    }

    /** Reads the local header that stands behind its signature, and stops behind it; null where the file ends before. */
    static @Nullable ZipEntryHeader local(HashedFile file, long offset) throws IOException {
        byte[] fixedBytes = new byte[ZipFormat.LOCAL_LENGTH];
        byte[] read = file.read(ZipFormat.LOCAL_LENGTH - 4);
        System.arraycopy(read, 0, fixedBytes, 4, read.length);
        if (read.length < ZipFormat.LOCAL_LENGTH - 4) {
            return null;
        }
        ByteBuffer fixed = ZipFormat.buffer(fixedBytes);
        int nameLength = ZipFormat.u16(fixed, 26);
        int extraLength = ZipFormat.u16(fixed, 28);
        byte[] names = file.read(nameLength + extraLength);
        if (names.length < nameLength + extraLength) {
            return null;
        }
        int flags = ZipFormat.u16(fixed, 6);
        boolean later = (flags & ZipFormat.FLAG_DESCRIPTOR) != 0;
        long packed = ZipFormat.u32(fixed, 18);
        long unpacked = ZipFormat.u32(fixed, 22);
        ByteBuffer zip64 = ZipFormat.zip64(names, nameLength, extraLength);
        if (zip64 != null && zip64.capacity() >= 16 && packed == ZipFormat.IN_ZIP64) {
            unpacked = zip64.getLong(0);
            packed = zip64.getLong(8);
        }
        return new ZipEntryHeader(
                ZipFormat.name(names, 0, nameLength),
                ZipFormat.u16(fixed, 8),
                flags,
                later ? -1 : ZipFormat.u32(fixed, 14),
                later ? -1 : packed,
                later ? -1 : unpacked,
                offset,
                ZipFormat.time(ZipFormat.u16(fixed, 10), ZipFormat.u16(fixed, 12), names, nameLength, extraLength));
    }
}
