package io.ferry.process.common;

import io.ferry.migration.MigrationSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long Ferry has watched something at a site without seeing it move, as a process variable. Only time in which Ferry
 * looked counts: between two looks at most twice the pause between them.
 *
 * @param quiet how long the site has answered and nothing has moved, in ISO 8601
 * @param silent how long the site has not answered, in ISO 8601; zero as soon as it does
 * @param lookedAt when Ferry looked last, in ISO 8601
 */
public record Watch(
        @Nullable String quiet,
        @Nullable String silent,
        @Nullable String lookedAt) {
    private static final int MOST_PAUSES = 2;

    /** How it stands when Ferry begins to watch. */
    public static Watch begun(Instant now) {
        return of(Duration.ZERO, Duration.ZERO, now);
    }

    /**
     * How it stands after another look.
     *
     * @param answered whether the site answered
     * @param moved whether it showed something else than at the last look
     */
    public Watch next(boolean answered, boolean moved, Instant now, MigrationSettings settings) {
        Duration watched = watched(now, settings);
        if (!answered) {
            return of(quietFor(), silentFor().plus(watched), now);
        }
        if (moved) {
            return begun(now);
        }
        // What happened while the site was silent, nobody saw.
        return of(silentFor().isZero() ? quietFor().plus(watched) : quietFor(), Duration.ZERO, now);
    }

    /** Whether a person should look, by the migration's {@code stuckAfter}. */
    public boolean isStuck(MigrationSettings settings) {
        Duration stuckAfter = settings.thresholds().stuckAfter();
        return quietFor().compareTo(stuckAfter) >= 0 || silentFor().compareTo(stuckAfter) >= 0;
    }

    /** How long the site has answered and nothing has moved. */
    public Duration quietFor() {
        return duration(quiet);
    }

    /** How long the site has not answered; zero if it answered the last look. */
    public Duration silentFor() {
        return duration(silent);
    }

    private Duration watched(Instant now, MigrationSettings settings) {
        if (lookedAt == null) {
            return Duration.ZERO;
        }
        Duration gone = Duration.between(Instant.parse(lookedAt), now);
        Duration most = settings.pollPause().multipliedBy(MOST_PAUSES);
        if (gone.isNegative()) {
            return Duration.ZERO;
        }
        return gone.compareTo(most) > 0 ? most : gone;
    }

    private static Watch of(Duration quiet, Duration silent, Instant lookedAt) {
        return new Watch(quiet.toString(), silent.toString(), lookedAt.toString());
    }

    private static Duration duration(@Nullable String text) {
        return text == null ? Duration.ZERO : Duration.parse(text);
    }
}
