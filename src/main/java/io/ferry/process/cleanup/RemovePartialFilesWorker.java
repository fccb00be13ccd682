package io.ferry.process.cleanup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Removes what Ferry has fetched, and what people have uploaded, only in part; whole files are kept. */
@Component
public class RemovePartialFilesWorker {
    private final Steps steps;
    private final PartialFiles files;

    RemovePartialFilesWorker(Steps steps, PartialFiles files) {
        this.steps = steps;
        this.files = files;
    }

    @JobWorker(type = "remove-partial-files")
    public NoVariables removePartialFiles(ActivatedJob job) {
        return steps.look(job, files::remove);
    }
}
