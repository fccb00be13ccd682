package io.ferry.process.installbigpicture;

import io.ferry.jira.AppLicence;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.readiness.AppVersions;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at the app in the cloud site. */
@Component
class TargetApps {
    private final Sites sites;
    private final FactsOfMigration facts;

    TargetApps(Sites sites, FactsOfMigration facts) {
        this.sites = sites;
        this.facts = facts;
    }

    boolean isInstalled(Step step) {
        return installed(step).filter(InstalledApp::enabled).isPresent();
    }

    /** What was found. */
    record Found(TargetApp targetApp) {}

    Found find(Step step) {
        return new Found(lookAt(step));
    }

    private TargetApp lookAt(Step step) {
        JiraCloud jira = sites.target(step.settings());
        TargetApp found = installed(step)
                .map(app -> {
                    Optional<AppLicence> licence = jira.appLicence(app.key());
                    return new TargetApp(
                            app.enabled(),
                            app.version(),
                            AppVersions.takesDumpOf(app.version(), sourceVersion(step)),
                            licence.filter(AppLicence::valid).isPresent(),
                            licence.isPresent());
                })
                .orElseGet(() -> new TargetApp(false, null, false, false, false));
        facts.verified(step.id(), FactName.TARGET_APP, found);
        return found;
    }

    private Optional<InstalledApp> installed(Step step) {
        return sites.target(step.settings()).app(step.migration().app().key());
    }

    /** What the phase “Back up BigPicture” saw on the source; the source itself may be switched off by now. */
    private String sourceVersion(Step step) {
        return facts.find(step.id(), FactName.SOURCE_APP)
                .map(fact -> fact.value().path("version").asText(""))
                .orElse("");
    }
}
