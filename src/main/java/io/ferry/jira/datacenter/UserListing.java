package io.ferry.jira.datacenter;

/** How much of its people a Jira Data Center told. */
public enum UserListing {
    /** Everybody: the site has a list of all users. */
    COMPLETE,
    /**
     * Those whom a search found. A version without a list has only this, and on big sites the search ends early: there may be
     * more. The Jira backup is the sure list.
     */
    MAY_BE_SHORT,
    /** Nobody: the site offers neither, or not to Ferry's user. Only the Jira backup tells. */
    NOT_REPORTED
}
