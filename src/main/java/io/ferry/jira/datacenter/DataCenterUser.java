package io.ferry.jira.datacenter;

import java.util.Optional;

/**
 * A user of Jira Data Center. Personal data: not for logs or process variables.
 *
 * @param key the user key, such as {@code JIRAUSER10100}
 * @param name the name to sign in with
 * @param displayName the name shown to people
 * @param emailAddress the e-mail address, empty if none is given or it is hidden
 * @param active whether the account is active
 */
public record DataCenterUser(
        String key, String name, String displayName, Optional<String> emailAddress, boolean active) {}
