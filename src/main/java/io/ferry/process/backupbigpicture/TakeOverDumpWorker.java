package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import io.ferry.artifact.StoredFile;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.Uploads;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the dump that a person handed over on Ferry's page; not there yet, the same task waits again. */
@Component
public class TakeOverDumpWorker {
    private final Steps steps;
    private final SourceDump dump;

    TakeOverDumpWorker(Steps steps, SourceDump dump) {
        this.steps = steps;
        this.dump = dump;
    }

    @JobWorker(type = "take-over-dump")
    public SourceDump.Stored takeOverDump(ActivatedJob job) {
        return steps.run(job, dump::takeOver);
    }
}
