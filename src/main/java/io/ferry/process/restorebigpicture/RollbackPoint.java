package io.ferry.process.restorebigpicture;

import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Question;
import io.ferry.process.common.Shown;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The way back: what the app in the cloud held before the first restore over it, and the dump of that. Once a restore has
 * begun, another look and another dump may show no more than what it left half done. So both stand until people have the
 * app as they want it, rolled back or accepted; only a restore after that begins a new way back.
 */
@Component
public class RollbackPoint {
    private final FactsOfMigration facts;
    private final Confirmations confirmations;
    private final Intents intents;

    public RollbackPoint(FactsOfMigration facts, Confirmations confirmations, Intents intents) {
        this.facts = facts;
        this.confirmations = confirmations;
        this.intents = intents;
    }

    /** What the app held before the first restore; empty where none has begun. */
    public Optional<TargetState> state(MigrationId id) {
        return facts.find(id, FactName.ORIGINAL_STATE, TargetState.class);
    }

    /** The dump of that state, together with those of later restores; {@link SafetyDump#NONE} where none is known. */
    public SafetyDump dump(MigrationId id) {
        return state(id).flatMap(state -> dumpSince(id, state.seenAt())).orElse(SafetyDump.NONE);
    }

    /** Whether a restore has begun, and people do not have the app as they want it since. */
    boolean isOpen(MigrationId id) {
        return original(id).isPresent();
    }

    /** Notes that a restore is about to begin over what the person saw who confirmed it. */
    void restoreBegins(Confirmation confirmed) {
        if (original(confirmed.migrationId()).isEmpty()) {
            facts.verified(confirmed.migrationId(), FactName.ORIGINAL_STATE, seenBy(confirmed));
        }
    }

    private TargetState seenBy(Confirmation confirmed) {
        return facts.find(confirmed.migrationId(), FactName.TARGET_STATE, TargetState.class)
                .filter(state -> state.fingerprint().equals(Shown.to(confirmed).targetFingerprint()))
                .orElseGet(() -> TargetState.unseen(confirmed.at()));
    }

    /**
     * Puts a dump on record that holds what was there before a restore.
     *
     * @param confirmed the confirmation of that restore
     * @return what stands on record now
     */
    SafetyDump found(Confirmation confirmed, SafetyDump dump) {
        var id = confirmed.migrationId();
        if (original(id).filter(state -> confirmed.at().isAfter(state.at())).isEmpty()) {
            return foundFirst(id, dump);
        }
        var known = dump(id).and(dump);
        if (isStated(id)) {
            facts.stated(id, FactName.SAFETY_DUMP, known);
        } else {
            facts.verified(id, FactName.SAFETY_DUMP, known);
        }
        return known;
    }

    /** Puts the dump of the state before the first restore on record. */
    SafetyDump foundFirst(MigrationId id, SafetyDump dump) {
        var first = original(id).isPresent() ? dump.withLater(dump(id).later()) : dump;
        facts.verified(id, FactName.SAFETY_DUMP, first);
        return first;
    }

    /** Whether a dump was made for exactly this restore, be it the first or a later one. */
    boolean isMadeFor(Confirmation confirmed) {
        return facts.find(confirmed.migrationId(), FactName.SAFETY_DUMP, SafetyDump.class)
                .filter(dump -> dump.isFor(confirmed))
                .isPresent();
    }

    private Optional<SafetyDump> dumpSince(MigrationId id, Instant seenAt) {
        return facts.find(id, FactName.SAFETY_DUMP)
                .filter(fact -> !fact.at().isBefore(seenAt))
                .flatMap(fact -> facts.find(id, FactName.SAFETY_DUMP, SafetyDump.class));
    }

    private boolean isStated(MigrationId id) {
        return facts.find(id, FactName.SAFETY_DUMP)
                .filter(fact -> fact.certainty() == Fact.Certainty.STATED)
                .isPresent();
    }

    /** The state before the first restore, unless none came of it or the app has been as people want it since. */
    private Optional<Fact> original(MigrationId id) {
        return facts.find(id, FactName.ORIGINAL_STATE)
                .filter(original -> mayHaveBeenOverwritten(id, original))
                .filter(original -> !isSettledSince(id, original.at()));
    }

    /**
     * It is noted before the order, and before work by hand is asked for. The app may refuse the order, and the person may
     * send the restore back to Ferry with nothing begun: then what is there then is what was there before.
     */
    private boolean mayHaveBeenOverwritten(MigrationId id, Fact original) {
        var seen = state(id).orElseThrow();
        return intents.begun(id).stream()
                        .map(IntentState::intent)
                        .filter(intent -> intent.action() == Action.RESTORE_DUMP)
                        .anyMatch(intent -> !intent.startedAt().isBefore(seen.seenAt())
                                && !intent.startedAt().isAfter(original.at()))
                || confirmations.all(id).stream()
                        .filter(answer -> !answer.at().isBefore(original.at()))
                        .anyMatch(answer -> answer.is(Question.RESTORE_DUMP, Decision.DONE)
                                || answer.is(Question.RESTORE_DUMP, Decision.ROLL_BACK))
                || isRestoredSince(id, seen);
    }

    /** Whether the app lists a restore that it did not list then. */
    private boolean isRestoredSince(MigrationId id, TargetState then) {
        var known = then.knownRestores();
        return known != null
                && facts.find(id, FactName.TARGET_STATE, TargetState.class)
                        .map(TargetState::knownRestores)
                        .filter(now -> !known.containsAll(now))
                        .isPresent();
    }

    private boolean isSettledSince(MigrationId id, Instant begun) {
        var rolledBack = facts.find(id, FactName.ROLLED_BACK)
                .filter(fact ->
                        fact.value().path("complete").asBoolean() && fact.at().isAfter(begun));
        return rolledBack.isPresent()
                || confirmations.all(id).stream()
                        .filter(answer -> answer.at().isAfter(begun))
                        .anyMatch(answer -> answer.is(Question.RESULT, Decision.ACCEPT)
                                || answer.is(Question.INCOMPLETE_ROLL_BACK, Decision.GO_ON));
    }
}
