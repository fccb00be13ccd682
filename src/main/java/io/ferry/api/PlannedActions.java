package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Plural;
import io.ferry.base.Sizes;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import java.util.List;
import java.util.Locale;

/** What the migration itself would do in each phase, by what a rehearsal counted, read and matched. */
final class PlannedActions {
    private final JsonNode report;

    /** @param report the report so far, with {@code verified}, {@code counts}, {@code modes}, {@code sites} and {@code matched} */
    PlannedActions(JsonNode report) {
        this.report = report;
    }

    /** What would be done in a phase. */
    String does(Phase phase) {
        JsonNode source = report.path("counts").path("source");
        JsonNode backup = report.path("verified").path("backupVerdict");
        String target = report.path("sites").path("target").asText();
        return switch (phase) {
            case CHECK_READINESS -> "Both sites are checked and counted. Nobody works in the source from here on.";
            case BACK_UP_BIGPICTURE ->
                by(Operation.REINSTALL_APP, "The app is installed again at the same version") + " "
                        + by(Operation.CREATE_DUMP, "A dump is made and fetched" + size("dumpFile"));
            case BACK_UP_JIRA ->
                by(Operation.BACK_UP_JIRA, "Jira’s backup is made, fetched and read" + size("backupFile"));
            case RESTORE_JIRA ->
                by(
                        Operation.IMPORT_BACKUP,
                        "The backup overwrites %s: %s in %s"
                                .formatted(
                                        target,
                                        counted(backup.path("issues"), "issue", "issues"),
                                        counted(backup.path("projects"), "project", "projects")));
            case INSTALL_BIGPICTURE ->
                by(Operation.INSTALL_APP, "The app is installed in the cloud site, and its licence checked");
            case MAP_USERS -> people();
            case RESTORE_BIGPICTURE ->
                by(
                        Operation.RESTORE_DUMP,
                        "After its own safety dump the app there is overwritten: %s, %s"
                                .formatted(
                                        counted(source.path("boxes"), "box", "boxes"),
                                        counted(source.path("teams"), "team", "teams")));
            case VERIFY -> "What arrived is compared with what was counted; a person accepts it, or rolls back.";
            case REACTIVATE_INTEGRATIONS ->
                by(
                        Operation.ACTIVATE_CONNECTIONS,
                        "Of %s, those that a person picks are switched on again"
                                .formatted(counted(source.path("integrations"), "integration", "integrations")));
            case FINISH, ROLL_BACK -> "";
        };
    }

    private String people() {
        JsonNode matched = report.path("matched");
        long mapped = List.of("MATCHED", "MAPPED_MANUALLY", "CREATED").stream()
                .mapToLong(state -> matched.path("byState").path(state).asLong())
                .sum();
        return "%s of %s an account today. %s"
                .formatted(
                        number(mapped),
                        Plural.of(matched.path("people").asLong(), "person", "people")
                                + (mapped == 1 ? " has" : " have"),
                        by(
                                Operation.CREATE_USERS,
                                "Accounts for up to %s, unless the import of Jira brings them"
                                        .formatted(
                                                number(matched.path("missing").asLong()))));
    }

    private String by(Operation operation, String sentence) {
        boolean byHand = report.path("modes").path(operation.key()).asText().equals("MANUAL");
        return sentence + (byHand ? " (by hand)." : " (automatic).");
    }

    private String size(String file) {
        JsonNode bytes = report.path("verified").path(file).path("bytes");
        return bytes.isNumber() ? " (%s in the rehearsal)".formatted(Sizes.of(bytes.asLong())) : "";
    }

    private static String counted(JsonNode number, String one, String many) {
        return number.isNumber() ? Plural.of(number.asLong(), one, many) : "an unknown number of " + many;
    }

    private static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }
}
