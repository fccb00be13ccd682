package io.ferry.sandbox.world;

import io.ferry.base.VersionNumber;

/**
 * A version of Jira Data Center, and which calls and fields it has. Of a call whose first version is not known exactly, the
 * sandbox offers nothing to versions that may lack it: it must not be kinder than a real site.
 *
 * @param text as the site tells it, such as {@code 8.20.30}
 * @param number the same, to compare
 */
public record JiraVersion(String text, VersionNumber number) {
    private static final VersionNumber OLDEST = VersionNumber.of("7.6");
    private static final VersionNumber NONE_YET = VersionNumber.of("12.0");
    private static final VersionNumber FIRST_WITH_TOKENS = VersionNumber.of("8.14");
    private static final VersionNumber FIRST_WITH_ARCHIVED_PROJECTS = VersionNumber.of("7.10");
    private static final VersionNumber FIRST_WITH_USER_LIST = VersionNumber.of("11.0");
    private static final VersionNumber FIRST_WITHOUT_PASSWORDS = VersionNumber.of("11.0");
    private static final VersionNumber FIRST_WITH_SHORT_SEARCH = VersionNumber.of("10.0");
    private static final VersionNumber LONG_TERM_SUPPORT = VersionNumber.of("10.3");
    /** The one whose specification has the call; it came with an earlier update of 10.3 that nobody names. */
    private static final VersionNumber LONG_TERM_SUPPORT_WITH_USER_LIST = VersionNumber.of("10.3.24");

    /**
     * Reads a version that an operator wants the sandbox to have.
     *
     * @param text 7.6 to 11, such as {@code 8.20} or {@code 10.3.24}
     * @return the version
     * @throws IllegalArgumentException where it has another form, or is older or newer than that
     */
    public static JiraVersion parse(String text) {
        VersionNumber number = VersionNumber.parse(text);
        if (number == null || number.compareTo(OLDEST) < 0 || number.compareTo(NONE_YET) >= 0) {
            throw new IllegalArgumentException("The version of Jira must be 7.6 to 11, such as 9.12.0, not " + text);
        }
        return new JiraVersion(text.strip(), number);
    }

    /** The version that a backup names, however old. */
    static JiraVersion ofBackup(String text) {
        VersionNumber number = VersionNumber.parse(text);
        return new JiraVersion(text, number == null ? OLDEST : number);
    }

    /** @return whether {@code GET user/list} is there (facts/jira-data-center.md) */
    public boolean offersUserList() {
        boolean longTermSupport =
                !number.isNewerThanAnyOf(LONG_TERM_SUPPORT) && number.compareTo(LONG_TERM_SUPPORT_WITH_USER_LIST) >= 0;
        return longTermSupport || number.compareTo(FIRST_WITH_USER_LIST) >= 0;
    }

    /** @return whether the site takes personal access tokens (facts/jira-data-center.md: from 8.14 on) */
    public boolean takesTokens() {
        return number.compareTo(FIRST_WITH_TOKENS) >= 0;
    }

    /**
     * Tells how many people a search finds at most, however one pages. The ticket is JRASERVER-78660; the specification of
     * the update of 10.3 that has a list of all users promises a thousand again for each page.
     *
     * @return 100 for versions from 10.0 on without a list of all users, else all of them
     */
    public int mostPeopleFound() {
        return number.compareTo(FIRST_WITH_SHORT_SEARCH) >= 0 && !offersUserList() ? 100 : Integer.MAX_VALUE;
    }

    /**
     * Tells whether name and password open the REST interface, and a session, unless an administrator has changed that. From
     * 11.0 on they do not (seen in third-party clients).
     *
     * @return whether they do
     */
    public boolean takesPasswordsByDefault() {
        return number.compareTo(FIRST_WITHOUT_PASSWORDS) < 0;
    }

    /** @return whether the site can archive projects, and says so of each */
    public boolean archivesProjects() {
        return number.compareTo(FIRST_WITH_ARCHIVED_PROJECTS) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
