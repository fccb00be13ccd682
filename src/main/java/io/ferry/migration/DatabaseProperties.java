package io.ferry.migration;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an administrator tells Ferry about its database: {@code ferry.database.*}.
 *
 * @param restoredAt after a backup of Ferry's database was put back: of when that backup is, with offset, such as {@code 2026-11-29T22:00Z}. Ferry takes each moment once; it may stay set
 */
@ConfigurationProperties("ferry.database")
public record DatabaseProperties(@DefaultValue("") String restoredAt) {
    static final String RESTORED_AT = "ferry.database.restored-at";

    public DatabaseProperties {
        try {
            moment(restoredAt);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    RESTORED_AT + " is the moment of the backup with its offset, such as 2026-11-29T22:00Z or"
                            + " 2026-11-29T23:00+01:00; it is “" + restoredAt + "”",
                    e);
        }
    }

    /** Of when the backup is, if the administrator says that one was put back. */
    Optional<Instant> backupOf() {
        return moment(restoredAt);
    }

    private static Optional<Instant> moment(String text) {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.MICROS));
    }
}
