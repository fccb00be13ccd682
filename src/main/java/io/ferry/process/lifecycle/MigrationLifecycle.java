package io.ferry.process.lifecycle;

import io.ferry.base.Plural;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.Change;
import io.ferry.migration.Claims;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.Intents;
import io.ferry.migration.InvalidField;
import io.ferry.migration.LeftBehind;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.NewMigration;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseHold;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Starter;
import io.ferry.migration.TargetInUse;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.lifecycle.Result.AddressConfirmed;
import io.ferry.process.lifecycle.Result.BusyJustNow;
import io.ferry.process.lifecycle.Result.CancelRequested;
import io.ferry.process.lifecycle.Result.CarriedByAnother;
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
import io.ferry.process.lifecycle.Result.Registered;
import io.ferry.process.lifecycle.Result.Retried;
import io.ferry.process.lifecycle.Result.RollBackRequested;
import io.ferry.process.lifecycle.Result.RollBackUnderWay;
import io.ferry.process.lifecycle.Result.SettingsNotUsable;
import io.ferry.process.lifecycle.Result.StartUnknown;
import io.ferry.process.lifecycle.Result.Started;
import io.ferry.process.lifecycle.Result.TargetTaken;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Starts, cancels, rolls back, retries and corrects migrations, and starts phases alone. What is expected to go wrong is a
 * {@link Result}; an exception is a surprise, such as a database that does not answer.
 */
@Component
public class MigrationLifecycle {
    /** Phases that change a site: two of them at work on one site would harm each other. */
    private static final Set<Phase> CHANGE_A_SITE =
            EnumSet.complementOf(EnumSet.of(Phase.CHECK_READINESS, Phase.VERIFY));

    private static final String PERHAPS = "The phase was perhaps started alone";

    /** A process that began shows itself by then, unless Camunda or Ferry is away. */
    private static final Duration SHOWS_WITHIN = Duration.ofMinutes(2);

    private final Migrations migrations;
    private final Timeline timeline;
    private final Confirmations confirmations;
    private final Intents intents;
    private final LeftBehind leftBehind;
    private final SettingsCheck settingsCheck;
    private final ProcessEngine engine;
    private final Incidents incidents;
    private final RemindersProperties reminders;
    private final Claims claims;
    private final Clock clock;

    public MigrationLifecycle(
            Migrations migrations,
            Timeline timeline,
            Confirmations confirmations,
            Intents intents,
            LeftBehind leftBehind,
            SettingsCheck settingsCheck,
            ProcessEngine engine,
            Incidents incidents,
            RemindersProperties reminders,
            Claims claims,
            Clock clock) {
        this.claims = claims;
        this.clock = clock;
        this.migrations = migrations;
        this.timeline = timeline;
        this.confirmations = confirmations;
        this.intents = intents;
        this.leftBehind = leftBehind;
        this.settingsCheck = settingsCheck;
        this.engine = engine;
        this.incidents = incidents;
        this.reminders = reminders;
    }

    /**
     * Checks what is wanted, puts it on record and starts its process.
     *
     * @param by who starts it
     */
    public Result.OfStart start(MigrationRequest request, Actor by) {
        return start(request, by, by.how(), migrations::register);
    }

    /**
     * The same under an id that was chosen before: asked again, it starts no second migration. A migration that is on record
     * under it, and whose process has not reported, is begun again: whoever asks makes sure first that it has no process.
     *
     * @param by who starts it
     * @param how the way by which it was started, as the timeline tells it after “The migration was started”
     */
    public Result.OfStart start(MigrationId id, MigrationRequest request, Actor by, String how) {
        Optional<Migration> known = migrations.find(id);
        if (known.isPresent()) {
            return startedAgain(known.get(), by, how);
        }
        return start(request, by, how, wanted -> migrations.register(wanted, id));
    }

    private Result.OfStart startedAgain(Migration migration, Actor by, String how) {
        if (migration.processInstanceKey() != null || migration.outcome() != null) {
            return new Started(migration);
        }
        if (timeline.firstOf(migration.id(), Starter.STEP).isEmpty()) {
            noteStart(migration, by, how);
        }
        try {
            return begun(migration);
        } catch (EngineUnavailable unavailable) {
            // An earlier request may have begun it after all, so it stays on record.
            return new StartUnknown(migration);
        }
    }

    private Result.OfStart start(
            MigrationRequest request, Actor by, String how, Function<NewMigration, Migration> registration) {
        NewMigration wanted;
        try {
            wanted = checked(request);
        } catch (SettingsRefused refused) {
            return new SettingsNotUsable(refused.refusals());
        }
        Migration migration;
        try {
            engine.ready();
            migration = registration.apply(wanted);
        } catch (EngineUnavailable unavailable) {
            return new NotAccepted(unavailable);
        } catch (TargetInUse inUse) {
            return new TargetTaken(wanted.settings().target(), inUse);
        }
        noteStart(migration, by, how);
        try {
            return begun(migration);
        } catch (EngineUnavailable unavailable) {
            return unavailable.surelyNothingHappened() && migrations.forget(migration.id())
                    ? new NotAccepted(unavailable)
                    : new StartUnknown(migration);
        }
    }

    private void noteStart(Migration migration, Actor by, String how) {
        note(migration.id(), null, Starter.STEP, "The migration was started " + how, by);
    }

    private Started begun(Migration migration) {
        migrations.recordProcessInstance(migration.id(), engine.start(migration.id(), reminders.checkEvery()));
        return new Started(migrations.get(migration.id()));
    }

    /**
     * Lets an instance of the main process carry a migration that is on record.
     *
     * @throws NoSuchMigration if it is not
     */
    public Result.OfRegistration carry(MigrationId id, long processInstanceKey) {
        return carried(migrations.get(id), processInstanceKey);
    }

    /**
     * Puts a migration on record that an instance of the main process asks for. An instance that asks again is given the
     * same one.
     */
    public Result.OfRegistration register(MigrationRequest request, long processInstanceKey) {
        Optional<Migration> known = migrations.carriedBy(processInstanceKey);
        if (known.isPresent()) {
            return carried(known.get(), processInstanceKey);
        }
        NewMigration wanted;
        try {
            wanted = checked(request);
        } catch (SettingsRefused refused) {
            return new SettingsNotUsable(refused.refusals());
        }
        try {
            Migration migration = migrations.register(wanted, processInstanceKey);
            note(
                    migration.id(),
                    null,
                    Starter.STEP,
                    "The migration was started with its form in Camunda, which does not say by whom",
                    null);
            return carried(migration, processInstanceKey);
        } catch (TargetInUse inUse) {
            return new TargetTaken(wanted.settings().target(), inUse);
        }
    }

    /**
     * Everything that is wrong with a request, which may be incomplete: what {@link #start} would refuse, and what is wrong with
     * a site although the rest cannot be read yet. Nothing is started.
     *
     * @return empty if it could be started with these settings
     */
    public List<InvalidField> check(MigrationRequest request) {
        try {
            checked(request);
            return List.of();
        } catch (SettingsRefused refused) {
            List<InvalidField> all = new ArrayList<>(refused.refusals());
            all.addAll(refusals(request.source(), false, all));
            all.addAll(refusals(request.target(), true, all));
            return List.copyOf(all);
        }
    }

    /** What is wrong with a site besides what is known; where its credentials cannot be read yet, with the rest of it. */
    private List<InvalidField> refusals(
            MigrationRequest.@Nullable Site site, boolean target, List<InvalidField> known) {
        Set<String> fields = known.stream().map(InvalidField::field).collect(Collectors.toSet());
        return Stream.ofNullable(site)
                .flatMap(asked -> readable(asked)
                        .or(() -> readable(new MigrationRequest.Site(
                                asked.url(), "any", null, asked.endpoints(), asked.exportFolder(), null, null)))
                        .stream())
                .flatMap(settings -> refusals(settings, target))
                .filter(refusal -> !fields.contains(refusal.field()))
                .toList();
    }

    private Stream<InvalidField> refusals(SiteSettings settings, boolean target) {
        try {
            settingsCheck.check(settings, target);
            return Stream.empty();
        } catch (SettingsRefused refused) {
            return refused.refusals().stream();
        }
    }

    private static Optional<SiteSettings> readable(MigrationRequest.Site site) {
        try {
            return Optional.of(site.read());
        } catch (SettingsRefused unreadable) {
            return Optional.empty();
        }
    }

    private NewMigration checked(MigrationRequest request) {
        NewMigration wanted = request.read(clock);
        settingsCheck.check(wanted.settings());
        return wanted;
    }

    private Result.OfRegistration carried(Migration migration, long processInstanceKey) {
        return migrations.recordProcessInstance(migration.id(), processInstanceKey)
                ? new Registered(migration)
                : new CarriedByAnother(migration.id());
    }

    /**
     * Asks the process to cancel; where none is there any more, closes the migration. Of a migration that has ended, phases
     * that were started alone are taken off the record if their processes are gone.
     *
     * @param by who asks for it
     */
    public Result.OfCancel cancel(Migration migration, Actor by) {
        try {
            return migration.outcome() == null ? cancelled(migration, by) : phasesRemoved(migration, by);
        } catch (EngineUnavailable unavailable) {
            return new NotAccepted(unavailable);
        }
    }

    private Result.OfCancel cancelled(Migration migration, Actor by) {
        MigrationId id = migration.id();
        boolean nobodyHears = migration.processInstanceKey() == null || engine.isOver(migration.processInstanceKey());
        if (isRunning(migration, Phase.ROLL_BACK) && !nobodyHears) {
            return new RollBackUnderWay();
        }
        // A process that has not reported yet hears of it when it does.
        engine.cancel(id);
        if (!nobodyHears) {
            note(id, null, "Cancel", "Cancellation was requested " + by.how(), by);
            return new CancelRequested(migrations.get(id));
        }
        String note = notCleanedUp(migration, by);
        note(id, null, "Cancel", note, by);
        intents.closeToNewWork(id);
        migrations.recordOutcome(id, Outcome.CANCELLED);
        return new Closed(migrations.get(id), note);
    }

    private String notCleanedUp(Migration migration, Actor by) {
        String note =
                "Cancelled " + by.how() + "; there was no process left to carry it out, so there was no clean-up.";
        boolean maybe = Arrays.stream(Action.values()).anyMatch(action -> intents.isInDoubt(migration.id(), action));
        if (maybe || !intents.begun(migration.id()).isEmpty()) {
            note += " What Ferry had begun at the sites may still run: look at the dumps, restores and imports there"
                    + " before another migration goes to "
                    + migration.settings().target().url() + ".";
        }
        String byHand = leftBehind.unansweredWork(migration.id()).stream()
                .map(work -> work.work().title())
                .collect(Collectors.joining("; "));
        if (!byHand.isEmpty()) {
            note += " Nobody has said how work by hand ended: " + byHand
                    + ". Ask who was to do it, look at the site, and wait for its end.";
        }
        if (leftBehind.sourceMayBeFrozen(migration.id())) {
            note += " The source may still be frozen: set the synchronisation of fields at "
                    + migration.settings().source().url()
                    + " back to what it was, remove the banner and tell people, unless it should stay closed.";
        }
        return note;
    }

    /** A phase that was started alone ends by its own tasks; only where no process is there Ferry hears nothing of its end. */
    private Result.OfCancel phasesRemoved(Migration migration, Actor by) {
        MigrationId id = migration.id();
        Set<Phase> alone = timeline.phases(id).stream()
                .filter(run -> run.state() == PhaseRun.State.RUNNING)
                .map(PhaseRun::phase)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Phase.class)));
        Optional<PhaseHold> held = migrations.phaseHold(id);
        held.map(PhaseHold::phase).ifPresent(alone::add);
        if (alone.isEmpty()) {
            return new HasEnded(migration);
        }
        for (Phase phase : alone) {
            boolean running = isRunning(migration, phase);
            // An instance that held the target before says nothing of the one that it is held for now.
            Long holding = held.filter(hold -> hold.phase() == phase)
                    .map(PhaseHold::processInstanceKey)
                    .orElse(null);
            Optional<Long> instance = Optional.ofNullable(holding)
                    .or(() -> running ? migrations.newestInstance(id, phase) : Optional.empty());
            if (!instance.map(engine::isOver).orElse(!running) || !migrations.phaseInterrupted(id, phase, holding)) {
                return new PhaseUnderWay(phase);
            }
            note(
                    id,
                    phase,
                    "Cancel",
                    "The phase was removed " + by.how() + "; there was no process left to carry it out",
                    by);
        }
        return new PhasesRemoved(migration);
    }

    /**
     * Asks the process for the rollback, about which a person then decides.
     *
     * @param by who asks for it
     */
    public Result.OfRollBack rollBack(Migration migration, Actor by) {
        if (migration.outcome() != null) {
            return new HasEnded(migration);
        }
        boolean restored = timeline.phases(migration.id()).stream()
                .anyMatch(run -> run.phase() == Phase.RESTORE_BIGPICTURE && run.state() == PhaseRun.State.ENDED);
        if (!restored || isRunning(migration, Phase.RESTORE_BIGPICTURE)) {
            return new NothingToRollBack();
        }
        if (isRunning(migration, Phase.ROLL_BACK)) {
            return new RollBackUnderWay();
        }
        if (intents.isClosedToNewWork(migration.id())) {
            return new CleaningUp(migration);
        }
        try {
            engine.rollBack(migration.id());
        } catch (EngineUnavailable unavailable) {
            return new NotAccepted(unavailable);
        }
        note(migration.id(), null, "Roll back", "The roll-back was requested " + by.how(), by);
        return new RollBackRequested(migration);
    }

    /**
     * Resolves every incident of the migration; its jobs get all their retries again.
     *
     * @param by who asks for it
     */
    public Result.OfRetry retry(Migration migration, Actor by) {
        List<Incident> stuck;
        try {
            stuck = incidents.of(migrations.instances(migration));
        } catch (RemoteFailure silent) {
            return new IncidentsUnknown(String.valueOf(silent.getMessage()));
        }
        try {
            stuck.forEach(engine::retry);
        } catch (EngineUnavailable unavailable) {
            return new NotAccepted(unavailable);
        }
        if (!stuck.isEmpty()) {
            note(
                    migration.id(),
                    null,
                    "Retry",
                    Plural.of(stuck.size(), "incident was", "incidents were") + " resolved " + by.how(),
                    by);
        }
        return new Retried(stuck);
    }

    /**
     * Changes how operations are done. The next time that one begins it is done so; what is under way is not cut off. Of a
     * migration that has ended, phases that are started alone do so.
     *
     * @param wanted {@code AUTOMATIC} or {@code MANUAL} by the operations' names; what is not named stays
     * @param by who changes them
     */
    public Result.OfModes changeModes(Migration migration, Map<String, @Nullable String> wanted, Actor by) {
        Map<Operation, Mode> modes;
        try {
            modes = MigrationRequest.readModes(wanted);
            settingsCheck.check(migration.settings().withModes(modes), migration.settings());
        } catch (SettingsRefused refused) {
            return new SettingsNotUsable(refused.refusals());
        }
        Migration saved = migrations.changeModes(migration.id(), modes);
        timeline.record(
                saved.id(),
                null,
                "Change modes",
                Event.Kind.NOTE,
                "Modes were changed " + by.how() + ": " + migration.settings().modeChangesTo(saved.settings()),
                by,
                migration.settings().modeChange(saved.settings()));
        return isShown(saved) ? new Corrected(saved) : new FormsNotUpdated(saved);
    }

    /**
     * Corrects the settings of a site. The next step uses them, and open forms show them. Of a migration that has ended,
     * phases that are started alone use them; its addresses stay.
     *
     * @param by who corrects them
     */
    public Result.OfCorrection correct(
            Migration migration, MigrationSide side, MigrationRequest.Site request, Actor by) {
        MigrationSettings known = migration.settings();
        MigrationSettings[] before = {known};
        Optional<Migration> onRecord;
        try {
            MigrationSettings corrected = side.correct(known, request, clock);
            boolean moved = !side.of(corrected).url().equals(side.of(known).url());
            if (moved && migration.outcome() != null) {
                return new HasEnded(migration);
            }
            if (moved && confirmations.latest(migration.id(), Question.FREEZE).isPresent()) {
                return new AddressConfirmed(side.of(known));
            }
            settingsCheck.check(corrected, known);
            onRecord = migrations.correct(migration.id(), now -> {
                if (now.equals(known)) {
                    return corrected;
                }
                // Somebody has changed something else since the request came: that stays.
                before[0] = now;
                MigrationSettings both = side.correct(now, request, clock);
                settingsCheck.check(both, now);
                return both;
            });
        } catch (SettingsRefused refused) {
            return new SettingsNotUsable(refused.refusals());
        } catch (TargetInUse inUse) {
            return new TargetTaken(known.target(), inUse);
        }
        return onRecord.map(saved -> shown(saved, side, before[0], by))
                .orElseGet(() -> new HasEnded(migrations.get(migration.id())));
    }

    /**
     * Gives a migration to a team.
     *
     * @param team null for none
     * @param by who does so
     * @return the migration as it is now
     */
    public Migration giveTo(Migration migration, @Nullable String team, Actor by) {
        Migration saved = migrations.giveTo(migration.id(), team);
        timeline.record(
                saved.id(),
                null,
                "Give to a team",
                Event.Kind.NOTE,
                team == null ? "The migration belongs to no team any more" : "The migration was given to a team",
                by,
                Change.between(team(migration), team(saved)));
        return saved;
    }

    private static Map<String, String> team(Migration migration) {
        return migration.team() == null ? Map.of() : Map.of("team", migration.team());
    }

    private Result.OfCorrection shown(Migration saved, MigrationSide side, MigrationSettings known, Actor by) {
        timeline.record(
                saved.id(),
                null,
                "Correct settings",
                Event.Kind.NOTE,
                "The settings of the " + side.key() + " were corrected " + by.how() + ": "
                        + side.of(known).changesTo(side.of(saved.settings())),
                by,
                Change.between(side.of(known), side.of(saved.settings())));
        return isShown(saved) ? new Corrected(saved) : new FormsNotUpdated(saved);
    }

    /** Whether processes under way were given what follows from the settings. */
    private boolean isShown(Migration saved) {
        try {
            engine.refresh(saved, incidents.underWay(migrations.instances(saved)));
            return true;
        } catch (RemoteFailure | EngineUnavailable silent) {
            return false;
        }
    }

    /**
     * Starts one phase alone. One that changes the target has it locked until the phase ends.
     *
     * @param by who starts it
     */
    public Result.OfPhaseStart startPhase(Migration migration, Phase phase, Actor by) {
        return claims.take(Claims.filesOf(migration.id()))
                .<Result.OfPhaseStart>map(claim -> {
                    try (claim) {
                        return startedAlone(migration, phase, by);
                    }
                })
                .orElseGet(BusyJustNow::new);
    }

    private Result.OfPhaseStart startedAlone(Migration migration, Phase phase, Actor by) {
        boolean underWay = migration.outcome() == null;
        if (isRunning(migration, phase) || (underWay && CHANGE_A_SITE.contains(phase))) {
            return new MigrationUnderWay(phase);
        }
        if (!phase.changesTarget() && perhapsStarted(migration, phase)) {
            return new PhaseStartUnknown(migration, phase);
        }
        try {
            if (isAboutToRun(migration, phase)) {
                return new MigrationUnderWay(phase);
            }
            engine.ready();
            if (phase.changesTarget()) {
                migrations.holdTarget(migration.id(), phase);
            }
        } catch (EngineUnavailable unavailable) {
            return new NotAccepted(unavailable);
        } catch (TargetInUse inUse) {
            return new TargetTaken(migration.settings().target(), inUse);
        }
        try {
            migrations.recordPhaseInstance(
                    migration.id(), phase, engine.startPhase(migration, phase, reminders.checkEvery()));
        } catch (EngineUnavailable unavailable) {
            if (!unavailable.surelyNothingHappened()) {
                note(migration.id(), phase, Starter.STEP_ALONE, PERHAPS, by);
                return new PhaseStartUnknown(migration, phase);
            }
            migrations.phaseNeverBegan(migration.id(), phase);
            return new NotAccepted(unavailable);
        }
        note(migration.id(), phase, Starter.STEP_ALONE, "The phase was started alone", by);
        return new PhaseStarted(migration);
    }

    /** Whether Camunda may have an instance of it of which nobody has heard yet; a target that is held says so by itself. */
    private boolean perhapsStarted(Migration migration, Phase phase) {
        Instant lately = clock.instant().minus(SHOWS_WITHIN);
        List<PhaseRun> runs = timeline.phases(migration.id()).stream()
                .filter(run -> run.phase() == phase)
                .toList();
        return timeline.read(migration.id()).stream()
                .filter(event -> event.phase() == phase
                        && event.message().equals(PERHAPS)
                        && event.at().isAfter(lately))
                .anyMatch(
                        event -> runs.stream().noneMatch(run -> !run.startedAt().isBefore(event.at())));
    }

    /** Whether Camunda has an instance of it whose first job has not been done yet. */
    private boolean isAboutToRun(Migration migration, Phase phase) {
        return migrations.instancesNotBegun(migration.id(), phase, Instant.EPOCH).stream()
                .anyMatch(key -> !engine.isOver(key));
    }

    private boolean isRunning(Migration migration, Phase phase) {
        return timeline.phases(migration.id()).stream()
                .anyMatch(run -> run.phase() == phase && run.state() == PhaseRun.State.RUNNING);
    }

    private void note(MigrationId id, @Nullable Phase phase, String step, String words, @Nullable Actor by) {
        timeline.record(id, phase, step, Event.Kind.NOTE, words, by);
    }
}
