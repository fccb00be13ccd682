package io.ferry.backup.read;

import io.ferry.backup.model.BackupDocuments;
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
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}\uFFFD]", "?");
        return clean.length() <= 60 ? clean : clean.substring(0, 57) + "...";
    }
}
