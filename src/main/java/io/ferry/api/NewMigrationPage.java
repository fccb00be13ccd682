package io.ferry.api;

import io.ferry.migration.CredentialName;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.process.common.ApprovalProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where people enter a new migration, step by step. The page's script ({@code static/pages/new-migration.js}) sends each entry to
 * the API, which checks it as it will at the start.
 *
 * @param teams that the migration may belong to; none where no teams are set up
 * @param credentials the names of the declared credentials
 * @param endpoints the names of the configured sets of endpoints
 * @param confirming who confirms what cannot be undone, in sentences
 * @param mayStart whether the person's roles allow the start
 * @param key what a script of this person's signs in with, as a shell writes it
 */
record NewMigrationPage(
        Frame frame,
        List<String> teams,
        List<String> credentials,
        List<String> endpoints,
        List<String> confirming,
        boolean mayStart,
        String key)
        implements View {

    /** Where a limit stays empty. */
    static final Thresholds LIMITS = Thresholds.DEFAULT;

    /**
     * An operation whose mode people choose.
     *
     * @param title what is done
     * @param otherwise the default, as the choice names it
     * @param why why it is the default
     */
    record Choice(Operation operation, String title, String otherwise, String why) {
        String field() {
            return "modes." + operation.key();
        }

        static Choice of(Operation operation) {
            Mode mode = operation.defaultMode(source(null));
            Mode withFolder = operation.defaultMode(source(Path.of("").toAbsolutePath()));
            return new Choice(
                    operation,
                    operation.title(),
                    mode == withFolder ? "Default: " + inWords(mode) : "Default: depends on the export folder",
                    NewMigrationPage.why(operation));
        }

        private static SiteSettings source(@Nullable Path exportFolder) {
            return new SiteSettings(
                    URI.create("https://source.invalid"), new CredentialName("any"), null, null, exportFolder);
        }

        private static String inWords(Mode mode) {
            return mode.name().toLowerCase(Locale.ROOT);
        }
    }

    /** All operations, in the order in which they happen. */
    List<Choice> choices() {
        return Arrays.stream(Operation.values()).map(Choice::of).toList();
    }

    private static String why(Operation operation) {
        return switch (operation) {
            case REINSTALL_APP, CREATE_DUMP, RESTORE_DUMP, ACTIVATE_CONNECTIONS, ROLL_BACK ->
                "The vendor publishes no API for it. Automatic needs configured endpoints.";
            case BACK_UP_JIRA ->
                "Automatic if the source's export folder is given, otherwise manual: Jira writes the backup there and offers no"
                        + " download. Automatic also needs name and password, for Jira's backup page takes no token.";
            case IMPORT_BACKUP ->
                "The API behind it is not public, and deprecated since 30 March 2026. Automatic needs configured endpoints.";
            case INSTALL_APP -> "The API of Jira's app manager is not documented for the cloud.";
            case CREATE_USERS -> "Jira documents the API. Ferry's user must be an administrator of the organisation.";
        };
    }

    /** Who confirms what cannot be undone, by the settings of this Ferry. */
    static List<String> confirming(ApprovalProperties approval) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The import, the restore and the roll-back are confirmed "
                + switch (approval.channel()) {
                    case TASKLIST -> "in Tasklist.";
                    case FERRY -> "on Ferry's page, by people who signed in to Ferry.";
                });
        sentences.add(
                approval.approvers().isEmpty()
                        ? "No approvers are named: whoever Tasklist lets complete the task confirms."
                        : "Approvers: " + String.join(", ", approval.approvers()) + ".");
        if (!approval.secondPersonFor().isEmpty()) {
            sentences.add("Two people must confirm: "
                    + String.join(
                            ", ",
                            approval.secondPersonFor().stream()
                                    .map(question -> question.name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-'))
                                    .sorted()
                                    .toList())
                    + ".");
        }
        if (approval.notTheStarter()) {
            sentences.add(
                    "Whoever starts the migration may not confirm. Start it here, not by a script: Ferry must know who"
                            + " started it.");
        }
        return List.copyOf(sentences);
    }
}
