package io.ferry.readiness;

import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.NotApplicable;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.ReadinessReport.Checked;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Runs the checks. Whatever a check throws becomes a finding that says why: the list always comes to its end. */
@Component
@EnableConfigurationProperties(ReadinessProperties.class)
public class Readiness {
    private static final Logger log = LoggerFactory.getLogger(Readiness.class);

    private final List<ReadinessCheck> checks;

    public Readiness() {
        this(ReadinessChecks.allCurrentChecks());
    }

    Readiness(List<ReadinessCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Looks at everything, changes nothing. */
    public ReadinessReport check(Crossing crossing) {
        return check(crossing, EnumSet.noneOf(Side.class));
    }

    /** Looks at everything but the target, which nobody has named yet. Nothing is asked of the target of the crossing. */
    public ReadinessReport checkSource(Crossing crossing) {
        return check(crossing, EnumSet.of(Side.TARGET, Side.BOTH));
    }

    private ReadinessReport check(Crossing crossing, Set<Side> leftOut) {
        Set<Side> silent = EnumSet.noneOf(Side.class);
        List<Checked> results = new ArrayList<>();
        for (ReadinessCheck check : checks) {
            CheckResult result = leftOut.contains(check.side())
                    ? new NotApplicable("No target is named.")
                    : silent.contains(check.side())
                            ? new NotApplicable(check.side().title() + " cannot be asked, see above.")
                            : resultOf(check, crossing);
            if (check.opensTheSide() && !leftOut.contains(check.side()) && !(result instanceof Passed)) {
                silent.add(check.side());
            }
            results.add(new Checked(check.name(), result));
        }
        return new ReadinessReport(results);
    }

    private static CheckResult resultOf(ReadinessCheck check, Crossing crossing) {
        return resultOf(check.name(), () -> check.policy().apply(crossing));
    }

    /**
     * What a look found; whatever it throws becomes a finding that says why.
     *
     * @param name what it looks for, as people read it
     */
    static CheckResult resultOf(String name, Supplier<CheckResult> look) {
        try {
            return look.get();
        } catch (RemoteFailure failure) {
            return new Failed(
                    failure.isPassing() ? "SITE_NOT_ANSWERING" : "SITE_REFUSES",
                    "Not known: " + name + ".",
                    failure.title()
                            + failure.remoteMessage()
                                    .map(said -> " It says: " + said)
                                    .orElse(""),
                    failure.whatToDo());
        } catch (CredentialMissingException missing) {
            return new Failed(
                    "CREDENTIAL_MISSING",
                    "Not known: " + name + ".",
                    String.valueOf(missing.getMessage()),
                    "Provide the credential and check again.");
        } catch (AutomationUnavailableException unavailable) {
            return new NotApplicable(unavailable.why());
        } catch (RuntimeException unforeseen) {
            // The message is not shown: nobody knows what it holds.
            log.error("The check “{}” broke: {}", name, unforeseen.getClass().getName());
            return new Failed(
                    "CHECK_BROKEN",
                    "Not known: " + name + ".",
                    "Ferry did not foresee what happened ("
                            + unforeseen.getClass().getSimpleName() + ").",
                    "Check this point by hand, and tell Ferry's makers.");
        }
    }
}
