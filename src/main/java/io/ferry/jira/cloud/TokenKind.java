package io.ferry.jira.cloud;

/** The kinds of API token of an Atlassian account. */
public enum TokenKind {
    /** Does what its owner may do; the site's own address takes it. */
    CLASSIC,
    /** Does what its scopes cover; only Atlassian's gateway takes it. */
    SCOPED
}
