package io.ferry.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.access.SignedIn;
import io.ferry.base.Json;
import io.ferry.base.Sha256;
import io.ferry.base.Words;
import io.ferry.migration.Actor;
import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.SettingsRefused;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.lifecycle.MigrationSide;
import io.ferry.process.lifecycle.Result.AddressConfirmed;
import io.ferry.process.lifecycle.Result.BusyJustNow;
import io.ferry.process.lifecycle.Result.CancelRequested;
import io.ferry.process.lifecycle.Result.CleaningUp;
import io.ferry.process.lifecycle.Result.Closed;
import io.ferry.process.lifecycle.Result.Corrected;
import io.ferry.process.lifecycle.Result.FormsNotUpdated;
import io.ferry.process.lifecycle.Result.HasEnded;
import io.ferry.process.lifecycle.Result.IncidentsUnknown;
import io.ferry.process.lifecycle.Result.MigrationUnderWay;
import io.ferry.process.lifecycle.Result.NotAccepted;
import io.ferry.process.lifecycle.Result.NothingToRollBack;
import io.ferry.process.lifecycle.Result.PhaseStartUnknown;
import io.ferry.process.lifecycle.Result.PhaseStarted;
import io.ferry.process.lifecycle.Result.PhaseUnderWay;
import io.ferry.process.lifecycle.Result.PhasesRemoved;
import io.ferry.process.lifecycle.Result.Retried;
import io.ferry.process.lifecycle.Result.RollBackRequested;
import io.ferry.process.lifecycle.Result.RollBackUnderWay;
import io.ferry.process.lifecycle.Result.SettingsNotUsable;
import io.ferry.process.lifecycle.Result.StartUnknown;
import io.ferry.process.lifecycle.Result.Started;
import io.ferry.process.lifecycle.Result.TargetTaken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** Migrations: started, watched, cancelled. */
@RestController
@RequestMapping(path = "/api/migrations", produces = "application/json")
@Tag(name = "Migrations")
class MigrationsController {
    private final Migrations migrations;
    private final MigrationViews views;
    private final MigrationLifecycle lifecycle;
    private final CredentialChoices credentials;
    private final TimeLeftLookup timesLeft;

    MigrationsController(
            Migrations migrations,
            MigrationViews views,
            MigrationLifecycle lifecycle,
            CredentialChoices credentials,
            TimeLeftLookup timesLeft) {
        this.timesLeft = timesLeft;
        this.credentials = credentials;
        this.migrations = migrations;
        this.views = views;
        this.lifecycle = lifecycle;
    }

    @PostMapping(consumes = "application/json")
    @Operation(
            summary = "Start a migration",
            description = "Everything is checked first; a refused request changes nothing. When the process engine does"
                    + " not answer, nothing is kept; only if it may have begun all the same, the migration stays on"
                    + " record as STARTING, and becomes RUNNING when its process reports.")
    ResponseEntity<MigrationSummary> start(@RequestBody MigrationRequest request, Actor by) {
        return switch (lifecycle.start(ofTeam(request), by)) {
            case Started(Migration migration) ->
                ResponseEntity.created(address(migration)).body(MigrationSummary.of(migration));
            case StartUnknown(Migration migration) ->
                throw new RequestRefused(
                        Problems.engineUnavailable("Camunda did not say whether the process began. If it did, "
                                + address(migration)
                                + " becomes RUNNING within a minute; if not, cancel it and start the migration again."
                                + (migration.settings().rehearsal()
                                        ? ""
                                        : " Until then its target is locked for it.")));
            case NotAccepted(EngineUnavailable why) -> throw why;
            case SettingsNotUsable(var fields) -> throw new RequestRefused(Problems.settingsRefused(fields));
            case TargetTaken taken -> throw taken(taken);
        };
    }

    private static MigrationRequest ofTeam(MigrationRequest request) {
        return request.ofTeam(SignedIn.visibleTeams().ofNew(request.team()));
    }

    @PostMapping(path = "/check", consumes = "application/json")
    @Operation(
            summary = "Check a migration's settings without starting it",
            description =
                    "Says everything that starting would refuse, also of a request that is not complete yet. No site is"
                            + " called; whether the target is in use shows at the start.")
    SettingsChecked check(@RequestBody MigrationRequest request) {
        List<InvalidField> errors = new ArrayList<>(lifecycle.check(request));
        try {
            SignedIn.visibleTeams().ofNew(request.team());
        } catch (SettingsRefused refused) {
            errors.addAll(refused.refusals());
        }
        return new SettingsChecked(errors, credentials.fitting(request));
    }

    /**
     * What is wrong with settings.
     *
     * @param errors everything that is wrong; empty if a migration could be started with them
     * @param credentials which declared credentials can be named in which field, as far as the addresses can be read
     */
    record SettingsChecked(List<InvalidField> errors, Map<String, List<String>> credentials) {}

    private static URI address(Migration migration) {
        return URI.create("/api/migrations/" + migration.id());
    }

    private static RequestRefused taken(TargetTaken taken) {
        return new RequestRefused(Problems.targetInUse(taken.by()));
    }

    @GetMapping
    @Operation(summary = "List all migrations, newest first")
    MigrationList list(
            @RequestParam(defaultValue = "0") @Min(0) int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        return MigrationList.of(migrations.list(SignedIn.visibleTeams(), page, size), timesLeft);
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "Show a migration: phases, steps, progress, what waits for people, what is stuck",
            description = "The answer's ETag is of all that it says: whoever sends it back in If-None-Match gets 304"
                    + " without a body as long as nothing has changed.")
    @Nullable
    MigrationDetails show(@KnownMigration Migration migration, WebRequest request) throws JsonProcessingException {
        MigrationDetails details = views.details(migration);
        String tag = HexFormat.of().formatHex(Sha256.of(Json.MAPPER.writeValueAsString(details)));
        return request.checkNotModified('"' + tag + '"') ? null : details;
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
    MigrationSummary cancel(@KnownMigration Migration migration, Actor by) {
        return switch (lifecycle.cancel(migration, by)) {
            case CancelRequested(Migration known) -> MigrationSummary.of(known);
            case Closed(Migration closed, String note) ->
                MigrationSummary.of(closed).withNote(note);
            case PhasesRemoved(Migration known) -> MigrationSummary.of(known);
            case RollBackUnderWay() ->
                throw conflict(
                        "The roll-back is under way",
                        "Cancelled halfway it would leave the app in the cloud neither old nor new. Its tasks in Tasklist let people stop it.");
            case PhaseUnderWay(Phase phase) ->
                throw conflict(
                        "The phase is under way",
                        "“" + phase.title()
                                + "” was started alone and has not ended: its tasks in Tasklist let people stop it. If nothing helps, end its process in Operate and ask again.");
            case HasEnded(Migration known) -> throw ended(known, "there is nothing to cancel");
            case NotAccepted(EngineUnavailable why) -> throw why;
        };
    }

    @PostMapping("/{id}/roll-back")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Ask for the roll-back",
            description = "While the route is past the restore and has not ended. A person decides in Tasklist before"
                    + " anything is overwritten. Of a migration that has ended, the phase roll-back is started alone.")
    MigrationSummary rollBack(@KnownMigration Migration migration, Actor by) {
        String call = "POST " + address(migration) + "/phases/roll-back";
        return switch (lifecycle.rollBack(migration, by)) {
            case RollBackRequested(Migration known) -> MigrationSummary.of(known);
            case NothingToRollBack() ->
                throw conflict(
                        "There is nothing to roll back",
                        "The restore of the dump has not ended. While it runs, its own task in Tasklist offers the roll-back; before it, cancel the migration.");
            case RollBackUnderWay() ->
                throw conflict("The roll-back is under way", "It waits for a decision, or runs: see Tasklist.");
            case CleaningUp(Migration known) ->
                throw new RequestRefused(Problems.conflict(
                        "The migration is being cleaned up",
                        "It ends, and nobody hears of a roll-back any more. Do its tasks in Tasklist; when it has ended,"
                                + " start its roll-back alone.",
                        call));
            case HasEnded(Migration known) ->
                throw new RequestRefused(Problems.conflict(
                        "The migration has ended", endedAs(known) + "; start its roll-back alone.", call));
            case NotAccepted(EngineUnavailable why) -> throw why;
        };
    }

    @PostMapping("/{id}/retry")
    @Operation(
            summary = "Try again what is stuck",
            description =
                    "Every incident of the migration is resolved, and its job gets all its tries again. Nothing is"
                            + " done twice: a job that runs again finds out first how far it came.")
    RetriedIncidents retry(@KnownMigration Migration migration, Actor by) {
        return switch (lifecycle.retry(migration, by)) {
            case Retried(var incidents) -> new RetriedIncidents(incidents);
            case IncidentsUnknown(String why) -> throw new RequestRefused(Problems.engineUnavailable(why));
            case NotAccepted(EngineUnavailable why) -> throw why;
        };
    }

    /** @param retried what was stuck and is tried again */
    @Schema(name = "Retried")
    record RetriedIncidents(List<Incident> retried) {}

    @PatchMapping(path = "/{id}/sites/{side}", consumes = "application/json")
    @Operation(
            summary = "Correct a site's settings",
            description =
                    "Fields that are left out stay, but another address needs its credentials named again. The next"
                            + " step uses what is corrected. The address can be corrected until the freeze is confirmed; from then on it is the site that people have seen."
                            + " Everything else can be corrected at any time, such as a token of the app that is added; after the end, for phases that are started alone.")
    MigrationSummary correct(
            @KnownMigration Migration migration,
            @PathVariable String side,
            @RequestBody MigrationRequest.Site request,
            Actor by) {
        MigrationSide corrected =
                MigrationSide.withKey(side).orElseThrow(() -> new RequestRefused(Problems.unknownSite()));
        return switch (lifecycle.correct(migration, corrected, request, by)) {
            case Corrected(Migration known) -> MigrationSummary.of(known);
            case FormsNotUpdated(Migration known) ->
                throw new RequestRefused(
                        Problems.engineUnavailable(
                                "The settings are saved, and the next step uses them. Only addresses on open forms are the old ones, for Camunda does not answer: ask for the same once more when it does."));
            case AddressConfirmed(var site) ->
                throw conflict(
                        "The address cannot be changed any more",
                        "People have confirmed what is at " + site.url()
                                + ". Cancel this migration and start another one.");
            case HasEnded(Migration known) -> throw ended(known, "its sites keep their addresses");
            case SettingsNotUsable(var fields) -> throw new RequestRefused(Problems.settingsRefused(fields));
            case TargetTaken taken -> throw taken(taken);
        };
    }

    @PatchMapping(path = "/{id}/modes", consumes = "application/json")
    @Operation(
            summary = "Change how operations are done",
            description =
                    "Each operation that is named becomes AUTOMATIC or MANUAL; the others stay. It counts from the"
                            + " next time that the operation begins: what is under way is not cut off, and a task that waits for"
                            + " a person stays and offers to let Ferry do it. Of a migration that has ended, it counts for phases"
                            + " that are started alone.")
    MigrationSummary changeModes(
            @KnownMigration Migration migration, @RequestBody Map<String, @Nullable String> modes, Actor by) {
        return switch (lifecycle.changeModes(migration, modes, by)) {
            case Corrected(Migration known) -> MigrationSummary.of(known);
            case FormsNotUpdated(Migration known) ->
                throw new RequestRefused(
                        Problems.engineUnavailable(
                                "The modes are saved, but the running process does not know them yet, for Camunda does not answer: ask for the same once more when it does."));
            case SettingsNotUsable(var fields) -> throw new RequestRefused(Problems.settingsRefused(fields));
        };
    }

    /** @param team null for none */
    @Schema(name = "Team")
    record Team(@Nullable String team) {}

    @PutMapping(path = "/{id}/team", consumes = "application/json")
    @Operation(
            summary = "Give a migration to a team",
            description = "Where teams are set up, only its team and administrators see a migration; with null, only"
                    + " administrators. One that was started in Tasklist belongs to none at first.")
    MigrationSummary giveTo(@KnownMigration Migration migration, @RequestBody Team to, Actor by) {
        return MigrationSummary.of(
                lifecycle.giveTo(migration, SignedIn.visibleTeams().ofNew(to.team()), by));
    }

    private static RequestRefused ended(Migration migration, String otherwise) {
        return conflict("The migration has ended", endedAs(migration) + "; " + otherwise + ".");
    }

    private static String endedAs(Migration migration) {
        return "It ended as " + Words.of(String.valueOf(migration.outcome()));
    }

    private static RequestRefused conflict(String title, String detail) {
        return new RequestRefused(Problems.conflict(title, detail));
    }

    @PostMapping("/{id}/phases/{phase}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Start a phase alone",
            description = "For a second verification, or a rehearsal of the mapping. A phase that changes a site is"
                    + " refused while the migration itself is under way.")
    MigrationSummary startPhase(@KnownMigration Migration migration, @PathVariable String phase, Actor by) {
        Phase wanted = Phase.ofProcess(phase)
                .orElseThrow(() -> new RequestRefused(Problems.unknownPhase(
                        Arrays.stream(Phase.values()).map(Phase::processId).toList())));
        return switch (lifecycle.startPhase(migration, wanted, by)) {
            case PhaseStarted(Migration known) -> MigrationSummary.of(known);
            case PhaseStartUnknown(Migration known, Phase perhaps) ->
                throw new RequestRefused(Problems.engineUnavailable(
                        "Camunda did not say whether the phase began. If it did, it shows within a minute under "
                                + address(known)
                                + (perhaps.changesTarget()
                                        ? "; until then its target is locked for it. If it did not, cancel the migration: that releases"
                                                + " the target."
                                        : "; if not, start it again.")));
            case BusyJustNow() ->
                throw conflict(
                        "Ferry is at work on this migration just now",
                        "Somebody else starts a phase of it, or Ferry deletes its files. Nothing was started for you: look at the migration, then try again.");
            case MigrationUnderWay(Phase refused) ->
                throw conflict(
                        "The migration is under way",
                        refused.title()
                                + " runs already, or cannot be started beside the migration. Wait for the end of what runs, or cancel it. If an instance of the phase does not begin, retry or cancel it in Operate.");
            case TargetTaken taken -> throw taken(taken);
            case NotAccepted(EngineUnavailable why) -> throw why;
        };
    }
}
