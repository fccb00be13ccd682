package io.ferry.process.migrate;

import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Operation;
import io.ferry.process.common.TypedVariables;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
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
        @Nullable String sourceCredentialEnds,
        @Nullable String sourceBigPictureCredential,
        @Nullable String sourceBigPictureCredentialEnds,
        @Nullable String sourceExportFolder,
        @Nullable String sourceEndpoints,
        @Nullable String targetUrl,
        @Nullable String targetCredential,
        @Nullable String targetCredentialEnds,
        @Nullable String targetBigPictureCredential,
        @Nullable String targetBigPictureCredentialEnds,
        @Nullable String targetEndpoints,
        @Nullable String mode_reinstallApp,
        @Nullable String mode_createDump,
        @Nullable String mode_backUpJira,
        @Nullable String mode_importBackup,
        @Nullable String mode_installApp,
        @Nullable String mode_createUsers,
        @Nullable String mode_restoreDump,
        @Nullable String mode_activateConnections,
        @Nullable String mode_rollBack,
        @Nullable Number unmatchedPeopleLimit,
        @Nullable String pollPause,
        @Nullable String plannedEnd,
        @Nullable Boolean rehearsal,
        @Nullable Boolean dressRehearsal,
        @Nullable String team) {

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
                        text(sourceExportFolder),
                        text(sourceCredentialEnds),
                        text(sourceBigPictureCredentialEnds)),
                new MigrationRequest.Site(
                        text(targetUrl),
                        text(targetCredential),
                        text(targetBigPictureCredential),
                        text(targetEndpoints),
                        null,
                        text(targetCredentialEnds),
                        text(targetBigPictureCredentialEnds)),
                modes(),
                new MigrationRequest.Limits(
                        unmatchedPeopleLimit == null ? null : (Integer) unmatchedPeopleLimit.intValue(), null, null),
                text(pollPause),
                Boolean.TRUE.equals(rehearsal),
                // Ticked and hidden again: the form asks it of rehearsals only.
                Boolean.TRUE.equals(rehearsal) && Boolean.TRUE.equals(dressRehearsal),
                text(plannedEnd),
                text(team));
    }

    private Map<String, @Nullable String> modes() {
        Map<String, @Nullable String> modes = new LinkedHashMap<>();
        for (Operation operation : Operation.values()) {
            String mode = text(
                    switch (operation) {
                        case REINSTALL_APP -> mode_reinstallApp;
                        case CREATE_DUMP -> mode_createDump;
                        case BACK_UP_JIRA -> mode_backUpJira;
                        case IMPORT_BACKUP -> mode_importBackup;
                        case INSTALL_APP -> mode_installApp;
                        case CREATE_USERS -> mode_createUsers;
                        case RESTORE_DUMP -> mode_restoreDump;
                        case ACTIVATE_CONNECTIONS -> mode_activateConnections;
                        case ROLL_BACK -> mode_rollBack;
                    });
            if (mode != null) {
                modes.put(operation.key(), mode);
            }
        }
        return modes;
    }

    /**
     * What must not stay in the process: people paste a secret where a name is asked for.
     *
     * @param isDeclared whether a credential of this name is declared
     * @return an empty text for each field that should hold such a name and holds something else
     */
    Map<String, String> undeclared(Predicate<String> isDeclared) {
        Map<String, String> emptied = new HashMap<>();
        TypedVariables.componentsOf(this).forEach((field, value) -> {
            if (field.endsWith("Credential")
                    && value instanceof String text
                    && !text.isBlank()
                    && !isDeclared.test(text.strip())) {
                emptied.put(field, "");
            }
        });
        return emptied;
    }

    private static @Nullable String text(@Nullable String entered) {
        return entered == null || entered.isBlank() ? null : entered.strip();
    }
}
