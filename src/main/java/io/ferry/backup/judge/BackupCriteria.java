package io.ferry.backup.judge;

import io.ferry.base.VersionNumber;
import java.util.List;

/**
 * What a backup is judged by.
 *
 * @param oldestJira older ones must be upgraded first (facts/jira-backup-format.md: 7.0)
 * @param oldestSupportedJira from here on the import is supported (facts/jira-backup-format.md: 7.6.0)
 * @param newestJira the newest that the cloud site takes; compared only as far as it is written, so "11" allows 11.3.
 *     Nobody publishes this figure, so it is an assumption that an operator may change
 * @param appKeys the apps of which at least one should be installed (facts/bigpicture.md)
 * @param oldestApp the oldest version of them whose dump can be restored (facts/bigpicture.md: 8.2.2)
 */
public record BackupCriteria(
        VersionNumber oldestJira,
        VersionNumber oldestSupportedJira,
        VersionNumber newestJira,
        List<String> appKeys,
        VersionNumber oldestApp) {

    public BackupCriteria {
        appKeys = List.copyOf(appKeys);
    }

    /** {@return what holds unless somebody says otherwise} */
    public static BackupCriteria defaults() {
        return new BackupCriteria(
                VersionNumber.of("7.0"),
                VersionNumber.of("7.6.0"),
                VersionNumber.of("11"),
                List.of("eu.softwareplant.bigpicture", "eu.softwareplant.biggantt"),
                VersionNumber.of("8.2.2"));
    }

    /**
     * Changes what the target takes.
     *
     * @param newest the newest version of Jira that the target takes
     * @return these criteria with it
     */
    public BackupCriteria withNewestJira(VersionNumber newest) {
        return new BackupCriteria(oldestJira, oldestSupportedJira, newest, appKeys, oldestApp);
    }
}
