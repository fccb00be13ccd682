package io.ferry.runbook;

import io.ferry.migration.InvalidField;
import io.ferry.migration.Refusals;
import io.ferry.migration.SettingsRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a plan begins.
 *
 * @param at the moment
 * @param zone in whose time people read the plan
 */
public record Start(Instant at, ZoneId zone) {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int LONGEST_ZONE = 60;
    private static final int FIRST_YEAR = 2020;
    private static final int LAST_YEAR = 2099;

    /**
     * Reads what somebody chose.
     *
     * @param start local date and time, such as {@code 2026-11-07T18:00}
     * @param zone the name of a time zone, such as {@code Europe/Berlin}; blank or null for UTC
     * @throws io.ferry.migration.SettingsRefused if it is no moment
     */
    public static Start of(@Nullable String start, @Nullable String zone) {
        Refusals refusals = new Refusals();
        ZoneId known = refusals.part("", () -> zone(zone));
        LocalDateTime local = local(start);
        boolean isMoment = local != null && local.getYear() >= FIRST_YEAR && local.getYear() <= LAST_YEAR;
        refusals.expect(isMoment, "start", "a date and time such as 2026-11-07T18:00, from 2020 to 2099", shown(start));
        if (isMoment && known != null) {
            refusals.expect(
                    !known.getRules().getValidOffsets(local).isEmpty(),
                    "start",
                    "a time that exists in " + known + ": the clocks go forward then and leave it out",
                    start);
        }
        refusals.throwIfAny();
        return new Start(
                Objects.requireNonNull(local)
                        .atZone(Objects.requireNonNull(known))
                        .toInstant(),
                known);
    }

    /**
     * Reads a time zone.
     *
     * @param zone its name; blank or null for UTC
     * @throws io.ferry.migration.SettingsRefused if there is none of this name
     */
    public static ZoneId zone(@Nullable String zone) {
        if (zone == null || zone.isBlank()) {
            return UTC;
        }
        try {
            if (zone.length() <= LONGEST_ZONE) {
                return ZoneId.of(zone.strip());
            }
        } catch (DateTimeException unknown) {
            // Refused below.
        }
        throw new SettingsRefused(
                List.of(new InvalidField("zone", "a time zone such as Europe/Berlin or UTC", shown(zone))));
    }

    private static @Nullable LocalDateTime local(@Nullable String start) {
        try {
            return start == null ? null : LocalDateTime.parse(start.strip());
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    /** What may be repeated to the caller. */
    private static @Nullable String shown(@Nullable String text) {
        return text == null || text.indexOf('@') >= 0 ? null : text;
    }
}
