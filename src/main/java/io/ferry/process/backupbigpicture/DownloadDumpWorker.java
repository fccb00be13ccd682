package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Steps;
import io.ferry.remote.RemoteFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches Ferry's dump in one stream into the store, counted and hashed on the way. */
@Component
public class DownloadDumpWorker {
    private final Steps steps;
    private final Sites sites;
    private final MigrationFiles files;
    private final FactsOfMigration facts;

    DownloadDumpWorker(Steps steps, Sites sites, MigrationFiles files, FactsOfMigration facts) {
        this.steps = steps;
        this.sites = sites;
        this.files = files;
        this.facts = facts;
    }

    @JobWorker(
            type = "download-dump",
            fetchVariables = {"migrationId", "dumpMark"})
    public Map<String, @Nullable Object> downloadDump(ActivatedJob job) {
        return steps.run(job, step -> {
            Dumps dumps = sites.sourceApp(step.migration()).dumps();
            String mark = MarkedDumps.markOf(step);
            Dump dump = MarkedDumps.find(dumps, mark)
                    .orElseThrow(() -> RemoteFailure.passing(
                            "The dump is not in the app's list.",
                            "If it was deleted there, let Ferry make another one."));
            StoredFile file =
                    files.fetchOnce(step, ArtifactKind.DUMP, mark + ".dump", out -> files.copy(dumps, dump, out));
            facts.verified(step.id(), FactName.DUMP_FILE, file);
            return Map.of("dumpFile", file);
        });
    }
}
