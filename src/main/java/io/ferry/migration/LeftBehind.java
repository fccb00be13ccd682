package io.ferry.migration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a migration that ends early may leave behind at the sites, as far as the record tells. */
@Component
@Transactional(readOnly = true)
public class LeftBehind {
    private final Migrations migrations;
    private final Confirmations confirmations;
    private final Timeline timeline;
    private final FactsOfMigration facts;
    private final RestoredDatabase restored;

    LeftBehind(
            Migrations migrations,
            Confirmations confirmations,
            Timeline timeline,
            FactsOfMigration facts,
            RestoredDatabase restored) {
        this.migrations = migrations;
        this.confirmations = confirmations;
        this.timeline = timeline;
        this.facts = facts;
        this.restored = restored;
    }

    /** Work that people may have begun by hand and of which nobody has said how it ended, in the order of the route. */
    public List<UnansweredWork> unansweredWork(MigrationId id) {
        return UnansweredWork.of(confirmations.all(id), timeline.phases(id), facts.all(id));
    }

    /**
     * Whether the source is frozen, or somebody may have begun to freeze it: the task that asks for it was there, and the
     * answer, if there was one, has not come to the record. A record that was restored from a backup may lack all of it.
     */
    public boolean sourceMayBeFrozen(MigrationId id) {
        return confirmations.isSourceFrozen(id) || freezeMayHaveBegun(id);
    }

    private boolean freezeMayHaveBegun(MigrationId id) {
        return migrations.get(id).settings().freezesSource() && (freezeMayBeLost(id) || freezeIsAsked(id));
    }

    /** After a restoration of the record, until somebody says that the source is open. */
    private boolean freezeMayBeLost(MigrationId id) {
        Instant noticed = restored.noticed(id).orElse(null);
        return noticed != null
                && confirmations
                        .latest(id, Question.UNFREEZE)
                        .filter(answer -> !answer.at().isBefore(noticed))
                        .isEmpty();
    }

    private boolean freezeIsAsked(MigrationId id) {
        return timeline.phases(id).stream()
                .filter(run -> run.phase() == Phase.CHECK_READINESS)
                .reduce((earlier, later) -> later)
                .filter(run -> run.state() == PhaseRun.State.RUNNING)
                .filter(run -> isAskedSince(id, run.startedAt()))
                .isPresent();
    }

    /** The task follows when all checks passed, or when somebody went on all the same. */
    private boolean isAskedSince(MigrationId id, Instant started) {
        Optional<Fact> checked =
                facts.find(id, FactName.READINESS).filter(fact -> !fact.at().isBefore(started));
        boolean goesOn = checked.filter(fact -> hasPassed(fact) || hasGoneOnSince(id, fact.at()))
                .isPresent();
        return goesOn
                && confirmations
                        .latest(id, Question.FREEZE)
                        .filter(answer -> !answer.at().isBefore(started))
                        .isEmpty();
    }

    private static boolean hasPassed(Fact readiness) {
        return readiness
                .value()
                .path("checks")
                .valueStream()
                .noneMatch(check -> check.path("result").path("code").isTextual());
    }

    private boolean hasGoneOnSince(MigrationId id, Instant checked) {
        return confirmations
                .latest(id, Question.FAILED_CHECKS)
                .filter(answer -> answer.decision() == Decision.GO_ON)
                .filter(answer -> !answer.at().isBefore(checked))
                .isPresent();
    }
}
