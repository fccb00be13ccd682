package io.ferry.process.rollback;

import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Operation;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.restorebigpicture.TargetState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The restore of the safety dump: what the app in the cloud held before. */
@Component
class RollBack {
    private static final String ID = "rollBackId";

    private final Sites sites;
    private final ArtifactStore store;
    private final Confirmations confirmations;
    private final Intents intents;
    private final Changes changes;
    private final FactsOfMigration facts;
    private final LongWork longWork;

    RollBack(
            Sites sites,
            ArtifactStore store,
            Confirmations confirmations,
            Intents intents,
            Changes changes,
            FactsOfMigration facts,
            LongWork longWork) {
        this.sites = sites;
        this.store = store;
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.facts = facts;
        this.longWork = longWork;
    }

    /**
     * The safety dump on record.
     *
     * @param id the target's id of it; null when a person only described it
     * @param file Ferry's copy
     * @param restoreId the restore that made the app keep it
     */
    record SafetyDump(
            @Nullable String id,
            @Nullable String description,
            boolean kept,
            @Nullable String file,
            @Nullable String restoreId) {}

    Map<String, Object> start(Step step) {
        var confirmation = confirmations
                .latest(step.id(), "roll-back")
                .filter(answer -> answer.decision().equals("ROLL_BACK")
                        || answer.decision().equals("CONFIRM"))
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has decided to roll back.",
                        "It overwrites everything in the app.",
                        "Decide about the roll-back first."));
        var safetyDump = facts.find(step.id(), FactName.SAFETY_DUMP, SafetyDump.class)
                .filter(dump -> dump.id() != null)
                .orElseThrow(() -> StepRefused.automationUnavailable(
                        "Ferry does not know the safety dump by its id.",
                        "A person may have noted its description.",
                        "Restore it by hand, in the app's list of dumps."));
        var dumps = sites.targetApp(step.migration()).dumps();
        var result = changes.atMostOnce(
                step,
                intents.begin(confirmation, Operation.ROLL_BACK, confirmation.basis()),
                "The roll-back",
                intent -> restore(dumps, safetyDump),
                intent -> find(step, dumps, safetyDump));
        var variables = new HashMap<>(longWork.begun("rollBack"));
        variables.put(ID, Objects.requireNonNull(result.get(ID)));
        return variables;
    }

    private Map<String, Object> restore(Dumps dumps, SafetyDump safetyDump) {
        var request = new RestoreRequest(inTarget(dumps, safetyDump), List.of(), false, true, "RESTORE");
        return switch (dumps.restore(request)) {
            case RestoreStart.Started(var restoreId) -> Map.of(ID, restoreId);
            case RestoreStart.Refused(var reason) ->
                throw StepRefused.refused(
                        "The app in the cloud refuses the safety dump.",
                        reason,
                        "Roll back by hand, or talk to the vendor's support before anybody uses the app.");
        };
    }

    /** The dump in the target's list; Ferry's copy goes there again if somebody deleted it. */
    private String inTarget(Dumps dumps, SafetyDump safetyDump) {
        var id = Objects.requireNonNull(safetyDump.id());
        if (dumps.list().stream().anyMatch(dump -> dump.id().equals(id))) {
            return id;
        }
        if (safetyDump.file() == null) {
            throw StepRefused.refused(
                    "The safety dump is no longer in the app's list, and Ferry has no copy.",
                    "Its id was " + id + ".",
                    "Talk to the vendor's support before anybody uses the app.");
        }
        var copy = store.verify(new ArtifactId(safetyDump.file()));
        return switch (dumps.importDump(store.path(copy.id()))) {
            case DumpUpload.Uploaded(var uploadedId, var transferred) -> uploadedId;
            case DumpUpload.Refused(var reason) ->
                throw StepRefused.refused(
                        "The app in the cloud refuses Ferry's copy of the safety dump.",
                        reason,
                        "Talk to the vendor's support before anybody uses the app.");
        };
    }

    /** The one restore that is neither older than the migration's own nor that one. */
    private Optional<Map<String, Object>> find(Step step, Dumps dumps, SafetyDump safetyDump) {
        var known = facts.find(step.id(), FactName.TARGET_STATE, TargetState.class)
                .map(TargetState::knownRestores)
                .map(ArrayList::new)
                .orElse(null);
        if (known == null || safetyDump.restoreId() == null) {
            return Optional.empty();
        }
        known.add(safetyDump.restoreId());
        var others = dumps.restores().stream()
                .map(RestoreProgress::restoreId)
                .filter(restoreId -> !known.contains(restoreId))
                .toList();
        return others.size() == 1 ? Optional.of(Map.of(ID, others.getFirst())) : Optional.empty();
    }

    Map<String, @Nullable Object> look(Step step) {
        var restoreId = Objects.requireNonNull(step.text(ID), "The process has lost the roll-back's id");
        return longWork.look(step, "rollBack", "The roll-back", () -> {
            var progress = sites.targetApp(step.migration()).dumps().restoreState(restoreId);
            return new LongWork.Progress(progress.state(), progress.percent(), progress.message());
        });
    }
}
