package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far Ferry's dump is. */
@Component
public class AskDumpStateWorker {
    private final Steps steps;
    private final SourceDump dump;

    AskDumpStateWorker(Steps steps, SourceDump dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "ask-dump-state")
    public SourceDump.Dumping askDumpState(ActivatedJob job, @VariablesAsType SourceDump.SoFar variables) {
        return steps.look(job, step -> dump.look(step, variables));
    }
}
