package io.ferry.process.model;

import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The variables that every process of a migration begins with: identifiers and choices, no people's data, no secrets. */
@Component
public class ProcessVariables {
    /** The name of the process variable that every worker fetches. */
    public static final String MIGRATION_ID = "migrationId";

    private final String ferry;

    /**
     * @param ferry the address under which people reach Ferry's pages ({@code ferry.public-url})
     */
    public ProcessVariables(@Value("${ferry.public-url:http://127.0.0.1:${server.port:8090}}") String ferry) {
        this.ferry = ferry.replaceAll("(?<!/)/+$", "");
    }

    /** The common variables of a migration on record. */
    public Map<String, Object> of(Migration migration) {
        MigrationSettings settings = migration.settings();
        Map<String, String> ways = new TreeMap<>();
        settings.ways().forEach((operation, way) -> ways.put(operation.key(), way.name()));

        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put(MIGRATION_ID, migration.id().value());
        variables.put("migrationName", migration.name());
        variables.put("appName", migration.app().title());
        variables.put("sourceUrl", settings.source().url().toString());
        variables.put("targetUrl", settings.target().url().toString());
        variables.put("ways", ways);
        variables.put("pollPause", settings.pollPause().toString());
        variables.put("rehearsal", settings.rehearsal());
        variables.put("unmatchedPeopleLimit", settings.thresholds().investigateFromUnmatched());
        variables.put("links", SiteLinks.of(migration, ferry));
        return variables;
    }
}
