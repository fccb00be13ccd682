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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Puts together what the record and Camunda know of a migration. */
@Component
class MigrationViews {
    private final Timeline timeline;
    private final Migrations migrations;
    private final BlockerLookup blockerLookup;
    private final Incidents incidents;
    private final TimeLeftLookup timesLeft;

    MigrationViews(
            Migrations migrations,
            Timeline timeline,
            BlockerLookup blockerLookup,
            Incidents incidents,
            TimeLeftLookup timesLeft) {
        this.timesLeft = timesLeft;
        this.migrations = migrations;
        this.timeline = timeline;
        this.blockerLookup = blockerLookup;
        this.incidents = incidents;
    }

    MigrationDetails details(Migration migration) {
        List<PhaseRun> runs = timeline.phases(migration.id());
        List<Event> events = timeline.read(migration.id());
        Blockers blockers = blockerLookup.now(migration);
        return new MigrationDetails(
                MigrationSummary.of(migration),
                migration.settings(),
                progress(migration, runs),
                timesLeft.of(migration, blockers),
                Arrays.stream(Phase.values())
                        .map(phase -> phase(phase, runs, events))
                        .toList(),
                events.stream()
                        .filter(event -> event.phase() == null)
                        .map(Step::of)
                        .toList(),
                blockers.tasks(),
                blockers.incidents(),
                blockers.retried(),
                blockers.notes(),
                links(migration));
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
        Set<Phase> way = Phase.expected(migration.settings().rehearsal());
        int hundredths = way.stream()
                .mapToInt(phase -> runs.stream()
                        .filter(run -> run.phase() == phase)
                        .mapToInt(MigrationViews::percentOf)
                        .max()
                        .orElse(0))
                .sum();
        // The last of it is the process's end itself.
        return Math.min(99, hundredths / way.size());
    }

    private static int percentOf(PhaseRun run) {
        if (run.state() == PhaseRun.State.ENDED) {
            return 100;
        }
        return run.percent() == null ? 0 : run.percent();
    }

    private Map<String, String> links(Migration migration) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", "/api/migrations/" + migration.id());
        links.put("report", "/api/migrations/" + migration.id() + "/report");
        migrations.instances(migration).stream()
                .findFirst()
                .ifPresent(first -> links.put("operate", incidents.linkTo(first)));
        return links;
    }
}
