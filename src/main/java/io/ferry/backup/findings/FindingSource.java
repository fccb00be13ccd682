package io.ferry.backup.findings;

/**
 * A public page that a finding rests on.
 *
 * @param title what the page is called
 * @param url where it is
 */
public record FindingSource(String title, String url) {

    static final FindingSource ZIP_FORMAT = new FindingSource(
            "PKWARE, .ZIP File Format Specification", "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT");
    static final FindingSource XML_FORMAT =
            new FindingSource("W3C, Extensible Markup Language (XML) 1.0", "https://www.w3.org/TR/xml/");
    static final FindingSource BACKUP =
            atlassian("Backing up data", "https://confluence.atlassian.com/display/ADMINJIRASERVER/Backing+up+data");
    static final FindingSource SITE_IMPORT =
            atlassian("Import issues", "https://support.atlassian.com/jira-cloud-administration/docs/import-issues/");
    static final FindingSource CHECKLIST = atlassian(
            "Pre-migration checklist", "https://support.atlassian.com/migration/docs/jira-pre-migration-checklist/");
    static final FindingSource ILLEGAL_CHARACTERS = atlassian(
            "Removing invalid characters from XML backups (cloud KB 1072217658)",
            "https://confluence.atlassian.com/pages/viewpage.action?pageId=1072217658");
    static final FindingSource CONTROL_CHARACTERS =
            atlassian("JRASERVER-36135", "https://jira.atlassian.com/browse/JRASERVER-36135");
    static final FindingSource EMAIL_CSV = atlassian(
            "Error processing user emails CSV",
            "https://support.atlassian.com/jira/kb/backup-import-failing-with-error-error-processing-user-emails-csv");
    static final FindingSource USER_SYNC = atlassian(
            "Resolve user and groups synchronization error",
            "https://confluence.atlassian.com/cloudkb/resolve-user-and-groups-synchronization-error-1036061499.html");
    static final FindingSource MEMBERSHIPS = atlassian(
            "Restoring Jira 8.22 (and newer) backup to Cloud",
            "https://support.atlassian.com/jira/kb/user-login-restoring-jira-822-and-newer-backup-to-cloud/");
    static final FindingSource RESERVED_GROUPS = atlassian(
            "Manage blocklisted groups and their users",
            "https://support.atlassian.com/organization-administration/docs/manage-blocklisted-groups-and-their-users/");
    static final FindingSource ISSUE_LIMITS = atlassian(
            "Issues that approach the limits",
            "https://support.atlassian.com/jira/kb/how-to-use-issuesapproachinglimitparams-in-automation-to-get-the-list-of-issues-approaching-the-limit");
    static final FindingSource APP_FIELDS = new FindingSource(
            "Adaptavist, Frequent importing configurations errors",
            "https://www.adaptavist.com/doco/display/PCP/Frequent+Importing+Configurations+Errors");
    static final FindingSource BINARY_FIELDS = community(875608);
    static final FindingSource FORMER_USERS = community(2104610);
    static final FindingSource PROJECT_KEYS = community(2306210);
    static final FindingSource DUPLICATE_KEYS =
            atlassian("Duplicate issue keys", "https://confluence.atlassian.com/display/JIRAKB/Duplicate+issue+keys");
    static final FindingSource WORKFLOWS = atlassian(
            "Workflow descriptors that are not valid XML (KB 646251124)",
            "https://confluence.atlassian.com/pages/viewpage.action?pageId=646251124");
    static final FindingSource ORACLE_NUMBERS = atlassian(
            "Numbers without precision in exports from Oracle (KB 776815306)",
            "https://confluence.atlassian.com/pages/viewpage.action?pageId=776815306");
    static final FindingSource ANONYMISED = atlassian(
            "Anonymizing users", "https://confluence.atlassian.com/display/ADMINJIRASERVER/Anonymizing+users");
    static final FindingSource DIRECTORIES = atlassian(
            "Managing multiple directories",
            "https://confluence.atlassian.com/display/ADMINJIRASERVER/Managing+multiple+directories");
    static final FindingSource TWO_ADDRESSES =
            atlassian("JRASERVER-23861", "https://jira.atlassian.com/browse/JRASERVER-23861");
    static final FindingSource BIGPICTURE =
            new FindingSource("Appfire, BigPicture for developers", "https://developer.bigpicture.one/");

    private static FindingSource atlassian(String title, String url) {
        return new FindingSource("Atlassian, " + title, url);
    }

    private static FindingSource community(int question) {
        return new FindingSource(
                "Atlassian Community, question " + question,
                "https://community.atlassian.com/t5/-/-/qaq-p/" + question);
    }
}
