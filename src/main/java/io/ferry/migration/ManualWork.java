package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a person did by hand, and how Ferry knows of it.
 *
 * @param work what was done
 * @param title the work in words, such as “Make the dump”
 * @param by who said so
 * @param at when
 * @param said the evidence that the person gave; null for none
 * @param certainty whether Ferry saw the result itself, afterwards
 * @param known what Ferry saw, or why it saw nothing
 */
public record ManualWork(
        Kind work,
        String title,
        String by,
        Instant at,
        @Nullable String said,
        Fact.Certainty certainty,
        String known) {

    /** The work that people can do by hand, in the order of the route, with what can be seen of it afterwards. */
    public enum Kind {
        SITE_IMPORT(
                Question.SITE_IMPORT,
                Set.of(Decision.OFFERED, Decision.OPENED_ON_REQUEST),
                "Check that the cloud site may import a Jira backup",
                FactName.JIRA_COMPARISON,
                comparison -> true,
                "The import was made later, and Ferry compared its result with the source.",
                "No call reports whether a site may import."),
        FREEZE(Question.FREEZE, Decision.CONFIRM, "Freeze the source", "No site reports whether people are kept out."),
        REINSTALL_APP(
                Question.REINSTALL_APP,
                Decision.DONE,
                "Reinstall the app in the source",
                FactName.SOURCE_APP,
                app -> app.path("before").isTextual() && app.path("before").equals(app.path("version")),
                "The site reports the same version as before, enabled. It does not show that the app was reinstalled.",
                "Ferry did not see the earlier version, and nothing shows that the app was reinstalled."),
        CREATE_DUMP(
                Question.CREATE_DUMP,
                Decision.DONE,
                "Make the dump",
                FactName.DUMP_FILE,
                file -> true,
                "Ferry has the file, counted and fingerprinted.",
                "Ferry has no file of it."),
        BACK_UP_JIRA(
                Question.BACK_UP_JIRA,
                Decision.DONE,
                "Make the Jira backup",
                FactName.BACKUP_VERDICT,
                verdict -> true,
                "Ferry read the whole file.",
                "Ferry has read no file of it."),
        TARGET_BACKUP(
                Question.TARGET_BACKUP,
                Decision.DONE,
                "Back up the target Jira",
                "Ferry cannot see the backups of the target Jira."),
        IMPORT_BACKUP(
                Question.IMPORT_BACKUP,
                Decision.DONE,
                "Import the Jira backup",
                FactName.JIRA_COMPARISON,
                comparison -> true,
                "Ferry counted in the cloud and compared with the source.",
                "Ferry has counted nothing in the cloud since."),
        INSTALL_APP(
                Question.INSTALL_APP,
                Decision.DONE,
                "Install the app in the cloud",
                FactName.TARGET_APP,
                app -> app.path("installed").asBoolean()
                        && app.path("licenceTold").asBoolean(true),
                "The site told that the app is there, in which version, and whether its licence is valid.",
                "The site does not report the app or its licence."),
        CREATE_USERS(
                Question.CREATE_USERS,
                Decision.DONE,
                "Create missing accounts",
                FactName.MATCHING,
                matching -> true,
                "Ferry matched people again.",
                "Ferry has matched nobody since."),
        RESTORE_DUMP(
                Question.RESTORE_DUMP,
                Decision.DONE,
                "Restore the dump",
                FactName.VERIFICATION,
                ManualWork::comparedBoxes,
                "Ferry compared the boxes with those of the source.",
                "Ferry could not see the boxes in the cloud: it has no token of the app there, or none that works."),
        SAFETY_DUMP(
                Question.SAFETY_DUMP,
                Decision.NOTED,
                "Record the safety dump",
                "Ferry cannot see the app's list of dumps."),
        ACTIVATE_CONNECTIONS(
                Question.ACTIVATE_CONNECTIONS,
                Decision.DONE,
                "Switch the connections on",
                FactName.INTEGRATIONS,
                integrations -> true,
                "The app told the connections' states.",
                "The app does not report the connections' states."),
        ROLL_BACK(
                Question.ROLL_BACK_BY_HAND,
                Decision.DONE,
                "Roll back",
                FactName.ROLLED_BACK,
                rolledBack -> rolledBack.path("compared").asBoolean(true),
                "Ferry compared with what it saw before the restore.",
                "Ferry could not see the boxes in the cloud.");

        private final Question question;
        private final Set<Decision> decisions;
        private final String title;
        private final @Nullable FactName proof;
        private final Predicate<JsonNode> proves;
        private final String seen;
        private final String notSeen;

        Kind(Question question, Decision decision, String title, String notSeen) {
            this(question, decision, title, null, fact -> false, "", notSeen);
        }

        Kind(
                Question question,
                Decision decision,
                String title,
                @Nullable FactName proof,
                Predicate<JsonNode> proves,
                String seen,
                String notSeen) {
            this(question, Set.of(decision), title, proof, proves, seen, notSeen);
        }

        Kind(
                Question question,
                Set<Decision> decisions,
                String title,
                @Nullable FactName proof,
                Predicate<JsonNode> proves,
                String seen,
                String notSeen) {
            this.question = question;
            this.decisions = decisions;
            this.title = title;
            this.proof = proof;
            this.proves = proves;
            this.seen = seen;
            this.notSeen = notSeen;
        }

        private Optional<ManualWork> told(List<Confirmation> answers, List<Fact> facts) {
            return answers.stream()
                    .filter(answer -> answer.question() == question && decisions.contains(answer.decision()))
                    .max(Comparator.comparing(Confirmation::at))
                    .map(answer -> {
                        boolean verified = facts.stream().anyMatch(fact -> provesSince(fact, answer.at()));
                        return new ManualWork(
                                this,
                                title,
                                answer.by().name(),
                                answer.at(),
                                answer.reason(),
                                verified ? Fact.Certainty.VERIFIED : Fact.Certainty.STATED,
                                verified ? seen : notSeen);
                    });
        }

        private boolean provesSince(Fact fact, Instant said) {
            return fact.name() == proof
                    && fact.certainty() == Fact.Certainty.VERIFIED
                    && !fact.at().isBefore(said)
                    && proves.test(fact.value());
        }
    }

    /** Everything that was done by hand: of each work the last time that somebody said so. */
    static List<ManualWork> of(List<Confirmation> answers, List<Fact> facts) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> kind.told(answers, facts).stream())
                .toList();
    }

    private static boolean comparedBoxes(JsonNode verification) {
        return verification
                .path("rules")
                .valueStream()
                .anyMatch(rule -> rule.path("name").asText().equals("boxes")
                        && !rule.path("verdict").asText().equals("NOT_VERIFIABLE"));
    }
}
