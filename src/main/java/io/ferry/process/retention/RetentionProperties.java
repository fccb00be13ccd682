package io.ferry.process.retention;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long Ferry keeps the files and people's data of an ended migration: {@code ferry.retention.*}.
 *
 * @param keepFor how long files and people's data are kept after the end of a migration, 1 day to 10 years; 0 keeps them until somebody deletes them
 * @param remindBefore how long before the deletion a reminder is sent, 0 to {@code keep-for}
 */
@ConfigurationProperties("ferry.retention")
public record RetentionProperties(
        @DefaultValue("30d") Duration keepFor,
        @DefaultValue("3d") Duration remindBefore) {
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(3653);

    public RetentionProperties {
        if (!keepFor.isZero() && (keepFor.compareTo(SHORTEST) < 0 || keepFor.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "ferry.retention.keep-for is a duration from 1d to 3653d, or 0 for no limit");
        }
        if (remindBefore.isNegative() || (!keepFor.isZero() && remindBefore.compareTo(keepFor) > 0)) {
            throw new IllegalArgumentException(
                    "ferry.retention.remind-before is a duration from 0 to ferry.retention.keep-for");
        }
    }

    /** The time to keep things after the end, if there is a limit. */
    Optional<Duration> limit() {
        return keepFor.isZero() ? Optional.empty() : Optional.of(keepFor);
    }
}
