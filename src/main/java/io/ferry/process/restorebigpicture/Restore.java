package io.ferry.process.restorebigpicture;

import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.model.Problem;
import io.ferry.process.restorebigpicture.DumpIntoTarget.UploadedDump;
import io.ferry.users.UserMappings;
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

    private final Sites sites;
    private final RestoreGuards guards;
    private final RollbackPoint rollbackPoint;
    private final Intents intents;
    private final AtMostOnce changes;
    private final UserMappings people;
    private final FactsOfMigration facts;
    private final LongWork longWork;

    Restore(
            Sites sites,
            RestoreGuards guards,
            RollbackPoint rollbackPoint,
            Intents intents,
            AtMostOnce changes,
            UserMappings people,
            FactsOfMigration facts,
            LongWork longWork) {
        this.sites = sites;
        this.guards = guards;
        this.rollbackPoint = rollbackPoint;
        this.intents = intents;
        this.changes = changes;
        this.people = people;
        this.facts = facts;
        this.longWork = longWork;
    }

    /** What the process knows of the restore when it asks. */
    record SoFar(
            @Nullable String restoreId,
            @Nullable Integer restorePercent,
            @Nullable Watch restoreWatch) {}

    /** The restore, begun or seen again. */
    record Restoring(
            String restoreId,
            LongWork.State restoreState,
            int restorePercent,
            Watch restoreWatch,
            @Nullable Problem problem) {
        static Restoring of(String id, LongWork.Seen seen) {
            return new Restoring(id, seen.state(), seen.percent(), seen.watch(), seen.problem());
        }
    }

    Restoring start(Step step) {
        var confirmation = guards.confirmed(step);
        var dumps = sites.targetApp(step.migration()).dumps();
        var result = changes.atMostOnce(
                step,
                intents.begin(confirmation, Action.RESTORE_DUMP, confirmation.basis()),
                "The restore",
                intent -> {
                    var request = checkedRequest(step, confirmation);
                    rollbackPoint.restoreBegins(confirmation);
                    return restore(dumps, request);
                },
                intent -> find(step, dumps));
        return Restoring.of(String.valueOf(Objects.requireNonNull(result.get(ID))), longWork.begun());
    }

    private static Map<String, Object> restore(Dumps dumps, RestoreRequest request) {
        return switch (dumps.restore(request)) {
            case RestoreStart.Started(var restoreId) -> Map.of(ID, restoreId);
            case RestoreStart.Refused(var reason) ->
                throw StepRefused.refused(
                        "The app in the cloud refuses the restore.",
                        reason,
                        "Fix what it says, then let Ferry do it and confirm again.");
        };
    }

    private RestoreRequest checkedRequest(Step step, Confirmation confirmation) {
        var dump = facts.find(step.id(), FactName.UPLOADED_DUMP, UploadedDump.class)
                .orElseThrow(() -> StepRefused.refused("No dump is in the target.", "", "Upload the dump first."));
        guards.expectFitForFerry(step, guards.expectUnchanged(step, confirmation, dump.sha256()));
        if (!rollbackPoint.isMadeFor(confirmation)) {
            throw StepRefused.confirmationNotValid(
                    "No safety dump of what is overwritten is on record.",
                    "Without it there is no way back.",
                    "Nothing was restored. Confirm again, and Ferry has one made; or stop.");
        }
        var mapping = people.mapping(step.id());
        return new RestoreRequest(
                dump.dumpId(),
                mapping.mapped().stream()
                        .map(entry -> new RestoreRequest.MappedUser(
                                entry.userKey(), Objects.requireNonNull(entry.accountId())))
                        .toList(),
                mapping.unmapped() > 0,
                true,
                "RESTORE");
    }

    /** A restore that the app did not know when the target was looked at is this one, if there is just one. */
    private Optional<Map<String, Object>> find(Step step, Dumps dumps) {
        return facts.find(step.id(), FactName.TARGET_STATE, TargetState.class)
                .map(TargetState::knownRestores)
                .flatMap(known -> RestoreProgress.theOneSince(dumps.restores(), known))
                .map(restoreId -> Map.of(ID, restoreId));
    }

    Restoring look(Step step, SoFar known) {
        var restoreId = LongWork.known(known.restoreId(), "The restore");
        return Restoring.of(
                restoreId, longWork.look(step, "The restore", known.restorePercent(), known.restoreWatch(), () -> {
                    var progress = sites.targetApp(step.migration()).dumps().restoreState(restoreId);
                    return new LongWork.Progress(progress.state(), progress.percent(), progress.message());
                }));
    }
}
