package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Has the app make a new dump, whose description carries Ferry's mark. */
@Component
public class CreateDumpWorker {
    private final Steps steps;
    private final SourceDump dump;

    CreateDumpWorker(Steps steps, SourceDump dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "create-dump")
    public SourceDump.Dumping createDump(ActivatedJob job) {
        return steps.run(job, dump::create);
    }
}
