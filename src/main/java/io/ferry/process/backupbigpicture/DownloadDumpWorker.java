package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Fetches Ferry's dump in one stream into the store, counted and hashed on the way. */
@Component
public class DownloadDumpWorker {
    private final Steps steps;
    private final SourceDump dump;

    DownloadDumpWorker(Steps steps, SourceDump dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "download-dump")
    public SourceDump.Stored downloadDump(ActivatedJob job, @VariablesAsType SourceDump.Marked variables) {
        return steps.run(job, step -> dump.download(step, variables));
    }
}
