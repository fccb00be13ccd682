package io.ferry.process.common;

import io.ferry.bigpicture.Dump;
import io.ferry.migration.Timeline;
import io.ferry.process.model.Problem;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Judges long work at a site by what it shows of its progress. Of a dump the process keeps {@code dumpState}, {@code
 * dumpPercent}, and {@code dumpMovedAt}: when the progress was last seen to move; of other work the same.
 */
@Component
public class LongWork {
    private final Timeline timeline;
    private final Clock clock;

    public LongWork(Timeline timeline, Clock clock) {
        this.timeline = timeline;
        this.clock = clock;
    }

    /** What a site shows of its work. */
    public record Progress(RemoteState state, int percent, String message) {
        /**
         * How far a dump is.
         *
         * @param listed the dump, if the app lists it; one that is not in the list yet is in progress
         */
        public static Progress of(Optional<Dump> listed) {
            return listed.map(dump -> new Progress(dump.state(), dump.percent(), ""))
                    .orElseGet(() -> new Progress(RemoteState.IN_PROGRESS, 0, "It is not in the app's list."));
        }
    }

    /** How far long work is, as the process keeps it. */
    public enum State {
        IN_PROGRESS,
        DONE,
        FAILED,
        /** It runs, but has not moved for too long. */
        STUCK
    }

    /**
     * What one look at the work showed.
     *
     * @param movedAt when the progress was last seen to move
     * @param problem why it failed or is stuck; null otherwise
     */
    public record Seen(
            State state,
            int percent,
            String movedAt,
            @Nullable Problem problem) {}

    /** How the work stands when it begins, so that nothing of an earlier try is left. */
    public Seen begun() {
        return new Seen(State.IN_PROGRESS, 0, clock.instant().toString(), null);
    }

    /**
     * Looks at the work once. A site that does not answer for a while, as an app that restarts, counts as no progress.
     *
     * @param title what works there, as the beginning of a sentence, such as “The dump”
     * @param percentBefore what the last look showed; null where there was none
     * @param movedBefore when the progress was last seen to move; null where there was no look
     * @param look asks the site
     */
    public Seen look(
            Step step,
            String title,
            @Nullable Integer percentBefore,
            @Nullable String movedBefore,
            Supplier<Progress> look) {
        int before = Objects.requireNonNullElse(percentBefore, 0);
        Instant movedAt = movedBefore == null || movedBefore.isBlank() ? clock.instant() : Instant.parse(movedBefore);
        Progress seen = ask(step, look, before);
        Instant now = clock.instant();
        Instant moved = seen.percent() == before ? movedAt : now;
        Duration quiet = Duration.between(moved, now);
        step.phase().ifPresent(phase -> timeline.progress(step.id(), phase, seen.percent()));
        if (seen.state().isInProgress()
                && quiet.compareTo(step.settings().thresholds().stuckAfter()) >= 0) {
            return new Seen(State.STUCK, seen.percent(), moved.toString(), stuck(title, quiet, seen));
        }
        return new Seen(
                State.valueOf(seen.state().name()),
                seen.percent(),
                moved.toString(),
                seen.state().isError() ? failed(title, seen) : null);
    }

    private static Problem stuck(String title, Duration quiet, Progress seen) {
        return new Problem(
                "STUCK",
                title + " has not moved for " + quiet.toMinutes() + " minutes.",
                "It is at " + seen.percent() + " %. " + seen.message(),
                "Look at the site and its log. If it works on, wait there until it is done; if not, ask the vendor's support before anything else.");
    }

    private static Problem failed(String title, Progress seen) {
        return new Problem(
                "FAILED",
                title + " failed.",
                seen.message(),
                "Check the site and its log, fix what it says, then let Ferry try again or do it by hand.");
    }

    private static Progress ask(Step step, Supplier<Progress> look, int before) {
        try {
            return look.get();
        } catch (RemoteFailure failure) {
            if (!failure.isPassing()) {
                throw failure;
            }
            step.siteIsSilent(failure);
            return new Progress(RemoteState.IN_PROGRESS, before, failure.title());
        }
    }
}
