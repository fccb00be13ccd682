package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Steps;
import io.ferry.process.handover.FileKind;
import io.ferry.process.handover.HandingOver;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the dump that a person handed over on Ferry's page; not there yet, the same task waits again. */
@Component
public class TakeOverDumpWorker {
    private final Steps steps;
    private final HandingOver handingOver;
    private final FactsOfMigration facts;

    TakeOverDumpWorker(Steps steps, HandingOver handingOver, FactsOfMigration facts) {
        this.steps = steps;
        this.handingOver = handingOver;
        this.facts = facts;
    }

    @JobWorker(type = "take-over-dump", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> takeOverDump(ActivatedJob job) {
        return steps.run(job, step -> {
            StoredFile file = handingOver.takeOver(step, FileKind.DUMP);
            facts.verified(step.id(), FactName.DUMP_FILE, file);
            return Map.of("dumpFile", file);
        });
    }
}
