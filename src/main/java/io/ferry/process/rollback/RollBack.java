package io.ferry.process.rollback;

import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.model.Problem;
import io.ferry.process.restorebigpicture.RollbackPoint;
import io.ferry.process.restorebigpicture.SafetyDump;
import io.ferry.process.restorebigpicture.TargetState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The restore of the safety dump: what the app in the cloud held before the first restore. */
@Component
class RollBack {
    private static final String ID = "rollBackId";

    private final Sites sites;
    private final Confirmations confirmations;
    private final Intents intents;
    private final AtMostOnce changes;
    private final RollbackPoint rollbackPoint;
    private final LongWork longWork;
    private final Approvals approvals;

    RollBack(
            Sites sites,
            Confirmations confirmations,
            Intents intents,
            AtMostOnce changes,
            RollbackPoint rollbackPoint,
            LongWork longWork,
            Approvals approvals) {
        this.sites = sites;
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.rollbackPoint = rollbackPoint;
        this.longWork = longWork;
        this.approvals = approvals;
    }

    /**
     * What the person sees who decides: the dump, later ones, and when that was there which it brings back.
     *
     * @param problem why the person is asked, as it was shown before
     */
    record Known(
            SafetyDump safetyDump,
            Original originalState,
            @Nullable Map<String, Object> problem) {}

    /** What the app held before the first restore; of a state that nobody knows both are missing. */
    record Original(@Nullable String seenAt, @Nullable Integer boxes) {}

    /** What is restored. */
    record Wanted(SafetyDumpInTarget.@Nullable Listed rollBackDump) {}

    /** What the process knows of the roll-back when it asks. */
    record SoFar(
            @Nullable String rollBackId,
            @Nullable Integer rollBackPercent,
            @Nullable Watch rollBackWatch) {}

    /** The roll-back, begun or seen again. */
    record RollingBack(
            String rollBackId,
            LongWork.State rollBackState,
            int rollBackPercent,
            Watch rollBackWatch,
            @Nullable Problem problem) {
        static RollingBack of(String id, LongWork.Seen seen) {
            return new RollingBack(id, seen.state(), seen.percent(), seen.watch(), seen.problem());
        }
    }

    Known lookUp(Step step, ProblemShown shown) {
        var original = rollbackPoint.state(step.id());
        return new Known(
                rollbackPoint.dump(step.id()),
                new Original(
                        original.map(state -> state.seenAt().toString()).orElse(null),
                        original.map(TargetState::boxes).orElse(null)),
                shown.problem());
    }

    RollingBack start(Step step, Wanted wanted) {
        var confirmation = confirmations
                .latest(step.id(), Question.ROLL_BACK)
                .filter(Confirmation::isConfirmation)
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has decided to roll back.",
                        "It overwrites everything in the app.",
                        "Decide about the roll-back first."));
        var dump = Objects.requireNonNull(wanted.rollBackDump(), "The process has lost the dump's id");
        var dumps = sites.targetApp(step.migration()).dumps();
        var result = changes.atMostOnce(
                step,
                intents.begin(confirmation, Action.ROLL_BACK, confirmation.basis()),
                "The roll-back",
                intent -> {
                    expectAllowed(step, confirmation);
                    expectOnRecord(step, dump.id());
                    return restore(dumps, dump.id());
                },
                intent -> find(dumps, dump.knownRestores()));
        return RollingBack.of(String.valueOf(Objects.requireNonNull(result.get(ID))), longWork.begun());
    }

    /** Who decided is looked at once more; what leads back to the decision is the answer that lets Ferry do it. */
    private void expectAllowed(Step step, Confirmation confirmation) {
        approvals.expectAllowed(
                step,
                confirmation,
                (title, detail, whatToDo) -> StepRefused.refused(
                        title,
                        detail + " Nothing was rolled back.",
                        "Do not roll back by hand either: choose to let Ferry do it, which leads back to the decision. Then: "
                                + whatToDo));
    }

    /** The process variable that names the dump may have been changed in Camunda since the decision. */
    private void expectOnRecord(Step step, String dumpId) {
        if (!dumpId.equals(rollbackPoint.dump(step.id()).id()) && !isUploadedByFerry(step, dumpId)) {
            throw StepRefused.refused(
                    "The process names another dump than the safety dump on record.",
                    "The process variable rollBackDump names " + dumpId + ". Nothing was rolled back.",
                    "Find out who changed it in Camunda. Then choose to let Ferry do it, which looks for the dump again.");
        }
    }

    private boolean isUploadedByFerry(Step step, String dumpId) {
        return intents.begun(step.id()).stream()
                .anyMatch(state -> state instanceof IntentState.Done(var intent, var result)
                        && intent.action() == Action.UPLOAD_SAFETY_DUMP
                        && dumpId.equals(result.get("dumpId")));
    }

    private static Map<String, Object> restore(Dumps dumps, String dumpId) {
        var request = new RestoreRequest(dumpId, List.of(), false, true, "RESTORE");
        return switch (dumps.restore(request)) {
            case RestoreStart.Started(var restoreId) -> Map.of(ID, restoreId);
            case RestoreStart.Refused(var reason) ->
                throw StepRefused.refused(
                        "The app in the cloud refuses the safety dump.",
                        reason,
                        "Roll back by hand, or talk to the vendor's support before anybody uses the app.");
        };
    }

    /** The one restore that the app did not know before it was asked. */
    private static Optional<Map<String, Object>> find(Dumps dumps, @Nullable List<String> known) {
        return known == null
                ? Optional.empty()
                : RestoreProgress.theOneSince(dumps.restores(), known).map(restoreId -> Map.of(ID, restoreId));
    }

    RollingBack look(Step step, SoFar known) {
        var restoreId = LongWork.known(known.rollBackId(), "The roll-back");
        return RollingBack.of(
                restoreId, longWork.look(step, "The roll-back", known.rollBackPercent(), known.rollBackWatch(), () -> {
                    var progress = sites.targetApp(step.migration()).dumps().restoreState(restoreId);
                    return new LongWork.Progress(progress.state(), progress.percent(), progress.message());
                }));
    }
}
