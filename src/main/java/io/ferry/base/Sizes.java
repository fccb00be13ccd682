package io.ferry.base;

import java.util.Locale;

/** Sizes as people read them. */
public final class Sizes {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private Sizes() {}

    /** 262144 as {@code 262.1 kB (262,144 bytes)}, for whoever compares two of them. */
    public static String exactly(long bytes) {
        String whole = Plural.of(bytes, "byte");
        return bytes < 1000 ? whole : of(bytes) + " (" + whole + ")";
    }

    /** 5300000000 as {@code 5.3 GB}: decimal units, as disks and browsers count. */
    public static String of(long bytes) {
        if (bytes == 1) {
            return "1 byte";
        }
        double size = bytes;
        int unit = 0;
        while (size >= 999.5 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return unit == 0 || size >= 99.5
                ? Math.round(size) + " " + UNITS[unit]
                : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
