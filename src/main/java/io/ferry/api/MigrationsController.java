package io.ferry.api;

import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.Intents;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseHold;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.Refusals;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.RemoteFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
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

    private static final String SETTINGS_ARE_HISTORY = "its settings are history";

    private final Migrations migrations;
    private final Timeline timeline;
    private final MigrationViews views;
    private final SettingsCheck settingsCheck;
    private final Confirmations confirmations;
    private final Intents intents;
    private final Incidents incidents;
    private final ProcessEngine engine;
    private final RemindersProperties reminders;

    MigrationsController(
            Migrations migrations,
            Timeline timeline,
            MigrationViews views,
            SettingsCheck settingsCheck,
            Confirmations confirmations,
            Intents intents,
            Incidents incidents,
            ProcessEngine engine,
            RemindersProperties reminders) {
        this.reminders = reminders;
        this.confirmations = confirmations;
        this.intents = intents;
        this.incidents = incidents;
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
            migrations.recordProcessInstance(migration.id(), engine.start(migration.id(), reminders.lookEvery()));
        } catch (EngineUnavailable unavailable) {
            if (unavailable.surelyNothingHappened() && migrations.forget(migration.id())) {
                throw unavailable;
            }
            throw new RequestRefused(
                    Problems.engineUnavailable("Camunda did not say whether the process began. If it did, " + location
                            + " becomes RUNNING within a minute; if not, cancel it and start the migration again."
                            + (checked.settings().rehearsal() ? "" : " Until then its target is held for it.")));
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
            description =
                    "What is running at the sites may finish; what was done there is not undone. A task reminds people of the"
                            + " frozen source. A roll-back is not cancelled halfway: its own tasks let people stop it. Of a"
                            + " migration that has ended, the phase that was started alone is taken off the record if its"
                            + " process no longer exists or never started; its target is then released.")
    MigrationSummary cancel(@PathVariable String id) {
        Migration migration = migration(id);
        if (migration.outcome() != null) {
            return endPhases(migration);
        }
        boolean nobodyHears = migration.processInstanceKey() == null || engine.isOver(migration.processInstanceKey());
        if (isRunning(migration, Phase.ROLL_BACK) && !nobodyHears) {
            throw new RequestRefused(
                    Problems.conflict(
                            "The roll-back is under way",
                            "Cancelled halfway it would leave the app in the cloud neither old nor new. Its tasks in Tasklist let people stop it."));
        }
        // A process that has not reported yet hears of it when it does.
        engine.cancel(migration.id());
        String note = nobodyHears ? notWoundUp(migration) : "Cancellation was requested by the API";
        timeline.record(migration.id(), null, "Cancel", Event.Kind.NOTE, note);
        if (!nobodyHears) {
            return MigrationSummary.of(migrations.get(migration.id()));
        }
        intents.closeToNewWork(migration.id());
        migrations.recordOutcome(migration.id(), Outcome.CANCELLED);
        return MigrationSummary.of(migrations.get(migration.id())).withNote(note);
    }

    private String notWoundUp(Migration migration) {
        String note = "Cancelled by the API; there was no process left to carry it out, so there was no clean-up.";
        if (!intents.begun(migration.id()).isEmpty()) {
            note += " What Ferry had begun at the sites may still run: look at the dumps, restores and imports there"
                    + " before another migration goes to "
                    + migration.settings().target().url() + ".";
        }
        if (confirmations.isSourceFrozen(migration.id())) {
            note += " The source is still frozen: set the synchronisation of fields at "
                    + migration.settings().source().url()
                    + " back to what it was, remove the banner and tell people, unless it should stay closed.";
        }
        return note;
    }

    /** A phase that was started alone ends by its own tasks; only where no process is there Ferry hears nothing of its end. */
    private MigrationSummary endPhases(Migration migration) {
        Set<Phase> alone = timeline.phases(migration.id()).stream()
                .filter(run -> run.state() == PhaseRun.State.RUNNING)
                .map(PhaseRun::phase)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Phase.class)));
        Optional<PhaseHold> held = migrations.phaseHold(migration.id());
        held.map(PhaseHold::phase).ifPresent(alone::add);
        if (alone.isEmpty()) {
            throw ended(migration, "there is nothing to cancel");
        }
        for (Phase phase : alone) {
            boolean running = isRunning(migration, phase);
            // An instance that held the target before says nothing of the one that it is held for now.
            Long holding = held.filter(hold -> hold.phase() == phase)
                    .map(PhaseHold::processInstanceKey)
                    .orElse(null);
            Optional<Long> instance = Optional.ofNullable(holding)
                    .or(() -> running ? migrations.newestInstance(migration.id(), phase) : Optional.empty());
            if (!instance.map(engine::isOver).orElse(!running)
                    || !migrations.phaseInterrupted(migration.id(), phase, holding)) {
                throw new RequestRefused(
                        Problems.conflict(
                                "The phase is under way",
                                "“" + phase.title()
                                        + "” was started alone and has not ended: its tasks in Tasklist let people stop it. If nothing helps, end its process in Operate and ask again."));
            }
            timeline.record(
                    migration.id(),
                    phase,
                    "Cancel",
                    Event.Kind.NOTE,
                    "The phase was taken off by the interface; no process was there to carry it on");
        }
        return MigrationSummary.of(migration);
    }

    @PostMapping("/{id}/roll-back")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Ask for the roll-back",
            description = "While the route is past the restore and has not ended. A person decides in Tasklist before"
                    + " anything is overwritten. Of a migration that has ended, the phase roll-back is started alone.")
    MigrationSummary rollBack(@PathVariable String id) {
        Migration migration =
                underWay(id, "start its roll-back alone: POST /api/migrations/" + id + "/phases/roll-back");
        boolean restored = timeline.phases(migration.id()).stream()
                .anyMatch(run -> run.phase() == Phase.RESTORE_BIGPICTURE && run.state() == PhaseRun.State.ENDED);
        if (!restored || isRunning(migration, Phase.RESTORE_BIGPICTURE)) {
            throw new RequestRefused(
                    Problems.conflict(
                            "There is nothing to roll back",
                            "The restore of the dump has not ended. While it runs, its own task in Tasklist offers the roll-back; before it, cancel the migration."));
        }
        if (isRunning(migration, Phase.ROLL_BACK)) {
            throw new RequestRefused(
                    Problems.conflict("The roll-back is under way", "It waits for a decision, or runs: see Tasklist."));
        }
        if (intents.isClosedToNewWork(migration.id())) {
            throw new RequestRefused(Problems.conflict(
                    "The migration is being cleaned up",
                    "It ends, and nobody hears of a roll-back any more. Do its tasks in Tasklist; when it has ended, start its roll-back alone: POST /api/migrations/"
                            + id + "/phases/roll-back."));
        }
        engine.rollBack(migration.id());
        timeline.record(
                migration.id(), null, "Roll back", Event.Kind.NOTE, "The roll-back was asked for by the interface");
        return MigrationSummary.of(migration);
    }

    @PostMapping("/{id}/retry")
    @Operation(
            summary = "Try again what is stuck",
            description =
                    "Every incident of the migration is resolved, and its job gets all its tries again. Nothing is"
                            + " done twice: a job that runs again finds out first how far it came.")
    Retried retry(@PathVariable String id) {
        Migration migration = migration(id);
        List<Incident> stuck = asked(() -> incidents.of(migrations.instances(migration)));
        stuck.forEach(engine::retry);
        if (!stuck.isEmpty()) {
            timeline.record(
                    migration.id(),
                    null,
                    "Retry",
                    Event.Kind.NOTE,
                    stuck.size() + (stuck.size() == 1 ? " incident was" : " incidents were")
                            + " resolved by the interface");
        }
        return new Retried(stuck);
    }

    /** @param retried what was stuck and is tried again */
    record Retried(List<Incident> retried) {}

    @PatchMapping(path = "/{id}/sites/{side}", consumes = "application/json")
    @Operation(
            summary = "Correct a site's settings",
            description =
                    "Fields that are left out stay, but another address needs its credentials named again. The next"
                            + " step uses what is corrected. The address can be corrected until the freeze is confirmed; from then on it is the site that people have seen.")
    MigrationSummary correct(
            @PathVariable String id, @PathVariable String side, @RequestBody MigrationRequest.Site request) {
        Migration migration = underWay(id, SETTINGS_ARE_HISTORY);
        MigrationSettings known = migration.settings();
        MigrationSettings corrected = read(side, request, known);
        boolean moved = !corrected.source().url().equals(known.source().url())
                || !corrected.target().url().equals(known.target().url());
        if (moved && confirmations.latest(migration.id(), Question.FREEZE).isPresent()) {
            throw new RequestRefused(Problems.conflict(
                    "The address cannot be changed any more",
                    "People have confirmed what is at "
                            + site(side, known).url()
                            + ". Cancel this migration and start another one."));
        }
        settingsCheck.check(corrected);
        Migration onRecord = migrations
                .correct(migration.id(), corrected)
                .orElseThrow(() -> ended(migrations.get(migration.id()), SETTINGS_ARE_HISTORY));
        timeline.record(
                migration.id(),
                null,
                "Correct settings",
                Event.Kind.NOTE,
                "The settings of the " + side + " were corrected by the interface: "
                        + site(side, known).changesTo(site(side, onRecord.settings())));
        try {
            engine.refresh(onRecord, incidents.underWay(migrations.instances(onRecord)));
        } catch (RemoteFailure | EngineUnavailable silent) {
            throw new RequestRefused(
                    Problems.engineUnavailable(
                            "The settings are saved, and the next step uses them. Only addresses on open forms are the old ones, for Camunda does not answer: ask for the same once more when it does."));
        }
        return MigrationSummary.of(onRecord);
    }

    private static SiteSettings site(String side, MigrationSettings settings) {
        return side.equals("source") ? settings.source() : settings.target();
    }

    private static MigrationSettings read(String side, MigrationRequest.Site request, MigrationSettings known) {
        Refusals refusals = new Refusals();
        MigrationSettings corrected = switch (side) {
            case "source" -> refusals.part("source", () -> known.withSource(request.correct(known.source())));
            case "target" -> refusals.part("target", () -> known.withTarget(request.correct(known.target())));
            default -> throw new RequestRefused(Problems.unknownSite());
        };
        refusals.throwIfAny();
        return Objects.requireNonNull(corrected);
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RemoteFailure silent) {
            throw new RequestRefused(Problems.engineUnavailable(String.valueOf(silent.getMessage())));
        }
    }

    private boolean isRunning(Migration migration, Phase phase) {
        return timeline.phases(migration.id()).stream()
                .anyMatch(run -> run.phase() == phase && run.state() == PhaseRun.State.RUNNING);
    }

    private Migration underWay(String id, String otherwise) {
        Migration migration = migration(id);
        if (migration.outcome() != null) {
            throw ended(migration, otherwise);
        }
        return migration;
    }

    private static RequestRefused ended(Migration migration, String otherwise) {
        return new RequestRefused(Problems.conflict(
                "The migration has ended", "It ended as " + migration.outcome() + "; " + otherwise + "."));
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
        if (isRunning(migration, wanted) || (underWay && CHANGE_A_SITE.contains(wanted))) {
            throw new RequestRefused(Problems.conflict(
                    "The migration is under way",
                    wanted.title() + " cannot be started beside it: wait for its end, or cancel it."));
        }
        engine.ready();
        if (wanted.changesTarget()) {
            migrations.holdTarget(migration.id(), wanted);
        }
        try {
            migrations.recordPhaseInstance(
                    migration.id(), wanted, engine.startPhase(migration, wanted, reminders.lookEvery()));
        } catch (EngineUnavailable unavailable) {
            if (unavailable.surelyNothingHappened()) {
                migrations.phaseNeverBegan(migration.id(), wanted);
                throw unavailable;
            }
            String began =
                    "Camunda did not say whether the phase began. If it did, it shows within a minute under /api/migrations/"
                            + migration.id();
            throw new RequestRefused(Problems.engineUnavailable(
                    wanted.changesTarget()
                            ? began
                                    + "; until then its target is held for it. If it did not, give the target free: POST /api/migrations/"
                                    + migration.id() + "/cancel."
                            : began + "; if not, start it again."));
        }
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
