package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Steps;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks how far the import is. */
@Component
public class AskImportStateWorker {
    private final Steps steps;
    private final Sites sites;
    private final LongWork work;

    AskImportStateWorker(Steps steps, Sites sites, LongWork work) {
        this.steps = steps;
        this.sites = sites;
        this.work = work;
    }

    @JobWorker(
            type = "ask-import-state",
            fetchVariables = {"migrationId", "importTask", "importPercent", "importMovedAt"})
    public Map<String, @Nullable Object> askImportState(ActivatedJob job) {
        return steps.look(job, step -> {
            JiraCloud jira = sites.target(step.settings());
            String task = Objects.requireNonNull(step.text("importTask"), "The process has no variable importTask");
            return work.look(step, "import", "The import", () -> {
                ImportProgress seen = jira.importState(task);
                return new Progress(seen.state(), seen.percent(), seen.message());
            });
        });
    }
}
