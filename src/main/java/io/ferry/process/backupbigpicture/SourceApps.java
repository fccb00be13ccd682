package io.ferry.process.backupbigpicture;

import io.ferry.migration.App;
import io.ferry.process.common.StepRefused;

/** Refusals that concern the app on the source. */
final class SourceApps {
    private SourceApps() {}

    static StepRefused missing(App app) {
        return StepRefused.refused(
                app.title() + " is not installed on the source.",
                "The app manager does not list it.",
                "Install it at the version that it had, then choose “done”.");
    }
}
