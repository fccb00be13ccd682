package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.jira.cloud.AppInstallation;
import io.ferry.migration.Action;
import io.ferry.migration.Intents;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Steps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has the cloud site install the app; where it is there already, nothing is asked for. */
@Component
public class InstallAppWorker {
    private final Steps steps;
    private final TargetApps apps;
    private final Sites sites;
    private final Intents intents;
    private final Changes changes;
    private final LongWork work;

    InstallAppWorker(Steps steps, TargetApps apps, Sites sites, Intents intents, Changes changes, LongWork work) {
        this.steps = steps;
        this.apps = apps;
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
        this.work = work;
    }

    @JobWorker(type = "install-app", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> installApp(ActivatedJob job) {
        return steps.run(job, step -> {
            if (!apps.isInstalled(step)) {
                changes.atMostOnce(
                        step,
                        intents.begin(step.id(), Action.INSTALL_APP, step.visit()),
                        "The installation of the app",
                        intent -> install(step),
                        intent -> apps.isInstalled(step) ? Optional.of(Map.of()) : Optional.empty());
            }
            return work.begun("app");
        });
    }

    private Map<String, Object> install(Step step) {
        String key = Sites.appKey(step.migration().app());
        return switch (sites.target(step.settings()).installApp(key)) {
            case AppInstallation.Accepted accepted -> Map.of();
            case AppInstallation.Refused(String reason) ->
                throw StepRefused.refused(
                        "The cloud site does not install the app.", reason, "Install it from the marketplace by hand.");
        };
    }
}
