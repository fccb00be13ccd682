package io.ferry.base;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them: one form on every page, in every message and in the report. */
public final class Moments {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** The moment to the second: {@code 7 Nov 2026, 02:05:09 UTC}. */
    public static String of(Instant at) {
        return withoutZone(at) + " UTC";
    }

    /** The same without the zone, for columns whose heading names it. */
    public static String withoutZone(Instant at) {
        return DAY_AND_TIME.format(at);
    }
}
