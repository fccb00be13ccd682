package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.ArtifactKind;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Steps;
import io.ferry.process.common.StoredFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the dump that a person handed over into the store. */
@Component
public class TakeOverDumpWorker {
    private final Steps steps;
    private final MigrationFiles files;
    private final FactsOfMigration facts;

    TakeOverDumpWorker(Steps steps, MigrationFiles files, FactsOfMigration facts) {
        this.steps = steps;
        this.files = files;
        this.facts = facts;
    }

    @JobWorker(
            type = "take-over-dump",
            fetchVariables = {"migrationId", "handedOverPath"},
            timeout = 10 * 60 * 1000)
    public Map<String, @Nullable Object> takeOverDump(ActivatedJob job) {
        return steps.run(job, step -> {
            StoredFile file = files.takeOver(step, ArtifactKind.DUMP);
            facts.verified(step.id(), FactName.DUMP_FILE, file);
            return Map.of("dumpFile", file);
        });
    }
}
