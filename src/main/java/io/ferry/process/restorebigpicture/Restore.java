package io.ferry.process.restorebigpicture;

import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Operation;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.restorebigpicture.DumpIntoTarget.UploadedDump;
import io.ferry.users.Mapping;
import io.ferry.users.People;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The restore of the dump over everything in the target. A confirmation is good for one, and only for the dump, the
 * mapping and the target that the person saw.
 */
@Component
class Restore {
    private static final String ID = "restoreId";
    private static final String AGAIN = "Look at it, then let Ferry try again and confirm anew.";

    private final Sites sites;
    private final TargetStates states;
    private final Confirmations confirmations;
    private final Intents intents;
    private final Changes changes;
    private final People people;
    private final FactsOfMigration facts;
    private final LongWork longWork;
    private final ApprovalProperties approval;

    Restore(
            Sites sites,
            TargetStates states,
            Confirmations confirmations,
            Intents intents,
            Changes changes,
            People people,
            FactsOfMigration facts,
            LongWork longWork,
            ApprovalProperties approval) {
        this.approval = approval;
        this.sites = sites;
        this.states = states;
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.people = people;
        this.facts = facts;
        this.longWork = longWork;
    }

    Map<String, Object> start(Step step) {
        var confirmation = confirmations
                .latest(step.id(), "restore")
                .filter(answer -> answer.decision().equals("CONFIRM"))
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has confirmed the restore.", "It overwrites everything in the app.", AGAIN));
        var dumps = sites.targetApp(step.migration()).dumps();
        var result = changes.atMostOnce(
                step,
                intents.begin(confirmation, Operation.RESTORE_DUMP, confirmation.basis()),
                "The restore",
                intent -> restore(dumps, checkedRequest(step, confirmation)),
                intent -> find(step, dumps));
        var variables = new HashMap<>(longWork.begun("restore"));
        variables.put(ID, Objects.requireNonNull(result.get(ID)));
        return variables;
    }

    private static Map<String, Object> restore(Dumps dumps, RestoreRequest request) {
        return switch (dumps.restore(request)) {
            case RestoreStart.Started(var restoreId) -> Map.of(ID, restoreId);
            case RestoreStart.Refused(var reason) ->
                throw StepRefused.refused(
                        "The app in the cloud refuses the restore.",
                        reason,
                        "Put right what it says, then let Ferry try again and confirm anew.");
        };
    }

    private RestoreRequest checkedRequest(Step step, Confirmation confirmation) {
        var dump = facts.find(step.id(), FactName.UPLOADED_DUMP, UploadedDump.class)
                .orElseThrow(() -> StepRefused.refused("No dump is in the target.", "", "Upload the dump first."));
        var mapping = people.mapping(step.id());
        expect(confirmation, "dumpFile", "sha256", dump.sha256(), "The dump is not the one that was confirmed.");
        expect(confirmation, "mapping", "version", mapping.version(), "The mapping of people has changed.");
        expect(
                confirmation,
                "targetState",
                "fingerprint",
                states.look(step).fingerprint(),
                "The app in the cloud no longer holds what was confirmed to be overwritten.");
        if (facts.find(step.id(), FactName.SAFETY_DUMP, SafetyDumps.OnRecord.class)
                .filter(onRecord -> onRecord.isFor(confirmation))
                .isEmpty()) {
            throw StepRefused.refused(
                    "No safety dump of what is overwritten is on record.", "Without it there is no way back.", AGAIN);
        }
        return new RestoreRequest(
                dump.dumpId(),
                mapping.mapped().stream()
                        .map(entry -> new RestoreRequest.MappedUser(
                                entry.userKey(), Objects.requireNonNull(entry.accountId())))
                        .toList(),
                mayLeaveUnmapped(step, mapping),
                true,
                "RESTORE");
    }

    /** Going on without some people needs an approval of its own, for exactly this mapping. */
    private boolean mayLeaveUnmapped(Step step, Mapping mapping) {
        if (mapping.undecided() > 0) {
            throw StepRefused.refused(
                    "The mapping of people is not complete.",
                    mapping.undecided() + " people are neither mapped nor left unmapped by decision.",
                    "Stop, and finish the mapping first.");
        }
        if (mapping.unmapped() == 0) {
            return false;
        }
        var approved = confirmations
                .latest(step.id(), "unmapped-people")
                .filter(answer -> answer.decision().equals("CONFIRM"))
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has approved that people are left unmapped.",
                        mapping.unmapped() + " people have no account; the app deletes their resources for good.",
                        "Stop, and have the mapping approved first."));
        expect(
                approved,
                "mapping",
                "version",
                mapping.version(),
                "The mapping of people has changed since its approval.");
        if (!approval.mayConfirm(approved.by())) {
            throw StepRefused.refused(
                    "That people are left unmapped was not approved by an approver.",
                    "Whoever approved it is not among ferry.approval.approvers.",
                    "Stop, and have the mapping approved by an approver first.");
        }
        return true;
    }

    private static void expect(Confirmation confirmation, String variable, String field, String now, String title) {
        var seen = confirmation.basis().get(variable) instanceof Map<?, ?> shown ? shown.get(field) : null;
        if (!now.equals(seen)) {
            throw StepRefused.refused(
                    title, "Confirmed: %s %s. Now: %s.".formatted(field, seen == null ? "none" : seen, now), AGAIN);
        }
    }

    /** A restore that the app did not know when the target was looked at is this one, if there is just one. */
    private Optional<Map<String, Object>> find(Step step, Dumps dumps) {
        return facts.find(step.id(), FactName.TARGET_STATE, TargetState.class)
                .map(TargetState::knownRestores)
                .flatMap(known -> onlyNewOne(dumps, known))
                .map(restoreId -> Map.of(ID, restoreId));
    }

    private static Optional<String> onlyNewOne(Dumps dumps, List<String> known) {
        var others = dumps.restores().stream()
                .map(RestoreProgress::restoreId)
                .filter(restoreId -> !known.contains(restoreId))
                .toList();
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }

    Map<String, @Nullable Object> look(Step step) {
        var restoreId = Objects.requireNonNull(step.text(ID), "The process has lost the restore's id");
        return longWork.look(step, "restore", "The restore", () -> {
            var progress = sites.targetApp(step.migration()).dumps().restoreState(restoreId);
            return new LongWork.Progress(progress.state(), progress.percent(), progress.message());
        });
    }
}
