package io.ferry.api;

import io.ferry.api.MigrationDetails.PhaseDetails;
import io.ferry.api.MigrationDetails.Step;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what the record, Tasklist and Operate know of a migration. */
@Component
class MigrationViews {
    private final Migrations migrations;
    private final Timeline timeline;
    private final WaitingTasks waitingTasks;
    private final Incidents incidents;

    MigrationViews(Migrations migrations, Timeline timeline, WaitingTasks waitingTasks, Incidents incidents) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.waitingTasks = waitingTasks;
        this.incidents = incidents;
    }

    MigrationDetails details(Migration migration) {
        List<PhaseRun> runs = timeline.phases(migration.id());
        List<Event> events = timeline.read(migration.id());
        List<String> notes = new ArrayList<>();
        List<Long> instances = new ArrayList<>(migrations.phaseInstances(migration.id()));
        if (migration.processInstanceKey() != null) {
            instances.addFirst(migration.processInstanceKey());
        }
        return new MigrationDetails(
                MigrationSummary.of(migration),
                migration.settings(),
                progress(migration, runs),
                Arrays.stream(Phase.values())
                        .map(phase -> phase(phase, runs, events))
                        .toList(),
                events.stream()
                        .filter(event -> event.phase() == null)
                        .map(Step::of)
                        .toList(),
                known("Waiting tasks are unknown right now: ", notes, () -> waitingTasks.of(migration.id())),
                known("Incidents are unknown right now: ", notes, () -> incidents.of(instances)),
                notes,
                links(migration, instances));
    }

    private static <T> @Nullable List<T> known(String otherwise, List<String> notes, Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (RemoteFailure failure) {
            notes.add(otherwise + failure.getMessage());
            return null;
        }
    }

    private static PhaseDetails phase(Phase phase, List<PhaseRun> runs, List<Event> events) {
        List<PhaseRun> own = runs.stream().filter(run -> run.phase() == phase).toList();
        List<Step> steps = events.stream()
                .filter(event -> event.phase() == phase)
                .map(Step::of)
                .toList();
        if (own.isEmpty()) {
            return new PhaseDetails(phase, phase.title(), "NOT_STARTED", 0, null, null, null, steps);
        }
        PhaseRun last = own.getLast();
        return new PhaseDetails(
                phase,
                phase.title(),
                last.state().name(),
                own.size(),
                last.startedAt(),
                last.endedAt(),
                last.percent(),
                steps);
    }

    /** Every phase of the way weighs the same; the one under way counts by what it tells. */
    static int progress(Migration migration, List<PhaseRun> runs) {
        if (migration.outcome() == Outcome.MIGRATED || migration.outcome() == Outcome.REHEARSED) {
            return 100;
        }
        Phase lastOfTheWay = migration.settings().rehearsal() ? Phase.BACK_UP_JIRA : Phase.REACTIVATE_INTEGRATIONS;
        int phases = lastOfTheWay.ordinal() + 1;
        int hundredths = 0;
        for (Phase phase : Phase.values()) {
            if (phase.ordinal() < phases) {
                hundredths += runs.stream()
                        .filter(run -> run.phase() == phase)
                        .mapToInt(MigrationViews::percentOf)
                        .max()
                        .orElse(0);
            }
        }
        // The last of it is the process's end itself.
        return Math.min(99, hundredths / phases);
    }

    private static int percentOf(PhaseRun run) {
        if (run.state() == PhaseRun.State.ENDED) {
            return 100;
        }
        return run.percent() == null ? 0 : run.percent();
    }

    private Map<String, String> links(Migration migration, List<Long> instances) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", "/api/migrations/" + migration.id());
        links.put("report", "/api/migrations/" + migration.id() + "/report");
        if (!instances.isEmpty()) {
            links.put("operate", incidents.linkTo(instances.getFirst()));
        }
        return links;
    }
}
