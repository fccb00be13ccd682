package io.ferry.backup.findings;

/**
 * A public page that a finding rests on.
 *
 * @param title what the page is called
 * @param url where it is
 * @param confirmed whether somebody found that page at that address, and that it says what the finding rests on (November
 *     2026)
 */
public record FindingSource(String title, String url, boolean confirmed) {

    static final FindingSource ZIP_FORMAT = new FindingSource(
            "PKWARE, .ZIP File Format Specification",
            "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT",
            true);
    static final FindingSource XML_FORMAT =
            new FindingSource("W3C, Extensible Markup Language (XML) 1.0", "https://www.w3.org/TR/xml/", true);
    static final FindingSource BACKUP = unconfirmed(
            "Atlassian, Backing up data", "https://confluence.atlassian.com/display/ADMINJIRASERVER/Backing+up+data");
    static final FindingSource SITE_IMPORT =
            atlassian("Import issues", "https://support.atlassian.com/jira-cloud-administration/docs/import-issues/");
    static final FindingSource CHECKLIST = atlassian(
            "Jira Cloud Migration Assistant pre-migration checklist",
            "https://support.atlassian.com/migration/docs/jira-pre-migration-checklist/");
    static final FindingSource ILLEGAL_CHARACTERS = atlassian(
            "How To Validate XML Backups Using the Same Java Classes as Cloud",
            "https://confluence.atlassian.com/cloudkb/how-to-validate-xml-backups-using-the-same-java-classes-as-cloud-1072217658.html");
    static final FindingSource EMAIL_CSV = atlassian(
            "Error Processing User Emails CSV during Jira Cloud backup import",
            "https://support.atlassian.com/jira/kb/backup-import-failing-with-error-error-processing-user-emails-csv");
    static final FindingSource USER_SYNC = atlassian(
            "Resolve user and groups synchronization error",
            "https://confluence.atlassian.com/cloudkb/resolve-user-and-groups-synchronization-error-1036061499.html");
    static final FindingSource MEMBERSHIPS = atlassian(
            "Restoring Jira 8.22 (and newer) backup to Cloud",
            "https://support.atlassian.com/jira/kb/user-login-restoring-jira-822-and-newer-backup-to-cloud/");
    static final FindingSource RESERVED_GROUPS = atlassian(
            "Reassign admins to blocklisted admin groups",
            "https://support.atlassian.com/migration/docs/reassign-admins-to-blocklisted-admin-groups/");
    static final FindingSource ISSUE_LIMITS = unconfirmed(
            "Atlassian, Issues that approach the limits",
            "https://support.atlassian.com/jira/kb/how-to-use-issuesapproachinglimitparams-in-automation-to-get-the-list-of-issues-approaching-the-limit");
    static final FindingSource APP_FIELDS = confirmed(
            "Adaptavist, Frequent importing configurations errors",
            "https://www.adaptavist.com/doco/display/PCP/Frequent+Importing+Configurations+Errors");
    static final FindingSource BINARY_FIELDS = confirmed(
            "Atlassian Community, How to clean irrelative ActiveObjects data in Jira backup",
            "https://community.atlassian.com/t5/Jira-articles/How-to-clean-irrelative-ActiveObjects-data-in-Jira-backup/ba-p/875608");
    static final FindingSource FORMER_USERS = confirmed(
            "Atlassian Community, Migrating inactive users to Jira Cloud",
            "https://community.atlassian.com/t5/Jira-questions/migrating-inactive-users-to-jira-cloud-from-jira-server-with/qaq-p/2534114");
    static final FindingSource PROJECT_KEYS = confirmed(
            "Atlassian Community, Custom Project Key and Project Key Limitations",
            "https://community.atlassian.com/t5/Jira-questions/Custom-Project-Key-and-Project-Key-Limitations/qaq-p/2306210");
    static final FindingSource DUPLICATE_KEYS = unconfirmed(
            "Atlassian, Duplicate issue keys", "https://confluence.atlassian.com/display/JIRAKB/Duplicate+issue+keys");
    static final FindingSource WORKFLOWS = atlassian(
            "Error while editing Workflow Scheme",
            "https://confluence.atlassian.com/pages/viewpage.action?pageId=646251124");
    static final FindingSource ORACLE_NUMBERS = atlassian(
            "Could not determine the proper mapping from Oracle export",
            "https://confluence.atlassian.com/jirakb/could-not-determine-the-proper-mapping-from-oracle-export-for-column-default-776815306.html");
    static final FindingSource ANONYMISED = atlassian(
            "Anonymizing users", "https://confluence.atlassian.com/display/ADMINJIRASERVER0916/Anonymizing+users");
    static final FindingSource DIRECTORIES = atlassian(
            "Managing multiple directories",
            "https://confluence.atlassian.com/adminjiraserver0917/managing-multiple-directories-1431246040.html");
    static final FindingSource TWO_ADDRESSES = atlassian(
            "How to handle users in multiple directories",
            "https://confluence.atlassian.com/display/JIRAKB/How+to+handle+users+in+multiple+directories");
    static final FindingSource BIGPICTURE =
            unconfirmed("Appfire, BigPicture for developers", "https://developer.bigpicture.one/");

    private static FindingSource atlassian(String title, String url) {
        return confirmed("Atlassian, " + title, url);
    }

    private static FindingSource confirmed(String title, String url) {
        return new FindingSource(title, url, true);
    }

    private static FindingSource unconfirmed(String title, String url) {
        return new FindingSource(title, url, false);
    }
}
