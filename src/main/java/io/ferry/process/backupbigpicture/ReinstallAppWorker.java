package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.Action;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.Changes;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.Steps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has the app reinstalled at the version it has, so that no other node writes while the dump is made. */
@Component
public class ReinstallAppWorker {
    private final Steps steps;
    private final Sites sites;
    private final Intents intents;
    private final Changes changes;

    ReinstallAppWorker(Steps steps, Sites sites, Intents intents, Changes changes) {
        this.steps = steps;
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
    }

    @JobWorker(type = "reinstall-app", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> reinstallApp(ActivatedJob job) {
        return steps.run(job, step -> {
            IntentState state = intents.begin(step.id(), Action.REINSTALL_APP, step.visit());
            changes.atMostOnce(
                    step,
                    state,
                    "The reinstallation of the app",
                    intent -> reinstall(step),
                    // An app that is reinstalled looks as before: only a person can tell.
                    intent -> Optional.empty());
            return Map.of();
        });
    }

    /** The version is read only here: while Ferry's own reinstallation is under way, the app may seem to be missing. */
    private Map<String, Object> reinstall(Step step) {
        String version = sites.source(step.settings())
                .app(Sites.appKey(step.migration().app()))
                .map(InstalledApp::version)
                .orElseThrow(() -> SourceApps.missing(step.migration().app()));
        sites.sourceApp(step.migration()).reinstall(version);
        return Map.of("version", version);
    }
}
