package io.ferry.process.common;

import io.ferry.migration.Timeline;
import io.ferry.process.model.Problem;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Judges long work at a site by what it shows of its progress. Of work named {@code dump} the process keeps {@code
 * dumpState}, {@code dumpPercent}, and {@code dumpMovedAt}: when the progress was last seen to move.
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
    public record Progress(RemoteState state, int percent, String message) {}

    /** The variables with which work begins, so that nothing of an earlier try is left. */
    public Map<String, Object> begun(String name) {
        return Map.of(
                name + "State",
                "IN_PROGRESS",
                name + "Percent",
                0,
                name + "MovedAt",
                clock.instant().toString());
    }

    /**
     * Looks at the work once. A site that does not answer for a while, as an app that restarts, counts as no progress.
     *
     * @param name the first part of the variables' names, which the worker fetches
     * @param title what works there, as the beginning of a sentence, such as “The dump”
     * @param look asks the site
     * @return the three variables; and {@code problem}, where the work failed or is stuck
     */
    public Map<String, @Nullable Object> look(Step step, String name, String title, Supplier<Progress> look) {
        int before = Integer.parseInt(orElse(step.text(name + "Percent"), "0"));
        Instant movedAt = Instant.parse(
                orElse(step.text(name + "MovedAt"), clock.instant().toString()));
        Progress seen = ask(look, before);
        Instant now = clock.instant();
        Instant moved = seen.percent() == before ? movedAt : now;
        Duration quiet = Duration.between(moved, now);
        boolean stuck = seen.state().isInProgress()
                && quiet.compareTo(step.settings().thresholds().stuckAfter()) >= 0;

        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put(name + "State", stuck ? "STUCK" : seen.state().name());
        variables.put(name + "Percent", seen.percent());
        variables.put(name + "MovedAt", moved.toString());
        if (stuck) {
            variables.put(
                    Problem.VARIABLE,
                    new Problem(
                            "STUCK",
                            title + " has not moved for " + quiet.toMinutes() + " minutes.",
                            "It stands at " + seen.percent() + " %. " + seen.message(),
                            "Look at the site and its log. If it works on, wait there until it is done; if not, ask the vendor's support before anything else."));
        } else if (seen.state().isError()) {
            variables.put(
                    Problem.VARIABLE,
                    new Problem(
                            "FAILED",
                            title + " failed.",
                            seen.message(),
                            "Look at the site and its log, put right what it says, then let Ferry try again or do it by hand."));
        }
        step.phase().ifPresent(phase -> timeline.progress(step.id(), phase, seen.percent()));
        return variables;
    }

    private static Progress ask(Supplier<Progress> look, int before) {
        try {
            return look.get();
        } catch (RemoteFailure failure) {
            if (!failure.isPassing()) {
                throw failure;
            }
            return new Progress(RemoteState.IN_PROGRESS, before, failure.title());
        }
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
