package io.ferry.process.backupbigpicture;

import io.ferry.base.VersionNumber;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.App;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.remote.RemoteFailure;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Checks that the app on the source is there, switched on, new enough for its dump to be restored, and at the version that it
 * had before it was installed anew.
 */
@Component
class SourceApp {
    private static final String VERSION = "version";

    private final Sites sites;
    private final ReadinessProperties properties;
    private final FactsOfMigration facts;

    SourceApp(Sites sites, ReadinessProperties properties, FactsOfMigration facts) {
        this.sites = sites;
        this.properties = properties;
        this.facts = facts;
    }

    /**
     * What was found: the version, and the one that it had {@code before}. Empty where the site tells of no app at all.
     */
    record Found(Map<String, String> sourceApp) {}

    /** Checks it, and puts its version on record. */
    Found check(Step step) {
        App app = step.migration().app();
        Optional<String> before = version(step, FactName.SOURCE_APP_BEFORE);
        Optional<InstalledApp> installed = installed(step, before.isPresent());
        if (installed.isEmpty() && before.isEmpty()) {
            // A site that tells of no app at all: what the person said stands alone.
            return new Found(Map.of());
        }
        String now = checked(app, installed.orElseThrow(() -> missing(app)));
        Optional<String> knownOtherwise = version(step, FactName.SOURCE_APP);
        Map<String, String> found = new TreeMap<>(Map.of(VERSION, now));
        before.ifPresent(version -> found.put("before", version));
        facts.verified(step.id(), FactName.SOURCE_APP, found);
        before.filter(version -> !version.equals(now) && !knownOtherwise.equals(Optional.of(now)))
                .ifPresent(version -> {
                    throw otherVersion(app, version, now);
                });
        return new Found(found);
    }

    /** The app as the site shows it. Where it did not tell of the app before, it need not do so now. */
    private Optional<InstalledApp> installed(Step step, boolean toldBefore) {
        try {
            return sites.source(step.settings()).app(step.migration().app().key());
        } catch (RemoteFailure failure) {
            if (failure.isPassing() || toldBefore) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private Optional<String> version(Step step, FactName name) {
        return facts.find(step.id(), name)
                .map(fact -> fact.value().path(VERSION).asText(""))
                .filter(version -> !version.isEmpty());
    }

    private String checked(App app, InstalledApp installed) {
        VersionNumber version = VersionNumber.parse(installed.version());
        if (version == null || version.compareTo(VersionNumber.of(properties.oldestApp())) < 0) {
            throw StepRefused.refused(
                    app.title() + " on the source is too old.",
                    "It is version " + installed.version() + "; dumps can be restored from " + properties.oldestApp()
                            + " on.",
                    "Update the app to its newest version, then choose “done”.");
        }
        if (!installed.enabled()) {
            throw StepRefused.refused(
                    app.title() + " on the source is switched off.",
                    "Version " + installed.version() + " is installed.",
                    "Enable it in the app manager, then choose “done”.");
        }
        return installed.version();
    }

    static StepRefused missing(App app) {
        return StepRefused.refused(
                app.title() + " is not installed on the source.",
                "The app manager does not list it.",
                "Install it at the version that it had, then choose “done”.");
    }

    private static StepRefused otherVersion(App app, String before, String now) {
        return StepRefused.refused(
                app.title() + " on the source has another version than before.",
                "When Ferry checked the readiness it was " + before + ", now it is " + now
                        + ". It must be installed again at exactly the version that it has, or another node may write while the dump is made.",
                "Install " + before + " again. If it is to stay at " + now + ", install " + now
                        + " once more. Then choose “done”.");
    }
}
