package io.ferry.process.model;

import io.ferry.migration.App;
import io.ferry.migration.Migration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages that forms lead people to: the process variable {@code links}.
 *
 * <p>The app's own pages are those of facts/bigpicture.md (seen); within them the forms say where to click, for the
 * addresses of single settings pages are not known. Jira's pages are its well-known administration pages; that of the
 * cloud's import is the settings page from which it is reached (assumed), as is the Marketplace's address by the app's key.
 */
final class SiteLinks {
    private SiteLinks() {}

    /**
     * @param ferry Ferry's own address, without a slash at the end
     * @param confirmedOnFerry whether people confirm on Ferry's pages what cannot be undone; the forms show the links if they are there
     */
    static Map<String, String> of(Migration migration, String ferry, boolean confirmedOnFerry) {
        String source = migration.settings().source().url().toString();
        String target = migration.settings().target().url().toString();
        String name = migration.app() == App.BIGPICTURE ? "bigpicture" : "biggantt";
        String sourceApp = source + "/plugins/servlet/softwareplant-" + name + "/";
        String targetApp = target + "/plugins/servlet/ac/" + migration.app().key() + "/" + name;
        String record = ferry + "/migrations/" + migration.id();

        Map<String, String> links = new TreeMap<>();
        links.put("sourceDumps", sourceApp);
        links.put("sourceFields", sourceApp);
        links.put("sourceApps", source + "/plugins/servlet/upm");
        links.put("sourceBanner", source + "/secure/admin/EditAnnouncementBanner!default.jspa");
        links.put(
                "appVersions",
                isReal(source)
                        ? "https://marketplace.atlassian.com/plugins/"
                                + migration.app().key()
                        : source + "/sandbox/marketplace");
        links.put("sourceBackup", source + "/secure/admin/XmlBackup!default.jspa");
        links.put("targetDumps", targetApp);
        links.put("targetConnections", targetApp);
        links.put("targetApps", target + "/plugins/servlet/upm");
        links.put("targetImport", target + "/jira/settings/system/general-configuration");
        links.put("targetUsers", isReal(target) ? "https://admin.atlassian.com" : target + "/admin/users");
        links.put("migration", record);
        links.put("mapping", record + "/mapping");
        links.put("files", record + "/files");
        links.put("dumpFile", record + "/files/dump");
        links.put("jiraBackupFile", record + "/files/jira-backup");
        links.put("safetyDumpFile", record + "/files/safety-dump");
        links.put("differences", record + "/differences");
        links.put("report", ferry + "/api/migrations/" + migration.id() + "/report");
        if (confirmedOnFerry) {
            links.put("confirmImport", record + "/approvals/import");
            links.put("confirmRestore", record + "/approvals/restore");
            links.put("confirmRollBack", record + "/approvals/roll-back");
        }
        return links;
    }

    /** Whether other sites of Atlassian belong to it. A pretend one answers without TLS, and has such pages itself. */
    private static boolean isReal(String site) {
        return site.startsWith("https:");
    }
}
