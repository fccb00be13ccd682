package io.ferry.process.restorebigpicture;

import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.Dumps;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings the dump to the target. An upload changes nothing there, so one whose outcome is unknown is done again. */
@Component
class DumpIntoTarget {
    private final Sites sites;
    private final ArtifactStore store;
    private final Intents intents;
    private final FactsOfMigration facts;

    DumpIntoTarget(Sites sites, ArtifactStore store, Intents intents, FactsOfMigration facts) {
        this.sites = sites;
        this.store = store;
        this.intents = intents;
        this.facts = facts;
    }

    /**
     * The dump in the target's list.
     *
     * @param dumpId the target's id of it
     * @param sha256 of what was uploaded
     */
    record UploadedDump(String dumpId, String sha256, long bytes) {}

    Map<String, Object> upload(Step step) {
        if (!(step.job().getVariablesAsMap().get("dumpFile") instanceof Map<?, ?> dumpFile)) {
            throw StepRefused.refused(
                    "There is no dump to upload.",
                    "The process knows of no downloaded dump.",
                    "Run the phase back-up-bigpicture first, or upload a dump by hand.");
        }
        var artifact = store.verify(new ArtifactId(String.valueOf(dumpFile.get("id"))));
        expectSame(String.valueOf(dumpFile.get("sha256")), artifact.sha256(), "in Ferry's store");
        var basis = Map.of("sha256", artifact.sha256(), "visit", step.job().getElementInstanceKey());
        switch (intents.begin(step.id(), "uploadDump", basis)) {
            case IntentState.Done done -> {}
            case IntentState.Fresh(Intent intent) -> upload(step, intent, artifact.id(), artifact.sha256());
            case IntentState.Unfinished(Intent intent) -> upload(step, intent, artifact.id(), artifact.sha256());
        }
        return Map.of();
    }

    private void upload(Step step, Intent intent, ArtifactId id, String sha256) {
        switch (uploaded(sites.targetApp(step.migration()).dumps(), store.path(id))) {
            case DumpUpload.Uploaded(var dumpId, var transferred) -> {
                if (!transferred.sha256().equals(sha256)) {
                    throw RemoteFailure.passing(
                            "What was uploaded is not what was downloaded.", "Ferry uploads the dump again.");
                }
                // The fact first: an intent that is done promises it.
                facts.verified(
                        step.id(), FactName.UPLOADED_DUMP, new UploadedDump(dumpId, sha256, transferred.bytes()));
                intents.done(intent, Map.of("dumpId", dumpId));
            }
            case DumpUpload.Refused(var reason) -> {
                intents.failed(intent, reason);
                throw StepRefused.refused(
                        "The app in the cloud refuses the dump.",
                        reason,
                        "Look at the versions of the app on both sides; the one in the cloud must not be older.");
            }
        }
    }

    private static DumpUpload uploaded(Dumps dumps, Path file) {
        try {
            return dumps.importDump(file);
        } catch (OutcomeUnknownException unknown) {
            throw RemoteFailure.passing(unknown.title(), "Ferry uploads the dump again; that does no harm.");
        }
    }

    private static void expectSame(@Nullable String expected, String found, String where) {
        if (!found.equals(expected)) {
            throw StepRefused.refused(
                    "The dump is not the one that was downloaded.",
                    "Its SHA-256 %s is %s, expected was %s.".formatted(where, found, expected),
                    "Find out what changed the file. Download the dump again, or make a new one.");
        }
    }
}
