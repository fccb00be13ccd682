package io.ferry.process.installbigpicture;

import io.ferry.jira.cloud.AppInstallation;
import io.ferry.migration.Action;
import io.ferry.migration.Intents;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.LongWork.Seen;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.model.Problem;
import io.ferry.remote.RemoteState;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The installation of the app in the cloud site; where it is there already, nothing is asked for. */
@Component
class AppInstalling {
    private final TargetApps apps;
    private final Sites sites;
    private final Intents intents;
    private final AtMostOnce changes;
    private final LongWork work;

    AppInstalling(TargetApps apps, Sites sites, Intents intents, AtMostOnce changes, LongWork work) {
        this.apps = apps;
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
        this.work = work;
    }

    /** What the process knows of the installation when it asks. */
    record SoFar(@Nullable Integer appPercent, @Nullable Watch appWatch) {}

    /** The installation, begun or seen again. */
    record Installing(
            LongWork.State appState,
            int appPercent,
            Watch appWatch,
            @Nullable Problem problem) {
        static Installing of(Seen seen) {
            return new Installing(seen.state(), seen.percent(), seen.watch(), seen.problem());
        }
    }

    /** Has the site install the app. */
    Installing start(Step step) {
        changes.atMostOnce(
                step,
                intents.begin(step.id(), Action.INSTALL_APP, step.visit()),
                "The installation of the app",
                intent -> install(step),
                intent -> apps.isInstalled(step) ? Optional.of(Map.of()) : Optional.empty());
        return Installing.of(work.begun());
    }

    private Map<String, Object> install(Step step) {
        if (apps.isInstalled(step)) {
            return Map.of("wasInstalled", true);
        }
        String key = step.migration().app().key();
        return switch (sites.target(step.settings()).installApp(key)) {
            case AppInstallation.Accepted accepted -> Map.of();
            case AppInstallation.Refused(String reason) ->
                throw StepRefused.refused(
                        "The cloud site does not install the app.", reason, "Install it from the marketplace by hand.");
        };
    }

    /** Asks whether the app is there now. */
    Installing look(Step step, SoFar known) {
        return Installing.of(work.look(
                step,
                "The installation",
                known.appPercent(),
                known.appWatch(),
                () -> apps.isInstalled(step)
                        ? new Progress(RemoteState.DONE, 100, "")
                        : new Progress(
                                RemoteState.IN_PROGRESS, 0, "The app manager does not list the app as enabled yet.")));
    }
}
