package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.forecast.TimeLeft;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.PhaseRun;
import io.ferry.process.engine.Age;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a migration is, and what it waits for.
 *
 * @param sites from where to where
 * @param timeLeft how long it still takes, in words; null where there is nothing to say
 * @param sentence what there is to say where nothing waits and nothing is stuck
 * @param retry where whoever looks can have tried again what is stuck; null for whoever may not
 */
record Progress(
        String sites,
        int percent,
        List<Running> running,
        @Nullable String timeLeft,
        @Nullable String sentence,
        List<Stuck> stuck,
        List<Retried> retried,
        List<Waiting> waiting,
        @Nullable String retry) {

    /**
     * A phase under way.
     *
     * @param since for how long
     * @param left how long it still takes, in words; null where there is nothing to say
     */
    record Running(
            String phase,
            String since,
            @Nullable Integer percent,
            @Nullable String left) {}

    /** An incident, and where an operator looks at it. */
    record Stuck(String since, String message, String operate) {}

    /**
     * A step that Ferry tries again by itself.
     *
     * @param lasts for how long it has failed
     * @param message what happened, and what to look at
     */
    record Retried(String step, Instant since, String lasts, Instant next, String message) {}

    /** A task that waits for a person. */
    record Waiting(Link task, String whom, String since) {}

    /** What is shown of a migration at this time. */
    static Progress of(
            Migration migration, List<PhaseRun> runs, Blockers blockers, @Nullable TimeLeft timeLeft, Instant now) {
        return new Progress(
                migration.app().title() + " · "
                        + host(migration.settings().source().url()) + " → "
                        + host(migration.settings().target().url())
                        + rehearsal(migration.settings()),
                MigrationViews.progress(migration, runs),
                runs.stream()
                        .filter(run -> run.state() == PhaseRun.State.RUNNING)
                        .map(run -> new Running(
                                run.phase().title(),
                                age(run.startedAt(), now),
                                run.percent(),
                                timeLeft != null && timeLeft.phase() == run.phase() ? timeLeft.phaseWords() : null))
                        .toList(),
                timeLeft == null ? null : timeLeft.words(),
                sentence(migration, blockers),
                stuck(Objects.requireNonNullElse(blockers.incidents(), List.of()), now),
                blockers.retried().stream()
                        .map(step -> new Retried(
                                step.step(), step.since(), age(step.since(), now), step.next(), step.message()))
                        .toList(),
                waiting(Objects.requireNonNullElse(blockers.tasks(), List.of()), now),
                SignedIn.is(Role.OPERATOR) ? Section.ACTIONS.address(migration) + "#retry" : null);
    }

    /** What is shown of incidents. */
    static List<Stuck> stuck(List<Incident> incidents, Instant now) {
        return incidents.stream()
                .map(incident -> new Stuck(
                        age(incident.since(), now),
                        incident.message().isBlank() ? incident.type() : incident.message(),
                        incident.link()))
                .toList();
    }

    /** What is shown of tasks. */
    static List<Waiting> waiting(List<WaitingTask> tasks, Instant now) {
        return tasks.stream()
                .map(task -> new Waiting(new Link(task.link(), task.name()), whom(task), age(task.since(), now)))
                .toList();
    }

    private static String rehearsal(MigrationSettings settings) {
        if (!settings.rehearsal()) {
            return "";
        }
        return settings.dressRehearsal() ? " · dress rehearsal" : " · rehearsal";
    }

    private static @Nullable String sentence(Migration migration, Blockers blockers) {
        if (migration.outcome() != null) {
            return null;
        }
        if (migration.processInstanceKey() == null) {
            return "It has been asked to start; its process has not reported yet.";
        }
        return blockers.isFree() ? "Nobody has to do anything right now." : null;
    }

    /** For whom a task waits. */
    static String whom(WaitingTask task) {
        if (task.assignee() != null) {
            // Of an address only the part before the @, as in the record.
            return task.assignee().replaceFirst("(?<=.)@.*", "") + ", who took it";
        }
        return task.candidateGroups().isEmpty() ? "anybody" : "an " + String.join(" or ", task.candidateGroups());
    }

    /** For how long something has lasted. */
    static String age(Instant since, Instant now) {
        return Age.words(Duration.between(since, now));
    }

    /** A site as people call it. */
    static String host(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }
}
