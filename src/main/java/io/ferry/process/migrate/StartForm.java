package io.ferry.process.migrate;

import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Operation;
import io.ferry.migration.SettingsRefused;
import io.ferry.process.common.TypedVariables;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the start form, as process variables, read as a request for a migration.
 *
 * @param migrationId the migration that Ferry's interface has registered; null when the form started the process
 */
record StartForm(
        @Nullable String migrationId,
        @Nullable String name,
        @Nullable String app,
        @Nullable String sourceUrl,
        @Nullable String sourceCredential,
        @Nullable String sourceBigPictureCredential,
        @Nullable String sourceExportFolder,
        @Nullable String sourceEndpoints,
        @Nullable String targetUrl,
        @Nullable String targetCredential,
        @Nullable String targetBigPictureCredential,
        @Nullable String targetEndpoints,
        @Nullable String way_reinstallApp,
        @Nullable String way_createDump,
        @Nullable String way_backUpJira,
        @Nullable String way_importBackup,
        @Nullable String way_installApp,
        @Nullable String way_createUsers,
        @Nullable String way_restoreDump,
        @Nullable String way_activateConnections,
        @Nullable String way_rollBack,
        @Nullable Number unmatchedPeopleLimit,
        @Nullable String pollPause,
        @Nullable Boolean rehearsal) {

    /** The request that the form makes, unchecked. */
    MigrationRequest request() {
        return new MigrationRequest(
                text(name),
                text(app),
                new MigrationRequest.Site(
                        text(sourceUrl),
                        text(sourceCredential),
                        text(sourceBigPictureCredential),
                        text(sourceEndpoints),
                        text(sourceExportFolder)),
                new MigrationRequest.Site(
                        text(targetUrl),
                        text(targetCredential),
                        text(targetBigPictureCredential),
                        text(targetEndpoints),
                        null),
                ways(),
                new MigrationRequest.Limits(
                        unmatchedPeopleLimit == null ? null : (Integer) unmatchedPeopleLimit.intValue(), null, null),
                text(pollPause),
                Boolean.TRUE.equals(rehearsal));
    }

    private Map<String, @Nullable String> ways() {
        Map<String, @Nullable String> ways = new LinkedHashMap<>();
        for (Operation operation : Operation.values()) {
            String way = text(
                    switch (operation) {
                        case REINSTALL_APP -> way_reinstallApp;
                        case CREATE_DUMP -> way_createDump;
                        case BACK_UP_JIRA -> way_backUpJira;
                        case IMPORT_BACKUP -> way_importBackup;
                        case INSTALL_APP -> way_installApp;
                        case CREATE_USERS -> way_createUsers;
                        case RESTORE_DUMP -> way_restoreDump;
                        case ACTIVATE_CONNECTIONS -> way_activateConnections;
                        case ROLL_BACK -> way_rollBack;
                    });
            if (way != null) {
                ways.put(operation.key(), way);
            }
        }
        return ways;
    }

    /**
     * What must not stay in the process: people paste a secret where a reference is asked for.
     *
     * @return an empty text for each field that should hold a reference and holds something else
     */
    Map<String, String> notReferences() {
        Map<String, String> emptied = new HashMap<>();
        TypedVariables.componentsOf(this).forEach((field, value) -> {
            if (field.endsWith("Credential") && value instanceof String text && !text.isBlank() && !isReference(text)) {
                emptied.put(field, "");
            }
        });
        return emptied;
    }

    private static boolean isReference(String text) {
        try {
            return !new CredentialName(text.strip()).value().isEmpty();
        } catch (SettingsRefused e) {
            return false;
        }
    }

    private static @Nullable String text(@Nullable String entered) {
        return entered == null || entered.isBlank() ? null : entered.strip();
    }
}
