package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Brings the dump to the target, unchanged since its download. */
@Component
public class UploadDumpWorker {
    private final Steps steps;
    private final DumpIntoTarget dump;

    UploadDumpWorker(Steps steps, DumpIntoTarget dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "upload-dump")
    public NoVariables uploadDump(ActivatedJob job, @VariablesAsType DumpIntoTarget.Downloaded variables) {
        return steps.run(job, step -> dump.upload(step, variables));
    }
}
