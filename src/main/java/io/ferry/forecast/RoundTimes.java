package io.ferry.forecast;

import java.time.Duration;

/** Times that are not known to the minute, as people say them. */
public final class RoundTimes {
    private RoundTimes() {}

    /** The time, rounded up: to 10 seconds, a minute, 5, 10 or 30 minutes, or hours, the longer the coarser. */
    public static Duration rounded(Duration time) {
        long seconds = (time.toMillis() + 999) / 1000;
        long step = step(seconds);
        return Duration.ofSeconds((seconds + step - 1) / step * step);
    }

    private static long step(long seconds) {
        if (seconds <= 60) {
            return 10;
        }
        if (seconds <= 600) {
            return 60;
        }
        if (seconds <= 3_600) {
            return 300;
        }
        if (seconds <= 3 * 3_600) {
            return 600;
        }
        return seconds <= 10 * 3_600 ? 1_800 : 3_600;
    }

    /** Such as {@code about 2 h 30 min}. */
    public static String about(Duration time) {
        Duration rounded = rounded(time);
        return rounded.toSeconds() < 60 ? "less than a minute" : "about " + plain(rounded);
    }

    /** Such as {@code about 10 min}, or, where little is known, {@code between 2 h and 4 h}. All three are rounded. */
    static String words(Duration likely, Duration atLeast, Duration atMost) {
        boolean sure = atMost.toSeconds() * 2 <= likely.toSeconds() * 3 || atMost.toSeconds() < 60;
        if (sure || atLeast.equals(atMost)) {
            return about(likely);
        }
        if (atLeast.toSeconds() < 60) {
            return "up to " + plain(atMost);
        }
        return "between " + plain(atLeast) + " and " + plain(atMost);
    }

    private static String plain(Duration rounded) {
        long hours = rounded.toHours();
        int minutes = rounded.toMinutesPart();
        if (hours == 0) {
            return (minutes == 0 ? 1 : minutes) + " min";
        }
        return minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
    }
}
