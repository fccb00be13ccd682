package io.ferry.readiness;

import io.ferry.jira.InstalledApp;
import io.ferry.readiness.ReadinessReport.Checked;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one site answered when Ferry looked at it, by calls that only read, without a migration. What the site did not report is
 * null; the checks say why.
 *
 * @param title the site's title
 * @param version the version of Jira; on Cloud it says nothing to people
 * @param people how many people may use Jira, as the site counts them; where it has several products, those of the largest
 * @param app the app that is carried over, as the app manager shows it; null also where it is not installed
 * @param missingRights the global permissions that Ferry's user lacks, such as {@code ADMINISTER}; empty also where the site
 *     did not report them
 * @param clockAhead how far the site's clock is ahead of Ferry's; negative if it is behind
 * @param checks what was looked at and what was found, in words for people, in the order in which it was asked
 */
public record SiteLook(
        @Nullable String title,
        @Nullable String version,
        @Nullable Long people,
        @Nullable InstalledApp app,
        Set<String> missingRights,
        @Nullable Duration clockAhead,
        List<Checked> checks) {
    public SiteLook {
        missingRights = Set.copyOf(missingRights);
        checks = List.copyOf(checks);
    }

    /** Whether nothing was found that keeps a migration from starting. */
    public boolean passed() {
        return new ReadinessReport(checks).passed();
    }
}
