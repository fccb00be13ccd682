package io.ferry.process.restorebigpicture;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.Dumps;
import io.ferry.migration.Action;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Brings dumps to the target. An upload changes nothing there, so one whose outcome is unknown is done again. */
@Component
public class DumpUploads {
    private final Sites sites;
    private final ArtifactStore store;
    private final Intents intents;

    public DumpUploads(Sites sites, ArtifactStore store, Intents intents) {
        this.sites = sites;
        this.store = store;
        this.intents = intents;
    }

    /**
     * Uploads a dump once for each visit of the step.
     *
     * @param action what the intent is for
     * @param file as it was verified in the store
     * @param refused makes what a person reads of the reason that the app gives for refusing it
     * @return the target's id of it
     */
    public String once(Step step, Action action, Artifact file, Function<String, StepRefused> refused) {
        var basis = Map.of("sha256", file.sha256(), "visit", step.job().getElementInstanceKey());
        return switch (intents.begin(step.id(), action, basis)) {
            case IntentState.Done done ->
                String.valueOf(Objects.requireNonNull(done.result().get("dumpId")));
            case IntentState.Fresh(Intent intent) -> upload(step, intent, file, refused);
            case IntentState.Unfinished(Intent intent, boolean inDoubt) -> upload(step, intent, file, refused);
        };
    }

    private String upload(Step step, Intent intent, Artifact file, Function<String, StepRefused> refused) {
        return switch (uploaded(sites.targetApp(step.migration()).dumps(), file)) {
            case DumpUpload.Uploaded(var dumpId, var transferred) -> {
                if (!transferred.sha256().equals(file.sha256())) {
                    throw RemoteFailure.passing(
                            "What was uploaded is not what was downloaded.",
                            "Nothing has been restored; another upload does no harm.");
                }
                intents.done(intent, Map.of("dumpId", dumpId));
                yield dumpId;
            }
            case DumpUpload.Refused(var reason) -> {
                intents.failed(intent, reason);
                throw refused.apply(reason);
            }
        };
    }

    private DumpUpload uploaded(Dumps dumps, Artifact file) {
        try {
            return dumps.importDump(store.content(file.id()));
        } catch (OutcomeUnknownException unknown) {
            throw RemoteFailure.passing(unknown.title(), "Nothing has been restored; another upload does no harm.");
        }
    }
}
