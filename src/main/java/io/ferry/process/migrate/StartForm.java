package io.ferry.process.migrate;

import io.ferry.migration.App;
import io.ferry.migration.InvalidField;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Thresholds;
import io.ferry.process.model.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process variables with which the main process begins, read as a request for a migration. They come in two shapes: flat,
 * as the start form sends them, and nested, as the body of {@code POST /api/migrations} has them. Where both say something,
 * the flat one counts, for it is what a person corrected last.
 *
 * @param migrationId the migration that Ferry's interface has registered; null when Camunda's form or interface started the
 *     process
 * @param source nested; null where the variables are flat, as are {@code target}, {@code modes} and {@code thresholds}
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
        @Nullable Number tolerableDifferencePercent,
        @Nullable String stuckAfter,
        @Nullable String pollPause,
        @Nullable String plannedEnd,
        @Nullable Boolean rehearsal,
        @Nullable Boolean dressRehearsal,
        @Nullable String team,
        @Nullable Map<String, @Nullable Object> source,
        @Nullable Map<String, @Nullable Object> target,
        @Nullable Map<String, @Nullable Object> modes,
        @Nullable Map<String, @Nullable Object> thresholds) {

    private static final Set<String> OF_A_SITE = Set.of(
            "url", "credential", "credentialEnds", "bigPictureCredential", "bigPictureCredentialEnds", "endpoints");
    private static final List<String> NESTED = List.of("source", "target", "modes", "thresholds");
    private static final String EXPORT_FOLDER = "exportFolder";
    private static final String UNMATCHED = "unmatchedPeopleLimit";
    private static final String DIFFERENCE = "tolerableDifferencePercent";
    private static final String STUCK = "stuckAfter";

    /** The request that the variables make, unchecked. */
    MigrationRequest request() {
        return new MigrationRequest(
                text(name),
                text(app),
                new MigrationRequest.Site(
                        or(sourceUrl, source, "url"),
                        or(sourceCredential, source, "credential"),
                        or(sourceBigPictureCredential, source, "bigPictureCredential"),
                        or(sourceEndpoints, source, "endpoints"),
                        or(sourceExportFolder, source, EXPORT_FOLDER),
                        or(sourceCredentialEnds, source, "credentialEnds"),
                        or(sourceBigPictureCredentialEnds, source, "bigPictureCredentialEnds")),
                new MigrationRequest.Site(
                        or(targetUrl, target, "url"),
                        or(targetCredential, target, "credential"),
                        or(targetBigPictureCredential, target, "bigPictureCredential"),
                        or(targetEndpoints, target, "endpoints"),
                        null,
                        or(targetCredentialEnds, target, "credentialEnds"),
                        or(targetBigPictureCredentialEnds, target, "bigPictureCredentialEnds")),
                modesAsked(),
                limits(),
                text(pollPause),
                Boolean.TRUE.equals(rehearsal),
                // Ticked and hidden again: the form asks it of rehearsals only.
                Boolean.TRUE.equals(rehearsal) && Boolean.TRUE.equals(dressRehearsal),
                text(plannedEnd),
                text(team));
    }

    private MigrationRequest.Limits limits() {
        Number unmatched = number(unmatchedPeopleLimit, UNMATCHED);
        Number difference = number(tolerableDifferencePercent, DIFFERENCE);
        return new MigrationRequest.Limits(
                unmatched == null ? null : (Integer) unmatched.intValue(),
                difference == null ? null : (Double) difference.doubleValue(),
                or(stuckAfter, thresholds, STUCK));
    }

    private Map<String, @Nullable String> modesAsked() {
        Map<String, @Nullable String> asked = new LinkedHashMap<>();
        for (Operation operation : Operation.values()) {
            String mode = or(
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
                    },
                    modes,
                    operation.key());
            if (mode != null) {
                asked.put(operation.key(), mode);
            }
        }
        return asked;
    }

    /** To which migration the task for correcting these settings belongs. */
    String context() {
        MigrationRequest asked = request();
        return TaskContext.of(
                asked.name(),
                Objects.requireNonNull(asked.source()).url(),
                Objects.requireNonNull(asked.target()).url(),
                Boolean.TRUE.equals(rehearsal));
    }

    /** What the nested shape names that a request does not have, or of another type: nobody may think that it counts. */
    List<InvalidField> notUnderstood() {
        List<InvalidField> wrong = new ArrayList<>();
        Stream.of(UNMATCHED, DIFFERENCE)
                .filter(field -> thresholds != null
                        && thresholds.get(field) != null
                        && !(thresholds.get(field) instanceof Number))
                .forEach(field ->
                        wrong.add(new InvalidField("thresholds." + field, InvalidField.kindOf(Double.class), null)));
        unknown(wrong, "source", source, Stream.concat(OF_A_SITE.stream(), Stream.of(EXPORT_FOLDER)));
        unknown(wrong, "target", target, OF_A_SITE.stream());
        unknown(wrong, "modes", modes, Stream.of(Operation.values()).map(Operation::key));
        unknown(wrong, "thresholds", thresholds, Stream.of(UNMATCHED, DIFFERENCE, STUCK));
        return wrong;
    }

    private static void unknown(
            List<InvalidField> wrong,
            String part,
            @Nullable Map<String, @Nullable Object> given,
            Stream<String> known) {
        if (given != null) {
            List<String> all = known.sorted().toList();
            given.keySet().stream()
                    .filter(field -> !all.contains(field))
                    .forEach(field -> wrong.add(
                            new InvalidField(part + "." + field, "one of the fields " + String.join(", ", all), null)));
        }
    }

    /**
     * What the form for correcting these settings begins with: every field, and none of the nested shape any more. A field that
     * should hold the name of a credential and holds something else is emptied: people paste a secret where a name is asked for.
     *
     * @param isDeclared whether a credential of this name is declared
     * @return the values by the names of their process variables
     */
    Map<String, @Nullable Object> flat(Predicate<String> isDeclared) {
        MigrationRequest asked = request();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", orEmpty(asked.name()));
        fields.put(
                "app",
                asked.app() == null
                        ? App.BIGPICTURE.title()
                        : App.named(asked.app()).map(App::title).orElse(""));
        MigrationRequest.Site from = Objects.requireNonNull(asked.source());
        site(fields, "source", from, isDeclared);
        fields.put("sourceExportFolder", orEmpty(from.exportFolder()));
        site(fields, "target", Objects.requireNonNull(asked.target()), isDeclared);
        Map<String, @Nullable String> how = modesAsked();
        for (Operation operation : Operation.values()) {
            String mode = how.get(operation.key());
            fields.put(
                    "mode_" + operation.key(), mode == null ? defaultMode(operation) : mode.toUpperCase(Locale.ROOT));
        }
        Number unmatched = number(unmatchedPeopleLimit, UNMATCHED);
        fields.put(UNMATCHED, unmatched == null ? Thresholds.DEFAULT.unmatchedPeopleLimit() : unmatched);
        fields.put(DIFFERENCE, number(tolerableDifferencePercent, DIFFERENCE));
        fields.put(STUCK, or(stuckAfter, thresholds, STUCK));
        fields.put("pollPause", pollPause == null ? MigrationSettings.DEFAULT_POLL_PAUSE.toString() : pollPause);
        fields.put("plannedEnd", orEmpty(asked.plannedEnd()));
        fields.put("rehearsal", Boolean.TRUE.equals(rehearsal));
        fields.put("dressRehearsal", Boolean.TRUE.equals(dressRehearsal));
        NESTED.forEach(part -> fields.put(part, null));
        return fields;
    }

    /** The same that the start form begins with, but for a folder from which Ferry can fetch the backup. */
    private String defaultMode(Operation operation) {
        boolean automatic = operation == Operation.CREATE_USERS
                || (operation == Operation.BACK_UP_JIRA && or(sourceExportFolder, source, EXPORT_FOLDER) != null);
        return (automatic ? Mode.AUTOMATIC : Mode.MANUAL).name();
    }

    private static void site(
            Map<String, @Nullable Object> fields,
            String side,
            MigrationRequest.Site site,
            Predicate<String> isDeclared) {
        fields.put(side + "Url", orEmpty(site.url()));
        fields.put(side + "Credential", declared(site.credential(), isDeclared));
        fields.put(side + "CredentialEnds", orEmpty(site.credentialEnds()));
        fields.put(side + "BigPictureCredential", declared(site.bigPictureCredential(), isDeclared));
        fields.put(side + "BigPictureCredentialEnds", orEmpty(site.bigPictureCredentialEnds()));
        fields.put(side + "Endpoints", orEmpty(site.endpoints()));
    }

    private static String declared(@Nullable String credential, Predicate<String> isDeclared) {
        return credential != null && isDeclared.test(credential) ? credential : "";
    }

    private @Nullable Number number(@Nullable Number flat, String field) {
        return flat != null
                ? flat
                : thresholds != null && thresholds.get(field) instanceof Number nested ? nested : null;
    }

    private static @Nullable String or(
            @Nullable String flat, @Nullable Map<String, @Nullable Object> nested, String field) {
        String given = text(flat);
        Object other = nested == null ? null : nested.get(field);
        return given != null || other == null ? given : text(other.toString());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String text(@Nullable String entered) {
        return entered == null || entered.isBlank() ? null : entered.strip();
    }
}
