package io.ferry.jira;

/**
 * Who Ferry is signed in as. Personal data: not for logs or process variables.
 *
 * @param id the user name (Data Center) or account id (Cloud)
 * @param displayName the name shown to people
 * @param active whether the account is active
 */
public record Myself(String id, String displayName, boolean active) {}
