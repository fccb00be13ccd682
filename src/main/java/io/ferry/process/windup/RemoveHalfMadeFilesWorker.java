package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Removes what Ferry has fetched, and what people have handed over, only in part; whole files are kept. */
@Component
public class RemoveHalfMadeFilesWorker {
    private final Steps steps;
    private final Downloads downloads;
    private final IncomingFiles incomingFiles;

    RemoveHalfMadeFilesWorker(Steps steps, Downloads downloads, IncomingFiles incomingFiles) {
        this.steps = steps;
        this.downloads = downloads;
        this.incomingFiles = incomingFiles;
    }

    @JobWorker(type = "remove-half-made-files", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> removeHalfMadeFiles(ActivatedJob job) {
        return steps.look(job, step -> {
            downloads.removeHalfMade(step.id().value());
            incomingFiles.list().stream()
                    .filter(incoming -> incoming.owner().equals(step.id().value()))
                    .filter(incoming -> incomingFiles.received(incoming.id()) < incoming.bytes())
                    .map(IncomingFile::id)
                    .forEach(incomingFiles::discard);
            return Map.of();
        });
    }
}
