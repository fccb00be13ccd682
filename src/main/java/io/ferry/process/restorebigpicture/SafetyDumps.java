package io.ferry.process.restorebigpicture;

import io.ferry.artifact.ArtifactKind;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The dump that the app makes of its own state before a restore: the way back. */
@Component
class SafetyDumps {
    private final Sites sites;
    private final MigrationFiles files;
    private final FactsOfMigration facts;

    SafetyDumps(Sites sites, MigrationFiles files, FactsOfMigration facts) {
        this.sites = sites;
        this.files = files;
        this.facts = facts;
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
                    .orElseGet(SafetyDumps::notFound);
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
                out -> dumps.download(dump.id(), out));
        var kept = new LinkedHashMap<String, @Nullable Object>();
        kept.put("id", dump.id());
        kept.put("description", dump.description());
        kept.put("kept", true);
        kept.put("file", file.id());
        kept.put("sha256", file.sha256());
        kept.put("restoreId", restoreId);
        return kept;
    }

    private static Map<String, @Nullable Object> notFound() {
        var none = new LinkedHashMap<String, @Nullable Object>();
        none.put("id", null);
        none.put("description", null);
        none.put("kept", false);
        return none;
    }
}
