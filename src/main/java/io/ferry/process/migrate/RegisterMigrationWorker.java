package io.ferry.process.migrate;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts a migration that was started from the start form on record, and gives the process its common variables. */
@Component
public class RegisterMigrationWorker {
    private final Registration registration;

    RegisterMigrationWorker(Registration registration) {
        this.registration = registration;
    }

    @JobWorker(
            type = "register-migration",
            fetchVariables = {
                "migrationId",
                "name",
                "app",
                "sourceUrl",
                "sourceCredential",
                "sourceBigPictureCredential",
                "sourceExportFolder",
                "sourceEndpoints",
                "targetUrl",
                "targetCredential",
                "targetBigPictureCredential",
                "targetEndpoints",
                "way_reinstallApp",
                "way_createDump",
                "way_backUpJira",
                "way_importBackup",
                "way_installApp",
                "way_createUsers",
                "way_restoreDump",
                "way_activateConnections",
                "way_rollBack",
                "unmatchedPeopleLimit",
                "pollPause",
                "rehearsal"
            })
    public Map<String, @Nullable Object> registerMigration(ActivatedJob job) {
        return registration.register(job.getProcessInstanceKey(), job.getVariablesAsMap());
    }
}
