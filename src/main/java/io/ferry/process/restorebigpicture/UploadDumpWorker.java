package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @JobWorker(
            type = "upload-dump",
            fetchVariables = {"migrationId", "dumpFile"})
    public Map<String, @Nullable Object> uploadDump(ActivatedJob job) {
        return steps.run(job, dump::upload);
    }
}
