package io.ferry.process.lifecycle;

import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.TargetInUse;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import java.util.List;

/** What became of a request to {@link MigrationLifecycle}. Each request has its own, and some answers are shared. */
public sealed interface Result {
    /** To start a migration. */
    sealed interface OfStart extends Result {}

    /** To put a migration on record for the process instance that carries it. */
    sealed interface OfRegistration extends Result {}

    /** To cancel a migration. */
    sealed interface OfCancel extends Result {}

    /** To roll a migration back. */
    sealed interface OfRollBack extends Result {}

    /** To retry what is stuck. */
    sealed interface OfRetry extends Result {}

    /** To correct a site's settings. */
    sealed interface OfCorrection extends Result {}

    /** To change how operations are done. */
    sealed interface OfModes extends Result {}

    /** To start a phase alone. */
    sealed interface OfPhaseStart extends Result {}

    /** The process of the migration runs. */
    record Started(Migration migration) implements OfStart {}

    /** Camunda did not say whether the process started. The migration stays on record, its target locked for it. */
    record StartUnknown(Migration migration) implements OfStart {}

    /** The migration is on record, and this process instance carries it. */
    record Registered(Migration migration) implements OfRegistration {}

    /** Another process instance carries the migration already; this one must not continue. */
    record CarriedByAnother(MigrationId id) implements OfRegistration {}

    /** The process was asked to cancel, and cleans up. */
    record CancelRequested(Migration migration) implements OfCancel {}

    /**
     * No process was there any more, so the migration was closed at once.
     *
     * @param note what people have to look after, since no process does
     */
    record Closed(Migration migration, String note) implements OfCancel {}

    /** The migration had ended. Its phases that were started alone and have no process any more are off the record. */
    record PhasesRemoved(Migration migration) implements OfCancel {}

    /** The migration had ended, and the process of this phase, which was started alone, is still there. */
    record PhaseUnderWay(Phase phase) implements OfCancel {}

    /** The process was asked for the rollback; a person decides. */
    record RollBackRequested(Migration migration) implements OfRollBack {}

    /** The restore of the dump has not ended, so there is nothing to roll back. */
    record NothingToRollBack() implements OfRollBack {}

    /** The migration is about to end, and its process does not wait for a rollback any more. */
    record CleaningUp(Migration migration) implements OfRollBack {}

    /** The rollback runs, or waits for a decision. */
    record RollBackUnderWay() implements OfRollBack, OfCancel {}

    /** These incidents were resolved; there may have been none. */
    record Retried(List<Incident> incidents) implements OfRetry {}

    /** Camunda does not say what is stuck; nothing was retried. */
    record IncidentsUnknown(String why) implements OfRetry {}

    /** The settings are saved, and open forms show them. */
    record Corrected(Migration migration) implements OfCorrection, OfModes {}

    /** The settings are saved, but Camunda did not take what processes and open forms know of them. */
    record FormsNotUpdated(Migration migration) implements OfCorrection, OfModes {}

    /** People have confirmed the freeze at this site, so its address stays. */
    record AddressConfirmed(SiteSettings site) implements OfCorrection {}

    /** The process of the phase runs. */
    record PhaseStarted(Migration migration) implements OfPhaseStart {}

    /** Camunda did not say whether the phase started. If it changes the target, that stays locked for it. */
    record PhaseStartUnknown(Migration migration, Phase phase) implements OfPhaseStart {}

    /** Somebody else starts a phase of it at this moment, or Ferry deletes its files. Nothing was done. */
    record BusyJustNow() implements OfPhaseStart {}

    /** The phase runs already, or would change a site beside the migration, which has not ended. */
    record MigrationUnderWay(Phase phase) implements OfPhaseStart {}

    /** The migration has ended, so that there is nothing to do. */
    record HasEnded(Migration migration) implements OfCancel, OfRollBack, OfCorrection {}

    /** The settings cannot be used. Nothing was changed. */
    record SettingsNotUsable(List<InvalidField> fields) implements OfStart, OfRegistration, OfCorrection, OfModes {}

    /**
     * Somebody else is at work at the target. Nothing was changed.
     *
     * @param target the site that was asked for
     * @param by who is at work there
     */
    record TargetTaken(SiteSettings target, TargetInUse by)
            implements OfStart, OfRegistration, OfCorrection, OfPhaseStart {}

    /** Camunda did not do what it was asked. What was prepared for it has been taken back; asking again does no harm. */
    record NotAccepted(EngineUnavailable why) implements OfStart, OfCancel, OfRollBack, OfRetry, OfPhaseStart {}
}
