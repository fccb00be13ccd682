package io.ferry.api;

import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.SettingsCheck;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Migrations: started, watched, cancelled. */
@RestController
@RequestMapping(path = "/api/migrations", produces = "application/json")
@Tag(name = "Migrations")
class MigrationsController {
    /** Phases that change a site: two of them at work on one site would harm each other. */
    private static final Set<Phase> CHANGE_A_SITE =
            EnumSet.complementOf(EnumSet.of(Phase.CHECK_READINESS, Phase.VERIFY));

    private final Migrations migrations;
    private final Timeline timeline;
    private final MigrationViews views;
    private final SettingsCheck settingsCheck;
    private final ProcessEngine engine;

    MigrationsController(
            Migrations migrations,
            Timeline timeline,
            MigrationViews views,
            SettingsCheck settingsCheck,
            ProcessEngine engine) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.views = views;
        this.settingsCheck = settingsCheck;
        this.engine = engine;
    }

    @PostMapping(consumes = "application/json")
    @Operation(
            summary = "Start a migration",
            description = "Everything is checked first; a refused request changes nothing. When the process engine does"
                    + " not answer, nothing is kept; only if it may have begun all the same, the migration stays on"
                    + " record as STARTING, and becomes RUNNING when its process reports.")
    ResponseEntity<MigrationSummary> start(@RequestBody MigrationRequest request) {
        NewMigration checked = request.read();
        settingsCheck.check(checked.settings());
        engine.ready();
        Migration migration = migrations.register(checked);
        URI location = URI.create("/api/migrations/" + migration.id());
        try {
            migrations.recordProcessInstance(migration.id(), engine.start(migration.id()));
        } catch (EngineUnavailable unavailable) {
            if (unavailable.surelyNothingHappened()) {
                migrations.forget(migration.id());
                throw unavailable;
            }
            throw new RequestRefused(
                    Problems.engineUnavailable("Camunda did not say whether the process began. If it did, " + location
                            + " becomes RUNNING within a minute; if not, start the migration again."));
        }
        return ResponseEntity.created(location).body(MigrationSummary.of(migrations.get(migration.id())));
    }

    @GetMapping
    @Operation(summary = "List all migrations, newest first")
    MigrationList list(
            @RequestParam(defaultValue = "0") @Min(0) int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        return MigrationList.of(migrations.list(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a migration: phases, steps, progress, what waits for people, what is stuck")
    MigrationDetails show(@PathVariable String id) {
        return views.details(migration(id));
    }

    @PostMapping("/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Cancel a migration",
            description = "It ends where it stands. What was done at the sites is not undone.")
    MigrationSummary cancel(@PathVariable String id) {
        Migration migration = migration(id);
        if (migration.outcome() != null) {
            throw new RequestRefused(Problems.conflict(
                    "The migration has ended", "It ended as " + migration.outcome() + "; there is nothing to cancel."));
        }
        engine.cancel(migration.id());
        timeline.record(migration.id(), null, "Cancel", Event.Kind.NOTE, "Cancellation was asked for by the interface");
        return MigrationSummary.of(migration);
    }

    @PostMapping("/{id}/phases/{phase}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Start a phase alone",
            description = "For a second verification, or a rehearsal of the mapping. A phase that changes a site is"
                    + " refused while the migration itself is under way.")
    MigrationSummary startPhase(@PathVariable String id, @PathVariable String phase) {
        Migration migration = migration(id);
        Phase wanted = Phase.ofProcess(phase)
                .orElseThrow(() -> new RequestRefused(Problems.unknownPhase(
                        Arrays.stream(Phase.values()).map(Phase::processId).toList())));
        boolean underWay = migration.outcome() == null;
        boolean runs = timeline.phases(migration.id()).stream()
                .anyMatch(run -> run.phase() == wanted && run.state() == PhaseRun.State.RUNNING);
        if (runs || (underWay && CHANGE_A_SITE.contains(wanted))) {
            throw new RequestRefused(Problems.conflict(
                    "The migration is under way",
                    wanted.title() + " cannot be started beside it: wait for its end, or cancel it."));
        }
        long instance = engine.startPhase(migration, wanted);
        migrations.recordPhaseInstance(migration.id(), wanted, instance);
        timeline.record(migration.id(), wanted, wanted.title(), Event.Kind.NOTE, "The phase was started alone");
        return MigrationSummary.of(migration);
    }

    private Migration migration(String id) {
        try {
            return migrations.get(new MigrationId(id));
        } catch (IllegalArgumentException noId) {
            throw new RequestRefused(Problems.unknownMigration());
        }
    }
}
