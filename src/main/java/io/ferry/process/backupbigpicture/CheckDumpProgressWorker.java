package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far Ferry's dump is. */
@Component
public class CheckDumpProgressWorker {
    private final Steps steps;
    private final SourceDump dump;

    CheckDumpProgressWorker(Steps steps, SourceDump dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "check-dump-progress")
    public SourceDump.Dumping checkDumpProgress(ActivatedJob job, @VariablesAsType SourceDump.SoFar variables) {
        return steps.look(job, step -> dump.look(step, variables));
    }
}
