package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Takes the dump that a person uploaded on Ferry's page; not there yet, the same task waits again. */
@Component
public class RegisterUploadedDumpWorker {
    private final Steps steps;
    private final SourceDump dump;

    RegisterUploadedDumpWorker(Steps steps, SourceDump dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "register-uploaded-dump")
    public SourceDump.Stored registerUploadedDump(ActivatedJob job) {
        return steps.run(job, dump::registerUploaded);
    }
}
