package io.ferry.process.restorebigpicture;

import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.AppInventory;
import io.ferry.verification.Inventory.AppSide;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at what the target's app holds. */
@Component
class TargetStates {
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

    Map<String, Object> read(Step step) {
        var state = look(step);
        facts.verified(step.id(), FactName.TARGET_STATE, state);
        return Map.of("targetState", state.variable());
    }

    /** The state now, on no record. */
    TargetState look(Step step) {
        var bigPicture = sites.targetApp(step.migration());
        var version = sites.target(step.settings())
                .app(Sites.appKey(step.migration().app()))
                .map(InstalledApp::version)
                .orElse(null);
        var app = apps.ask(bigPicture) instanceof AppInventory.Answer.Seen(AppSide seen) ? seen : null;
        return new TargetState(
                app == null ? null : app.boxes().size(),
                version,
                fingerprint(version, app),
                clock.instant(),
                app,
                restores(bigPicture));
    }

    private static @Nullable List<String> restores(BigPicture bigPicture) {
        try {
            return bigPicture.dumps().restores().stream()
                    .map(RestoreProgress::restoreId)
                    .toList();
        } catch (AutomationUnavailableException | CredentialMissingException e) {
            return null;
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            return null;
        }
    }

    private static String fingerprint(@Nullable String version, @Nullable AppSide app) {
        try {
            // Records write all they hold, in the order in which the app lists it.
            var text = version + "\n" + app;
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
