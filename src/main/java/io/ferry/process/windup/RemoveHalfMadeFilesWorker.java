package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Removes what Ferry has fetched, and what people have handed over, only in part; whole files are kept. */
@Component
public class RemoveHalfMadeFilesWorker {
    private final Steps steps;
    private final HalfMadeFiles files;

    RemoveHalfMadeFilesWorker(Steps steps, HalfMadeFiles files) {
        this.steps = steps;
        this.files = files;
    }

    @JobWorker(type = "remove-half-made-files")
    public NoVariables removeHalfMadeFiles(ActivatedJob job) {
        return steps.look(job, files::remove);
    }
}
