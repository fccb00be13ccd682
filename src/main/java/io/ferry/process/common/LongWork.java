package io.ferry.process.common;

import io.ferry.base.Plural;
import io.ferry.bigpicture.Dump;
import io.ferry.migration.Timeline;
import io.ferry.process.model.Problem;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Judges long work at a site by what it shows of its progress. Of a dump the process keeps {@code dumpState}, {@code
 * dumpPercent}, and {@code dumpWatch}: for how long Ferry has watched it without progress; of other work the same.
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
     * @param watch for how long it has been watched without progress
     * @param problem why it failed or is stuck; null otherwise
     */
    public record Seen(
            State state, int percent, Watch watch, @Nullable Problem problem) {}

    /** How the work stands when it begins, so that nothing of an earlier try is left. */
    public Seen begun() {
        return new Seen(State.IN_PROGRESS, 0, Watch.begun(clock.instant()), null);
    }

    /**
     * Looks at the work once. What counts is the time in which Ferry looked: while Ferry was away, nobody knows whether the
     * work moved. A site that does not answer for a while, as an app that restarts, does not count as work that stands still.
     *
     * @param title what works there, as the beginning of a sentence, such as “The dump”
     * @param percentBefore what the last look showed; null where there was none
     * @param before what the last look left; null where there was none, or where somebody wants Ferry to go on watching
     * @param look asks the site
     */
    public Seen look(
            Step step, String title, @Nullable Integer percentBefore, @Nullable Watch before, Supplier<Progress> look) {
        int percent = Objects.requireNonNullElse(percentBefore, 0);
        Optional<Progress> answer = ask(step, title, look, percent);
        Progress seen = answer.orElseGet(() -> new Progress(RemoteState.IN_PROGRESS, percent, ""));
        Watch watch = Objects.requireNonNullElseGet(before, () -> Watch.begun(clock.instant()))
                .next(answer.isPresent(), seen.percent() != percent, clock.instant(), step.settings());
        step.phase().ifPresent(phase -> timeline.progress(step.id(), phase, seen.percent()));
        if (seen.state().isInProgress() && watch.isStuck(step.settings())) {
            return new Seen(State.STUCK, seen.percent(), watch, stuck(title, watch, seen));
        }
        return new Seen(
                State.valueOf(seen.state().name()),
                seen.percent(),
                watch,
                seen.state().isError() ? failed(title, seen) : null);
    }

    /**
     * What tells the work from other work at the site.
     *
     * @param mark its id or mark; null where the answer to the request was lost
     * @param title what works there, as the beginning of a sentence
     * @throws StepRefused if it is not known, so that nothing can be watched
     */
    public static String known(@Nullable String mark, String title) {
        if (mark == null) {
            throw StepRefused.outcomeUnknown(
                    title + " cannot be watched.",
                    "Ferry does not know which one at the site is its own.",
                    "Look at the site. If it is under way, wait for it; if it is done, choose “done”. Let Ferry do it"
                            + " only if surely nothing runs.");
        }
        return mark;
    }

    private static Problem stuck(String title, Watch watch, Progress seen) {
        String whatToDo =
                "Look at the site and its log. If it works on, let Ferry go on watching, or wait there until it is"
                        + " done; if not, ask the vendor's support before anything else.";
        return watch.silentFor().isZero()
                ? new Problem(
                        "STUCK",
                        title + " has not moved for "
                                + Plural.of(watch.quietFor().toMinutes(), "minute") + ".",
                        "It is at " + seen.percent() + " %. " + seen.message(),
                        whatToDo)
                : new Problem(
                        "STUCK",
                        title + " cannot be seen: the site has not answered for "
                                + Plural.of(watch.silentFor().toMinutes(), "minute") + ".",
                        "It was last seen at " + seen.percent() + " %.",
                        whatToDo);
    }

    private static Problem failed(String title, Progress seen) {
        return new Problem(
                "FAILED",
                title + " failed.",
                seen.message(),
                "Check the site and its log, fix what it says, then let Ferry do it again, or do it by hand.");
    }

    /** Nothing where the site does not answer for now. */
    private static Optional<Progress> ask(Step step, String title, Supplier<Progress> look, int before) {
        try {
            return Optional.of(look.get());
        } catch (RemoteFailure failure) {
            if (!failure.isPassing()) {
                throw notSeen(title, before, failure);
            }
            step.siteIsSilent(failure);
            return Optional.empty();
        } catch (AutomationUnavailableException | CredentialMissingException failure) {
            throw notSeen(title, before, failure);
        }
    }

    /** It was started, so it may be under way or done. */
    private static StepRefused notSeen(String title, int before, RuntimeException failure) {
        return StepRefused.outcomeUnknown(
                title + " was started, and Ferry cannot see what became of it.",
                "It was last seen at " + before + " %. " + failure.getMessage(),
                "Look at the site. If it is under way, wait for it; if it is done, choose “done”. Let Ferry do it"
                        + " only if surely nothing runs.");
    }
}
