package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.MigrationId;
import io.ferry.migration.ModelsOnRecord;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Notes which models work for a migration, at the first job of each. */
@Component
class ModelsInUse {
    /** Beyond this many it forgets, and looks at the record again. */
    private static final int REMEMBERED = 10_000;

    private final ModelsOnRecord models;
    private final Set<Used> noted = ConcurrentHashMap.newKeySet();

    ModelsInUse(ModelsOnRecord models) {
        this.models = models;
    }

    private record Used(MigrationId id, long definitionKey) {}

    void note(MigrationId id, ActivatedJob job) {
        Used used = new Used(id, job.getProcessDefinitionKey());
        if (noted.contains(used)) {
            return;
        }
        models.used(
                id,
                new ModelsOnRecord.Model(
                        job.getBpmnProcessId(), job.getProcessDefinitionVersion(), job.getProcessDefinitionKey()));
        if (noted.size() >= REMEMBERED) {
            noted.clear();
        }
        noted.add(used);
    }
}
