package io.ferry.process.backupbigpicture;

import io.ferry.jira.InstalledApp;
import io.ferry.migration.Action;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Has the app reinstalled at the version it has, so that no other node writes while the dump is made. */
@Component
class Reinstallation {
    private final Sites sites;
    private final Intents intents;
    private final AtMostOnce changes;

    Reinstallation(Sites sites, Intents intents, AtMostOnce changes) {
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
    }

    NoVariables start(Step step) {
        IntentState state = intents.begin(step.id(), Action.REINSTALL_APP, step.visit());
        changes.atMostOnce(
                step,
                state,
                "The reinstallation of the app",
                intent -> reinstall(step),
                // An app that is reinstalled looks as before: only a person can tell.
                intent -> Optional.empty());
        return new NoVariables();
    }

    /** The version is read only here: while Ferry's own reinstallation is under way, the app may seem to be missing. */
    private Map<String, Object> reinstall(Step step) {
        String version = sites.source(step.settings())
                .app(step.migration().app().key())
                .map(InstalledApp::version)
                .orElseThrow(() -> SourceApp.missing(step.migration().app()));
        sites.sourceApp(step.migration()).reinstall(version);
        return Map.of("version", version);
    }
}
