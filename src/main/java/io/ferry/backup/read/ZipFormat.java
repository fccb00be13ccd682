package io.ferry.backup.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Figures and fields of the zip format (PKWARE's APPNOTE.TXT 6.3). */
public final class ZipFormat {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END_64 = 0x06064b50;
    static final int LOCATOR_64 = 0x07064b50;
    static final int DESCRIPTOR = 0x08074b50;

    public static final int LOCAL_LENGTH = 30;
    public static final int CENTRAL_LENGTH = 46;
    static final int END_LENGTH = 22;
    static final int LOCATOR_64_LENGTH = 20;
    static final int END_64_LENGTH = 56;

    static final int STORED = 0;
    static final int DEFLATED = 8;
    public static final int FLAG_ENCRYPTED = 1;
    static final int FLAG_DESCRIPTOR = 8;

    private static final int EXTRA_ZIP64 = 0x0001;
    private static final int EXTRA_UNIX_TIME = 0x5455;
    static final long IN_ZIP64 = 0xFFFF_FFFFL;

    private ZipFormat() {}

    public static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static int u16(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xFFFF;
    }

    static long u32(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & 0xFFFF_FFFFL;
    }

    static String name(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Finds an extra field; null where the record has none of this kind. */
    static @Nullable ByteBuffer extra(byte[] bytes, int from, int length, int wanted) {
        ByteBuffer all = buffer(bytes);
        int at = from;
        int end = from + length;
        while (at + 4 <= end) {
            int size = u16(all, at + 2);
            if (at + 4 + size > end) {
                return null;
            }
            if (u16(all, at) == wanted) {
                return buffer(Arrays.copyOfRange(bytes, at + 4, at + 4 + size));
            }
            at += 4 + size;
        }
        return null;
    }

    static @Nullable ByteBuffer zip64(byte[] bytes, int from, int length) {
        return extra(bytes, from, length, EXTRA_ZIP64);
    }

    /** The time of an entry: seconds since 1970 where the zip has them, else the time without a zone, taken as UTC. */
    static @Nullable Instant time(int dosTime, int dosDate, byte[] bytes, int extraFrom, int extraLength) {
        ByteBuffer unix = extra(bytes, extraFrom, extraLength, EXTRA_UNIX_TIME);
        if (unix != null && unix.capacity() >= 5 && (unix.get(0) & 1) != 0) {
            return Instant.ofEpochSecond(unix.getInt(1));
        }
        try {
            return LocalDateTime.of(
                            1980 + (dosDate >> 9),
                            (dosDate >> 5) & 0xF,
                            dosDate & 0x1F,
                            dosTime >> 11,
                            (dosTime >> 5) & 0x3F,
                            (dosTime & 0x1F) * 2)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
