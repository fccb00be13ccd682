package io.ferry.process.checkreadiness;

import io.ferry.jira.InstalledApp;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Step;
import io.ferry.readiness.Crossing;
import io.ferry.readiness.Readiness;
import io.ferry.readiness.ReadinessReport;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at both sites and at Ferry itself, by every check there is. */
@Component
class RecordedReadiness {
    private final Crossings crossings;
    private final Readiness readiness;
    private final FactsOfMigration facts;

    RecordedReadiness(Crossings crossings, Readiness readiness, FactsOfMigration facts) {
        this.crossings = crossings;
        this.readiness = readiness;
        this.facts = facts;
    }

    /** What was found. */
    record Found(ReadinessFound readiness) {}

    /** Runs the checks and puts on record what they found. */
    Found look(Step step) {
        Crossing crossing = crossings.of(step.migration());
        ReadinessReport report = readiness.check(crossing);
        facts.verified(step.id(), FactName.READINESS, report);
        sourceApp(crossing)
                .ifPresent(
                        app -> facts.verified(step.id(), FactName.SOURCE_APP_BEFORE, Map.of("version", app.version())));
        return new Found(ReadinessFound.of(report));
    }

    /** What a person installs anew later must have the version that it has now. Why a site does not tell, the checks say. */
    private static Optional<InstalledApp> sourceApp(Crossing crossing) {
        try {
            return crossing.source().app(crossing.appKey());
        } catch (RemoteFailure | CredentialMissingException notTold) {
            return Optional.empty();
        }
    }
}
