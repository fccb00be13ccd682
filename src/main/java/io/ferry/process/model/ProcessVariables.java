package io.ferry.process.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ferry.base.Json;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The variables that every process of a migration begins with: identifiers and choices, no people's data, no secrets. */
@Component
public class ProcessVariables {
    /** The name of the process variable that every worker fetches. */
    public static final String MIGRATION_ID = "migrationId";

    private static final JsonMapper JSON = Json.MAPPER;

    private final String ferry;
    private final boolean confirmedOnFerry;

    /**
     * @param ferry the address under which people reach Ferry's pages ({@code ferry.public-url})
     * @param channel where people confirm what cannot be undone ({@code ferry.approval.channel})
     */
    public ProcessVariables(
            @Value("${ferry.public-url:http://127.0.0.1:${server.port:8090}}") String ferry,
            @Value("${ferry.approval.channel:TASKLIST}") String channel) {
        this.ferry = ferry.replaceAll("(?<!/)/+$", "");
        this.confirmedOnFerry = channel.equalsIgnoreCase("FERRY");
    }

    /**
     * The common variables.
     *
     * @param modes how each operation is done, by its name
     * @param pollPause how long to wait between two looks, in ISO 8601
     * @param links where people look at the sites
     * @param taskContextDisplayName see {@link TaskContext}
     */
    public record Common(
            String migrationId,
            String migrationName,
            String taskContextDisplayName,
            String appName,
            String sourceUrl,
            String targetUrl,
            Map<String, String> modes,
            String pollPause,
            boolean rehearsal,
            boolean dressRehearsal,
            int unmatchedPeopleLimit,
            Map<String, String> links) {}

    /** The common variables of a migration on record, by their names. */
    public Map<String, Object> of(Migration migration) {
        return JSON.convertValue(common(migration), new TypeReference<>() {});
    }

    /** The variable {@code modes}: how each operation is done, by its name. */
    public static Map<String, String> modes(MigrationSettings settings) {
        Map<String, String> modes = new TreeMap<>();
        settings.modes().forEach((operation, mode) -> modes.put(operation.key(), mode.name()));
        return modes;
    }

    /** The common variables of a migration on record. */
    public Common common(Migration migration) {
        MigrationSettings settings = migration.settings();
        return new Common(
                migration.id().value(),
                migration.name(),
                TaskContext.of(migration),
                migration.app().title(),
                settings.source().url().toString(),
                settings.target().url().toString(),
                modes(settings),
                settings.pollPause().toString(),
                settings.rehearsal(),
                settings.dressRehearsal(),
                settings.thresholds().unmatchedPeopleLimit(),
                SiteLinks.of(migration, ferry, confirmedOnFerry));
    }
}
