package io.ferry.jira.cloud;

/** What became of the wish to create an account. */
public sealed interface CreatedUser {

    /**
     * The account was created, or existed and has access; Jira does not tell which.
     *
     * @param accountId its account id
     */
    record Created(String accountId) implements CreatedUser {}

    /** The person has an account without access to the product: an administrator gives access. */
    record AlreadyThere() implements CreatedUser {}

    /** The site's licence has no seat left. */
    record LicenceExceeded() implements CreatedUser {}

    /** Ferry's user may not create accounts: it must be organisation administrator. */
    record NotAllowed() implements CreatedUser {}

    /**
     * The site refuses this account for another reason.
     *
     * @param reason what it says, with addresses masked
     */
    record Refused(String reason) implements CreatedUser {}
}
