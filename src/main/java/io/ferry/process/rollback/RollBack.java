package io.ferry.process.rollback;

import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Problem;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.restorebigpicture.WayBack;
import java.util.HashMap;
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
    private final Changes changes;
    private final WayBack wayBack;
    private final LongWork longWork;

    RollBack(
            Sites sites,
            Confirmations confirmations,
            Intents intents,
            Changes changes,
            WayBack wayBack,
            LongWork longWork) {
        this.sites = sites;
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.wayBack = wayBack;
        this.longWork = longWork;
    }

    /** What the person sees who decides: the dump, later ones, and when that was there which it brings back. */
    Map<String, @Nullable Object> lookUp(Step step) {
        Map<String, @Nullable Object> original = new HashMap<>();
        wayBack.state(step.id()).ifPresent(state -> {
            original.put("seenAt", state.seenAt().toString());
            original.put("boxes", state.boxes());
        });
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("safetyDump", wayBack.dump(step.id()));
        variables.put("originalState", original);
        variables.put(Problem.VARIABLE, step.job().getVariablesAsMap().get(Problem.VARIABLE));
        return variables;
    }

    Map<String, Object> start(Step step) {
        var confirmation = confirmations
                .latest(step.id(), Question.ROLL_BACK)
                .filter(Confirmation::isConfirmation)
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has decided to roll back.",
                        "It overwrites everything in the app.",
                        "Decide about the roll-back first."));
        var dump = step.map("rollBackDump");
        var dumpId = String.valueOf(Objects.requireNonNull(dump.get("id"), "The process has lost the dump's id"));
        var dumps = sites.targetApp(step.migration()).dumps();
        var result = changes.atMostOnce(
                step,
                intents.begin(confirmation, Action.ROLL_BACK, confirmation.basis()),
                "The roll-back",
                intent -> restore(dumps, dumpId),
                intent -> find(dumps, dump.get("knownRestores")));
        var variables = new HashMap<>(longWork.begun("rollBack"));
        variables.put(ID, Objects.requireNonNull(result.get(ID)));
        return variables;
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
    private static Optional<Map<String, Object>> find(Dumps dumps, @Nullable Object known) {
        return known instanceof List<?> before
                ? RestoreProgress.theOneSince(dumps.restores(), before).map(restoreId -> Map.of(ID, restoreId))
                : Optional.empty();
    }

    Map<String, @Nullable Object> look(Step step) {
        var restoreId = Objects.requireNonNull(step.text(ID), "The process has lost the roll-back's id");
        return longWork.look(step, "rollBack", "The roll-back", () -> {
            var progress = sites.targetApp(step.migration()).dumps().restoreState(restoreId);
            return new LongWork.Progress(progress.state(), progress.percent(), progress.message());
        });
    }
}
