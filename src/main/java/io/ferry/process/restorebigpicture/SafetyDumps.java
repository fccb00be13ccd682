package io.ferry.process.restorebigpicture;

import io.ferry.artifact.ArtifactKind;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The way back: what the app in the cloud held before the restore. Ferry has it dumped and fetches a copy before anything
 * is overwritten; the app then makes one of its own as well.
 */
@Component
class SafetyDumps {
    private static final String MARK = "safetyMark";

    private final Sites sites;
    private final MigrationFiles files;
    private final FactsOfMigration facts;
    private final Confirmations confirmations;
    private final Intents intents;
    private final Changes changes;
    private final LongWork longWork;

    SafetyDumps(
            Sites sites,
            MigrationFiles files,
            FactsOfMigration facts,
            Confirmations confirmations,
            Intents intents,
            Changes changes,
            LongWork longWork) {
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.longWork = longWork;
        this.sites = sites;
        this.files = files;
        this.facts = facts;
    }

    /**
     * The safety dump on record.
     *
     * @param kept whether there is one
     * @param confirmation the confirmation of the restore before which Ferry had it made; null for one that the app made
     *     by itself
     */
    record OnRecord(boolean kept, @Nullable String confirmation) {
        boolean isFor(Confirmation confirmed) {
            return kept && confirmed.id().toString().equals(confirmation);
        }
    }

    /** Has the app make a dump of what it holds, once for each confirmation of a restore. */
    Map<String, Object> make(Step step) {
        var dumps = sites.targetApp(step.migration()).dumps();
        var state = intents.begin(confirmed(step), "makeSafetyDump", Map.of());
        var mark = state.intent().mark();
        changes.atMostOnce(
                step,
                state,
                "The safety dump",
                intent -> {
                    dumps.create(
                            "Ferry, before the restore of " + step.migration().name() + " [" + mark + "]");
                    return Map.of("mark", mark);
                },
                intent -> marked(dumps, mark).map(dump -> Map.of("mark", mark)));
        var variables = new HashMap<>(longWork.begun("safety"));
        variables.put(MARK, mark);
        return variables;
    }

    /** Asks how far it is; a copy of what is ready goes into the store and onto the record. */
    Map<String, @Nullable Object> look(Step step) {
        var dumps = sites.targetApp(step.migration()).dumps();
        var mark = Objects.requireNonNull(step.text(MARK), "The process has lost the mark of the safety dump");
        var variables = longWork.look(
                step,
                "safety",
                "The safety dump",
                () -> marked(dumps, mark)
                        .map(dump -> new LongWork.Progress(dump.state(), dump.percent(), ""))
                        .orElseGet(() ->
                                new LongWork.Progress(RemoteState.IN_PROGRESS, 0, "It is not in the app's list.")));
        if (RemoteState.DONE.name().equals(variables.get("safetyState"))) {
            var dump = marked(dumps, mark)
                    .orElseThrow(() -> RemoteFailure.passing(
                            "The safety dump is not in the app's list any more.", "Ferry looks again."));
            var kept = kept(step, dumps, dump, null);
            kept.put("confirmation", confirmed(step).id().toString());
            facts.verified(step.id(), FactName.SAFETY_DUMP, kept);
            variables.put("safetyDump", kept);
        }
        return variables;
    }

    private static Optional<Dump> marked(Dumps dumps, String mark) {
        return dumps.list().stream()
                .filter(dump -> dump.description().contains(mark))
                .findFirst();
    }

    private Confirmation confirmed(Step step) {
        return confirmations
                .latest(step.id(), "restore")
                .filter(answer -> answer.decision().equals("CONFIRM"))
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has confirmed the restore.",
                        "It overwrites everything in the app.",
                        "Confirm it first."));
    }

    /** Without a safety dump in sight, a person notes which one it is. */
    Map<String, Object> keep(Step step) {
        var found = find(step);
        facts.verified(step.id(), FactName.SAFETY_DUMP, found);
        return Map.of("safetyDump", found);
    }

    private Map<String, @Nullable Object> find(Step step) {
        try {
            var dumps = sites.targetApp(step.migration()).dumps();
            var restoreId = step.text("restoreId");
            return find(step, dumps, restoreId)
                    .map(dump -> kept(step, dumps, dump, restoreId))
                    .orElseGet(() -> madeBefore(step));
        } catch (AutomationUnavailableException byHand) {
            return notFound();
        }
    }

    private Optional<Dump> find(Step step, Dumps dumps, @Nullable String restoreId) {
        var list = dumps.list();
        var named = Optional.ofNullable(restoreId).map(dumps::restoreState).flatMap(RestoreProgress::safetyDumpId);
        if (named.isPresent()) {
            return list.stream().filter(dump -> dump.id().equals(named.get())).findFirst();
        }
        // After a restore by hand: the first one since the target was looked at holds what was there then.
        var since = facts.find(step.id(), FactName.TARGET_STATE, TargetState.class)
                .map(TargetState::seenAt)
                .orElse(Instant.MAX);
        return list.stream()
                .filter(dump -> dump.origin() == Dump.Origin.SAFETY)
                .filter(dump -> dump.createdAt().filter(since::isBefore).isPresent())
                .min(Comparator.comparing(dump -> dump.createdAt().orElse(Instant.MAX)));
    }

    private Map<String, @Nullable Object> kept(Step step, Dumps dumps, Dump dump, @Nullable String restoreId) {
        if (dump.state().isInProgress()) {
            throw RemoteFailure.passing("The app still makes its safety dump.", "Ferry looks again.");
        }
        if (dump.state().isError()) {
            return notFound();
        }
        var file = files.fetchOnce(
                step,
                ArtifactKind.SAFETY_DUMP,
                "safety-dump-" + dump.id().replaceAll("[^A-Za-z0-9-]", "_") + ".dump",
                out -> files.copy(dumps, dump, out));
        var kept = new LinkedHashMap<String, @Nullable Object>();
        kept.put("id", dump.id());
        kept.put("description", dump.description());
        kept.put("kept", true);
        kept.put("file", file.id());
        kept.put("sha256", file.sha256());
        kept.put("restoreId", restoreId);
        return kept;
    }

    /** The one that Ferry had made before this restore, where the app shows none of its own. */
    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> madeBefore(Step step) {
        var confirmed = confirmations.latest(step.id(), "restore").orElse(null);
        return facts.find(step.id(), FactName.SAFETY_DUMP, OnRecord.class)
                .filter(onRecord -> confirmed != null && onRecord.isFor(confirmed))
                .flatMap(onRecord -> facts.find(step.id(), FactName.SAFETY_DUMP, Map.class))
                .map(known -> (Map<String, @Nullable Object>) known)
                .orElseGet(SafetyDumps::notFound);
    }

    private static Map<String, @Nullable Object> notFound() {
        var none = new LinkedHashMap<String, @Nullable Object>();
        none.put("id", null);
        none.put("description", null);
        none.put("kept", false);
        return none;
    }
}
