package io.ferry.backup.content;

import io.ferry.backup.model.BackupLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Joins the three properties that say which Jira wrote the backup with their values. Jira writes the names first; where
 * a file does not, only values that look like a version, a build number or a server id are kept until their names come.
 */
final class SiteProperties {
    private static final String VERSION = "jira.version";
    private static final String BUILD = "jira.version.patched";
    private static final String SERVER_ID = "jira.sid.key";
    private static final String TABLES = "com.atlassian.activeobjects.admin.ActiveObjectsPluginToTablesMapping";
    private static final Pattern PLAUSIBLE = Pattern.compile(
            "\\{\"AO_.*|\\d{1,9}|\\d{1,5}(\\.\\d{1,5}){1,4}[-.\\w]{0,24}|[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", Pattern.DOTALL);

    private final int maxHeld;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> early = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();

    SiteProperties(BackupLimits limits) {
        this.maxHeld = limits.maxThings();
    }

    void entry(@Nullable String[] entry) {
        String id = entry[0];
        String entity = entry[1];
        String key = entry[2];
        if (id == null || key == null || (entity != null && !entity.equals("jira.properties"))) {
            return;
        }
        if (key.equals(VERSION) || key.equals(BUILD) || key.equals(SERVER_ID) || key.equals(TABLES)) {
            String value = early.get(id);
            if (value != null) {
                values.put(key, value);
            } else if (names.size() < maxHeld) {
                names.put(id, key);
            }
        }
    }

    void value(@Nullable String[] property) {
        String id = property[0];
        String value = property[1];
        if (id == null || value == null) {
            return;
        }
        String key = names.get(id);
        if (key != null) {
            values.put(key, value);
        } else if (early.size() < maxHeld && PLAUSIBLE.matcher(value).matches()) {
            early.put(id, value);
        }
    }

    /** Which app owns which table, as the site wrote it down in JSON; null where it did not. */
    @Nullable
    String tableOwners() {
        return values.get(TABLES);
    }

    @Nullable
    String version() {
        return values.get(VERSION);
    }

    @Nullable
    String build() {
        return values.get(BUILD);
    }

    @Nullable
    String serverId() {
        return values.get(SERVER_ID);
    }
}
