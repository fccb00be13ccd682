package io.ferry.jira;

/**
 * What a Jira says of itself.
 *
 * @param version such as {@code 10.3.1}; on Cloud {@code 1001.0.0-SNAPSHOT} or the like
 * @param buildNumber the build, 0 if it was not given
 * @param deploymentType {@code Server} (also for Data Center) or {@code Cloud}; empty if it was not given
 * @param title the site's title
 * @param baseUrl the address that the site itself believes in; may differ from the one called
 */
public record ServerInfo(String version, long buildNumber, String deploymentType, String title, String baseUrl) {

    /** Whether this is a Jira Cloud site. */
    public boolean isCloud() {
        return deploymentType.equalsIgnoreCase("Cloud");
    }
}
