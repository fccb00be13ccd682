package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.backup.VersionNumber;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.App;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Steps;
import io.ferry.readiness.ReadinessProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks that the app on the source is there, switched on and new enough for its dump to be restored. */
@Component
public class CheckSourceAppWorker {
    private final Steps steps;
    private final Sites sites;
    private final ReadinessProperties properties;
    private final FactsOfMigration facts;

    CheckSourceAppWorker(Steps steps, Sites sites, ReadinessProperties properties, FactsOfMigration facts) {
        this.steps = steps;
        this.sites = sites;
        this.properties = properties;
        this.facts = facts;
    }

    @JobWorker(type = "check-source-app", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> checkSourceApp(ActivatedJob job) {
        return steps.run(job, step -> {
            App app = step.migration().app();
            InstalledApp installed =
                    sites.source(step.settings()).app(Sites.appKey(app)).orElseThrow(() -> SourceApps.missing(app));
            VersionNumber version = VersionNumber.parse(installed.version());
            if (version == null || version.compareTo(VersionNumber.of(properties.oldestApp())) < 0) {
                throw StepRefused.refused(
                        app.title() + " on the source is too old.",
                        "It is version " + installed.version() + "; dumps can be restored from "
                                + properties.oldestApp() + " on.",
                        "Update the app to its newest version, then choose “done”.");
            }
            if (!installed.enabled()) {
                throw StepRefused.refused(
                        app.title() + " on the source is switched off.",
                        "Version " + installed.version() + " is installed.",
                        "Enable it in the app manager, then choose “done”.");
            }
            Map<String, String> found = Map.of("version", installed.version());
            facts.verified(step.id(), FactName.SOURCE_APP, found);
            return Map.of("sourceApp", found);
        });
    }
}
