package io.ferry.process.engine;

import java.time.Duration;

/** How long something has lasted, as people say it. */
public final class Age {
    private Age() {}

    /** The duration in words: {@code 3 days 1 h}, {@code 2 h 5 min}, {@code 4 min}. */
    public static String words(Duration duration) {
        long days = duration.toDays();
        if (days > 0) {
            return days + (days == 1 ? " day " : " days ") + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : "less than a minute";
    }
}
