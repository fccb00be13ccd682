package io.ferry.runbook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of a plan as people read them: to the minute, in the plan's time zone. */
public final class Clocks {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm", Locale.ENGLISH);

    private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    private Clocks() {}

    /** The moment with its zone: {@code Sat 7 Nov 2026, 18:00 Europe/Berlin}. */
    public static String moment(Instant at, ZoneId zone) {
        return DAY_AND_TIME.withZone(zone).format(at) + " " + zone.getId();
    }

    /** The same without year and zone, for columns: {@code Sat 7 Nov, 18:00}. */
    public static String brief(Instant at, ZoneId zone) {
        return BRIEF.withZone(zone).format(at);
    }

    /** A time of a plan that has no start yet: {@code T+2:05}. */
    public static String offset(Duration sinceStart) {
        return "T+%d:%02d".formatted(sinceStart.toHours(), sinceStart.toMinutesPart());
    }
}
