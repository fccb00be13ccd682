package io.ferry.process.migrate;

import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Operation;
import io.ferry.migration.SettingsRefused;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the start form, as process variables, read as a request for a migration.
 *
 * @param fields the variables by name
 */
record StartForm(Map<String, Object> fields) {
    private static final List<String> CREDENTIALS =
            List.of("sourceCredential", "sourceBigPictureCredential", "targetCredential", "targetBigPictureCredential");

    /** The request that the form makes, unchecked. */
    MigrationRequest request() {
        Map<String, @Nullable String> ways = new LinkedHashMap<>();
        for (Operation operation : Operation.values()) {
            String way = text("way_" + operation.key());
            if (way != null) {
                ways.put(operation.key(), way);
            }
        }
        return new MigrationRequest(
                text("name"),
                text("app"),
                site("source", text("sourceExportFolder")),
                site("target", null),
                ways,
                new MigrationRequest.Limits(number("unmatchedPeopleLimit"), null, null),
                text("pollPause"),
                Boolean.TRUE.equals(fields.get("rehearsal")));
    }

    /**
     * What must not stay in the process: people paste a secret where a reference is asked for.
     *
     * @return an empty text for each field that should hold a reference and holds something else
     */
    Map<String, String> notReferences() {
        Map<String, String> emptied = new HashMap<>();
        for (String name : CREDENTIALS) {
            String text = text(name);
            if (text != null && !isReference(text)) {
                emptied.put(name, "");
            }
        }
        return emptied;
    }

    private MigrationRequest.Site site(String side, @Nullable String exportFolder) {
        return new MigrationRequest.Site(
                text(side + "Url"),
                text(side + "Credential"),
                text(side + "BigPictureCredential"),
                text(side + "Endpoints"),
                exportFolder);
    }

    private static boolean isReference(String text) {
        try {
            return !new CredentialName(text).value().isEmpty();
        } catch (SettingsRefused e) {
            return false;
        }
    }

    private @Nullable String text(String name) {
        Object value = fields.get(name);
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().strip();
    }

    private @Nullable Integer number(String name) {
        return fields.get(name) instanceof Number number ? (Integer) number.intValue() : null;
    }
}
