package io.ferry.process.restorebigpicture;

import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Confirmed;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.Told;
import io.ferry.remote.Masking;
import io.ferry.verification.AppInventory;
import io.ferry.verification.Inventory.AppSide;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Looks at what the target's app holds. */
@Component
class TargetStates {
    /** How Ferry's own dumps are marked ({@link io.ferry.migration.Intent#mark}). */
    private static final Pattern FERRYS = Pattern.compile("\\[ferry-[0-9a-f]{12}]");

    private final Sites sites;
    private final AppInventory apps;
    private final FactsOfMigration facts;
    private final Clock clock;

    TargetStates(Sites sites, AppInventory apps, FactsOfMigration facts, Clock clock) {
        this.sites = sites;
        this.apps = apps;
        this.facts = facts;
        this.clock = clock;
    }

    TargetState read(Step step) {
        var state = look(step);
        facts.verified(step.id(), FactName.TARGET_STATE, state);
        return state;
    }

    /** The state now, on no record. */
    TargetState look(Step step) {
        var bigPicture = sites.targetApp(step.migration());
        var version = Told.orNull(() -> sites.target(step.settings())
                .app(step.migration().app().key())
                .map(InstalledApp::version)
                .orElse(null));
        var answer = apps.ask(bigPicture);
        var app = answer instanceof AppInventory.Answer.Seen(AppSide seen) ? seen : null;
        var restores = Told.orNull(() -> bigPicture.dumps().restores().stream()
                .map(RestoreProgress::restoreId)
                .toList());
        var dump = Told.orNull(() -> newestOfPeople(bigPicture.dumps()));
        return new TargetState(
                app == null ? null : app.boxes().size(),
                version,
                // Records write all they hold, in the order in which the app lists it.
                Confirmed.fingerprint(version + "\n" + app + "\n" + restores + "\n" + dump),
                clock.instant(),
                app,
                restores,
                answer instanceof AppInventory.Answer.NotVerifiable(var why) ? Masking.mask(why) : null);
    }

    /**
     * The app tells of no last change. The newest dump comes nearest: that somebody is at work there. Ferry's own, and
     * uploads, say nothing of that; nor do those of which the app does not tell how they came, for Ferry's upload may be one.
     */
    private static String newestOfPeople(Dumps dumps) {
        return dumps.list().stream()
                .filter(dump -> dump.origin() == Dump.Origin.MANUAL || dump.origin() == Dump.Origin.SAFETY)
                .filter(dump -> !FERRYS.matcher(dump.description()).find())
                .max(Comparator.comparing(dump -> dump.createdAt().orElse(Instant.MIN)))
                .map(dump -> dump.id() + " " + dump.createdAt())
                .orElse("none");
    }
}
