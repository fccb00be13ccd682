package io.ferry.process.common;

import io.ferry.migration.MigrationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Which steps are tried again by themselves, because a site or something else did not answer: nobody has to act yet, but
 * people want to know. It is known until Ferry is restarted; then the next failure tells it again.
 */
@Component
public class RetriedSteps {
    /** For so long after the time of the next try a step is shown that has not been tried: Camunda may be busy. */
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<Key, RetriedStep> steps = new ConcurrentHashMap<>();

    public RetriedSteps(Clock clock) {
        this.clock = clock;
    }

    private record Key(MigrationId migration, String step) {}

    /**
     * A step that is tried again by itself.
     *
     * @param step its name in the model, such as “Create dump”
     * @param since when it failed first, without success since then
     * @param next when it is tried again
     * @param message what happened, and what to look at
     */
    public record RetriedStep(String step, Instant since, Instant next, String message) {}

    /** The steps of a migration that are tried again, oldest first. */
    public List<RetriedStep> of(MigrationId id) {
        Instant overdue = clock.instant().minus(OVERDUE);
        // Of a step whose process was cancelled nothing more is heard.
        steps.values().removeIf(step -> step.next().isBefore(overdue));
        return steps.entrySet().stream()
                .filter(step -> step.getKey().migration().equals(id))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(RetriedStep::since))
                .toList();
    }

    /** Notes that a step failed and is tried again after a pause. */
    void triedAgain(MigrationId id, String step, Duration pause, String message) {
        Instant now = clock.instant();
        steps.compute(
                new Key(id, step),
                (key, before) ->
                        new RetriedStep(step, before == null ? now : before.since(), now.plus(pause), message));
    }

    /** Notes that a step succeeded, or that it is left to people from now on. */
    void over(MigrationId id, String step) {
        steps.remove(new Key(id, step));
    }
}
