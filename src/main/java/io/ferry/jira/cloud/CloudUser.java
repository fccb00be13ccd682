package io.ferry.jira.cloud;

import java.util.Optional;

/**
 * An account of Jira Cloud. Personal data: not for logs or process variables.
 *
 * @param accountId the account id
 * @param accountType {@code atlassian} for people, {@code app}, {@code customer}
 * @param displayName the name shown to people
 * @param emailAddress the e-mail address; empty when the person hides it
 * @param active whether the account is active
 */
public record CloudUser(
        String accountId, String accountType, String displayName, Optional<String> emailAddress, boolean active) {

    /** Whether this account is a person's. */
    public boolean isPerson() {
        return accountType.equals("atlassian");
    }
}
