package io.ferry.backup.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where in a backup something was found. It never holds values from the backup, so it may be shown and logged.
 *
 * @param entry the zip entry, such as {@code entities.xml}; null for the file as a whole
 * @param line the line in that entry, from 1; 0 where no line is meant
 * @param byteOffset the offset in bytes into the unpacked entry, or into the file where {@code entry} is null; -1 where
 *     none is meant
 * @param entity the name of the record, such as {@code User}; null where none is meant
 */
public record BackupPlace(
        @Nullable String entry,
        long line,
        long byteOffset,
        @Nullable String entity) {

    public static final BackupPlace FILE = new BackupPlace(null, 0, -1, null);

    public static BackupPlace entry(String entry) {
        return new BackupPlace(entry, 0, -1, null);
    }

    public static BackupPlace entity(String entry, String entity) {
        return new BackupPlace(entry, 0, -1, entity);
    }

    public static BackupPlace atByteOfFile(long byteOffset) {
        return new BackupPlace(null, 0, byteOffset, null);
    }

    /** {@return the place as people read it, such as {@code entities.xml, line 1,407, byte 98,304, entity User}} */
    public String asText() {
        List<String> parts = new ArrayList<>();
        parts.add(entry == null ? "the file" : entry);
        if (line > 0) {
            parts.add(String.format(Locale.ROOT, "line %,d", line));
        }
        if (byteOffset >= 0) {
            parts.add(String.format(Locale.ROOT, "byte %,d", byteOffset));
        }
        if (entity != null) {
            parts.add("entity " + entity);
        }
        return String.join(", ", parts);
    }
}
