package io.ferry.api;

import io.ferry.api.ApprovalPage.Asked;
import io.ferry.api.ApprovalPage.Fact;
import io.ferry.api.ApprovalPage.Problem;
import io.ferry.base.Plural;
import io.ferry.base.Sizes;
import io.ferry.migration.Migration;
import io.ferry.migration.Question;
import io.ferry.process.common.FerryConfirmations;
import io.ferry.process.common.FerryConfirmations.Waiting;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Words what an approver confirms: the same facts as the forms in Tasklist show. */
final class ApprovalFacts {
    private static final String NOT_REPORTED = "not reported";

    private final Migration migration;
    private final Waiting waiting;
    private final String target;

    private ApprovalFacts(Migration migration, Waiting waiting) {
        this.migration = migration;
        this.waiting = waiting;
        this.target = migration.settings().target().url().toString();
    }

    /** What the page of a question shows. */
    static Asked of(Migration migration, Question question, Waiting waiting) {
        ApprovalFacts facts = new ApprovalFacts(migration, waiting);
        return switch (question) {
            case IMPORT -> facts.theImport();
            case RESTORE -> facts.restore();
            case ROLL_BACK -> facts.rollBack();
            default -> throw new IllegalArgumentException("Not confirmed on a page: " + question);
        };
    }

    /** The page's heading. */
    static String title(Question question) {
        return switch (question) {
            case IMPORT -> "Confirm the import";
            case RESTORE -> "Confirm the restore";
            default -> "Confirm the roll-back";
        };
    }

    private Asked theImport() {
        String content = text("targetJira", "content", "NOT_REPORTED");
        List<String> warnings = new ArrayList<>();
        warnings.add(
                "This cannot be undone. The import overwrites data and settings of the cloud site " + target + ".");
        if (content.equals("NOT_EMPTY")) {
            warnings.add(
                    "STOP: this site is not empty. Everything in its projects and issues will be overwritten and is lost."
                            + " The roll-back restores the app only, not Jira. If you do not know whose data this is, stop now.");
        } else if (!content.equals("EMPTY")) {
            warnings.add(
                    "Ferry could not see whether this site is empty. Assume that it is not: look at its projects and newest"
                            + " issues. After your confirmation, a person imports by hand.");
        }
        String production = text("targetJira", "production", "");
        if (!production.isEmpty()) {
            warnings.add("STOP: this looks like a production site. Its name is " + production
                    + ". If people already work there, the import destroys their work. Read the address letter by letter: "
                    + target);
        }
        return asked(
                Question.IMPORT,
                "The Jira backup is imported into " + target
                        + ". Your confirmation allows one import of what is shown here.",
                warnings,
                "What " + target + " contains now, and what is overwritten",
                List.of(
                        fact("Seen", "targetJira", "seenAt"),
                        fact("Site title", "targetJira", "title"),
                        fact("Projects", "targetJira", "projects"),
                        fact("Issues (the site's estimate)", "targetJira", "issues"),
                        fact("People with an account", "targetJira", "people"),
                        fact(
                                "Newest change of an issue",
                                text("targetJira", "newestChange", content.equals("EMPTY") ? "none" : NOT_REPORTED))),
                "What is imported",
                List.of(
                        fact("Backup", "backupFile", "name"),
                        size("backupFile"),
                        fact("SHA-256", "backupFile", "sha256"),
                        fact("Issues", "backupVerdict", "issues"),
                        fact("Projects", "backupVerdict", "projects"),
                        fact("People", "backupVerdict", "people"),
                        fact("From Jira", "backupVerdict", "jiraVersion"),
                        new Fact("Source", migration.settings().source().url().toString())),
                List.of(
                        target + " is the right site, and nothing in it is still needed, or that is saved elsewhere.",
                        "The site's user limit is high enough for all people.",
                        "The sign-in of a second administrator is ready."),
                "Import, and overwrite what is there");
    }

    private Asked restore() {
        String app = migration.app().title();
        List<String> warnings = new ArrayList<>();
        warnings.add("Everything that " + app
                + " holds in the cloud is overwritten. A safety dump is made first; but afterwards"
                + " scheduling may change dates in Jira permanently.");
        if (part("targetState").get("boxes") == null) {
            warnings.add(
                    "Ferry could not look into " + app + " in the cloud, so it does not know what will be overwritten: "
                            + text("targetState", "unseen", "it shows no boxes") + " A person restores by hand.");
        }
        if (part("mapping").get("conflicts") instanceof Number conflicts && conflicts.longValue() > 0) {
            warnings.add(Plural.of(conflicts.longValue(), "person is", "people are")
                    + " neither mapped nor left unmapped by decision. Nothing is restored until somebody decides.");
        }
        if (waiting.needsUnmapped()) {
            warnings.add(
                    "People stay unmapped, and nobody has approved that for this mapping. It is permanent: the app deletes some"
                            + " of their resources.");
        }
        return asked(
                Question.RESTORE,
                "The dump is restored into " + app + " at " + target + ". Your confirmation allows one restore.",
                warnings,
                "What is there now, and will be lost",
                List.of(
                        fact("Seen", "targetState", "seenAt"),
                        fact("Boxes", "targetState", "boxes"),
                        fact("App version", "targetState", "appVersion")),
                "What replaces it",
                List.of(
                        fact("Dump", "dumpFile", "name"),
                        size("dumpFile"),
                        fact("SHA-256", "dumpFile", "sha256"),
                        fact("People mapped", "mapping", "mapped"),
                        fact("People left unmapped", "mapping", "unmapped")),
                List.of(
                        target + " is the right site.",
                        "Synchronisation of fields was stopped in the source before the dump.",
                        "Nobody is working with " + app + " in the cloud."),
                "Restore, and overwrite what is there");
    }

    private Asked rollBack() {
        String app = migration.app().title();
        return asked(
                Question.ROLL_BACK,
                "The safety dump is restored: " + app
                        + " in the cloud is again as it was before the first restore. Your decision allows one roll-back.",
                List.of(
                        "What was done in " + app + " since the restore is lost.",
                        "The imported Jira data, created accounts, and dates in Jira that scheduling has changed since are not undone."),
                "What is undone",
                List.of(new Fact("In " + app, "everything that the restore, and people since then, changed")),
                "What is brought back",
                List.of(
                        new Fact(
                                "Safety dump",
                                text(
                                        "safetyDump",
                                        "description",
                                        "see this migration's page, or the list of dumps in the app")),
                        fact("Made at", "safetyDump", "madeAt"),
                        new Fact("Source", migration.settings().source().url() + " is not touched")),
                List.of("Somebody has told the people who work in " + app + "."),
                "Roll back");
    }

    private Asked asked(
            Question question,
            String lead,
            List<String> warnings,
            String overwrittenTitle,
            List<Fact> overwritten,
            String replacingTitle,
            List<Fact> replacing,
            List<String> checks,
            String button) {
        Map<?, ?> problem = part("problem");
        return new Asked(
                lead,
                problem.isEmpty()
                        ? null
                        : new Problem(
                                text("problem", "title", ""),
                                text("problem", "detail", ""),
                                text("problem", "whatToDo", "")),
                warnings,
                overwrittenTitle,
                overwritten,
                replacingTitle,
                replacing,
                checks,
                later(),
                FerryConfirmations.word(question),
                question == Question.RESTORE && waiting.needsUnmapped(),
                question == Question.RESTORE,
                question == Question.ROLL_BACK,
                button);
    }

    private List<Fact> later() {
        return part("safetyDump").get("later") instanceof List<?> dumps
                ? dumps.stream()
                        .filter(Map.class::isInstance)
                        .map(Map.class::cast)
                        .map(dump -> fact(shown(dump.get("description")), shown(dump.get("madeAt"))))
                        .toList()
                : List.of();
    }

    private Fact fact(String name, String variable, String field) {
        return fact(name, text(variable, field, NOT_REPORTED));
    }

    /** Times are among the values, in ISO 8601. */
    private static Fact fact(String name, String value) {
        try {
            return new Fact(name, value, Instant.parse(value));
        } catch (DateTimeParseException noTime) {
            return new Fact(name, value);
        }
    }

    private Fact size(String file) {
        return new Fact(
                "Size",
                part(file).get("bytes") instanceof Number bytes ? Sizes.exactly(bytes.longValue()) : NOT_REPORTED);
    }

    private String text(String variable, String field, String otherwise) {
        return Objects.toString(part(variable).get(field), otherwise);
    }

    private static String shown(@Nullable Object value) {
        return value == null ? NOT_REPORTED : value.toString();
    }

    private Map<?, ?> part(String variable) {
        return waiting.shown().get(variable) instanceof Map<?, ?> part ? part : Map.of();
    }
}
