package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Has the app in the cloud make a dump of what it holds, before anything is overwritten. */
@Component
public class MakeSafetyDumpWorker {
    private final Steps steps;
    private final SafetyDumps dumps;

    MakeSafetyDumpWorker(Steps steps, SafetyDumps dumps) {
        this.steps = steps;
        this.dumps = dumps;
    }

    @JobWorker(type = "make-safety-dump")
    public SafetyDumps.Begun makeSafetyDump(ActivatedJob job) {
        return steps.run(job, dumps::make);
    }
}
