package io.ferry.sandbox.world;

/** Which versions of Atlassian's organisation API answer (facts/jira-cloud.md). Without a key, none does. */
public enum OrganisationApi {
    NONE,
    V1,
    V2,
    BOTH;

    /** @return whether version 1 answers, which knows managed accounts only */
    public boolean offersVersion1() {
        return this == V1 || this == BOTH;
    }

    /** @return whether version 2 answers, which knows everybody in the organisation's directories */
    public boolean offersVersion2() {
        return this == V2 || this == BOTH;
    }
}
