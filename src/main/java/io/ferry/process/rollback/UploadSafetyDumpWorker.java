package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Sees to it that the safety dump is in the target's list; Ferry's copy goes there again if somebody deleted it. */
@Component
public class UploadSafetyDumpWorker {
    private final Steps steps;
    private final SafetyDumpInTarget inTarget;

    UploadSafetyDumpWorker(Steps steps, SafetyDumpInTarget inTarget) {
        this.steps = steps;
        this.inTarget = inTarget;
    }

    @JobWorker(type = "upload-safety-dump")
    public SafetyDumpInTarget.Brought uploadSafetyDump(ActivatedJob job) {
        return steps.run(job, inTarget::bring);
    }
}
