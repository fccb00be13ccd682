package io.ferry.jira;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a Jira says of itself.
 *
 * @param version such as {@code 10.3.1}; on Cloud {@code 1001.0.0-SNAPSHOT} or the like
 * @param buildNumber the build, 0 if it was not given
 * @param deploymentType {@code Server} (also for Data Center) or {@code Cloud}; empty if it was not given
 * @param title the site's title
 * @param baseUrl the address that the site itself believes in; may differ from the one called
 * @param time the site's clock when it answered; null if it was not given
 */
public record ServerInfo(
        String version,
        long buildNumber,
        String deploymentType,
        String title,
        String baseUrl,
        @Nullable Instant time) {

    /** A Jira that does not say what time it is. */
    public ServerInfo(String version, long buildNumber, String deploymentType, String title, String baseUrl) {
        this(version, buildNumber, deploymentType, title, baseUrl, null);
    }

    /** Whether this is a Jira Cloud site. */
    public boolean isCloud() {
        return deploymentType.equalsIgnoreCase("Cloud");
    }
}
