package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.migration.Decision;
import io.ferry.migration.Question;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.CaughtErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Ferry does at each step of the route for each answer that a site may give: every worker meets every answer at pretend
 * sites, and the models say where its error leads. The table in docs/answers-of-sites.md is made by {@link #main}; the test
 * compares.
 */
class AnswersOfSitesTest {
    private static final Path PAGE = Path.of("docs", "answers-of-sites.md");
    private static final String BEGIN = "<!-- answers: made by AnswersOfSitesTest -->\n";
    private static final String END = "<!-- end of answers -->\n";

    /** An answer of a site. */
    private record Answer(String title, Map<String, Object> fault) {
        static Answer status(int status) {
            return new Answer(String.valueOf(status), Map.of("kind", "server-error", "status", status));
        }
    }

    private static final List<Answer> ANSWERS = List.of(
            new Answer("200, a sign-in page", Map.of("kind", "server-error", "status", 200)),
            Answer.status(401),
            Answer.status(403),
            Answer.status(404),
            Answer.status(409),
            Answer.status(429),
            Answer.status(500),
            Answer.status(503),
            new Answer("no answer", Map.of("kind", "dropped-connection")));

    /**
     * A step.
     *
     * @param asks whether it asks a site
     * @param order the method of the call that changes the site, and its path if others have the same method: a second row,
     *     in which the site answers so only to it
     * @param before what people answer before each time
     */
    private record Step(
            ModelTask task, boolean asks, @Nullable String order, Before before) {
        static Step of(String process, String type) {
            return new Step(ModelTask.of(process, type), true, null, route -> {});
        }

        /** It needs Ferry's own files and record only, and what follows needs it. */
        static Step within(String process, String type) {
            return new Step(ModelTask.of(process, type), false, null, route -> {});
        }

        Step ordering(String method) {
            return new Step(task, asks, method, before);
        }

        Step after(Before answers) {
            return new Step(task, asks, order, answers);
        }
    }

    private interface Before {
        void happen(PretendRoute route);
    }

    private static final Before IMPORT_CONFIRMED = route -> route.confirm(Question.IMPORT, Decision.CONFIRM, null);
    private static final Before ACCOUNTS_APPROVED =
            route -> route.confirm(Question.NEW_ACCOUNTS, Decision.CREATE, null);
    private static final Before RESTORE_CONFIRMED =
            route -> route.confirm(Question.RESTORE, Decision.CONFIRM, Question.LEAVE_UNMAPPED);
    private static final ModelTask MATCH_USERS = ModelTask.of("map-users", "match-users");
    private static final Before EVERYBODY_DECIDED = route -> {
        route.done(MATCH_USERS);
        route.leaveTheRestUnmapped();
    };
    private static final ModelTask MAKE_SAFETY_DUMP = ModelTask.of("restore-bigpicture", "make-safety-dump");
    private static final ModelTask CHECK_SAFETY_DUMP = ModelTask.of("restore-bigpicture", "check-safety-dump-progress");
    private static final Before SAFETY_DUMP_MADE = route -> {
        RESTORE_CONFIRMED.happen(route);
        route.done(MAKE_SAFETY_DUMP);
        route.done(CHECK_SAFETY_DUMP);
    };
    private static final Before ROLL_BACK_CONFIRMED =
            route -> route.confirm(Question.ROLL_BACK, Decision.ROLL_BACK, null);

    private static List<Step> route() {
        return List.of(
                Step.of("check-readiness", "run-readiness-checks"),
                Step.of("check-readiness", "take-baseline"),
                Step.of("back-up-bigpicture", "reinstall-app").ordering("POST"),
                Step.of("back-up-bigpicture", "check-source-app"),
                Step.of("back-up-bigpicture", "create-dump").ordering("POST"),
                Step.of("back-up-bigpicture", "check-dump-progress"),
                Step.of("back-up-bigpicture", "download-dump"),
                Step.of("back-up-jira", "run-jira-backup").ordering("POST"),
                Step.within("back-up-jira", "fetch-jira-backup"),
                Step.within("back-up-jira", "read-jira-backup"),
                Step.of("migrate", "rehearse-matching"),
                Step.of("restore-jira", "read-target-jira"),
                Step.of("restore-jira", "check-target-jira").after(IMPORT_CONFIRMED),
                Step.of("restore-jira", "import-jira-backup")
                        .ordering("POST /rest/assumed/import")
                        .after(IMPORT_CONFIRMED),
                Step.of("restore-jira", "check-import-progress"),
                Step.of("restore-jira", "compare-jira-counts"),
                Step.of("install-bigpicture", "check-target-app"),
                Step.of("install-bigpicture", "install-app").ordering("POST"),
                Step.of("install-bigpicture", "check-installation-progress"),
                Step.of("install-bigpicture", "check-app-licence"),
                Step.of("map-users", "match-users"),
                Step.of("map-users", "create-users").ordering("POST").after(ACCOUNTS_APPROVED),
                Step.within("map-users", "check-mapping").after(EVERYBODY_DECIDED),
                Step.of("restore-bigpicture", "read-target-state"),
                Step.of("restore-bigpicture", "check-confirmation").after(RESTORE_CONFIRMED),
                Step.of("restore-bigpicture", "upload-dump").ordering("POST").after(RESTORE_CONFIRMED),
                Step.of("restore-bigpicture", "make-safety-dump")
                        .ordering("POST")
                        .after(RESTORE_CONFIRMED),
                Step.of("restore-bigpicture", "check-safety-dump-progress"),
                Step.of("restore-bigpicture", "restore-dump").ordering("POST").after(SAFETY_DUMP_MADE),
                Step.of("restore-bigpicture", "check-restore-progress"),
                Step.of("restore-bigpicture", "keep-safety-dump"),
                Step.of("verify", "collect-findings"),
                Step.of("verify", "compare-with-baseline"),
                Step.of("reactivate-integrations", "list-integrations"),
                Step.of("reactivate-integrations", "activate-integrations")
                        .ordering("PUT")
                        .after(PretendRoute::pickConnections),
                Step.of("reactivate-integrations", "check-integration-states"),
                Step.of("finish", "list-remaining-tasks"),
                Step.within("roll-back", "look-up-safety-dump"),
                Step.of("roll-back", "upload-safety-dump").after(ROLL_BACK_CONFIRMED),
                Step.of("roll-back", "restore-safety-dump").ordering("POST").after(ROLL_BACK_CONFIRMED),
                Step.of("roll-back", "check-roll-back-progress"),
                Step.of("roll-back", "check-rolled-back"),
                Step.of("clean-up", "check-running-work"));
    }

    private final CaughtErrors caught = new CaughtErrors();

    @TempDir
    private Path folder;

    @Test
    void shouldDoForEveryAnswerWhatThePageSays() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN).contains(END);

        String table = table(folder);

        assertThat(table).doesNotContain("incident");
        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .as("written by running the main method of AnswersOfSitesTest")
                .isEqualTo(table);
    }

    /** Writes the table anew. */
    public static void main(String[] arguments) throws IOException {
        String page = Files.readString(PAGE);
        Files.writeString(
                PAGE,
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                        + new AnswersOfSitesTest().table(Files.createTempDirectory("answers"))
                        + page.substring(page.indexOf(END)));
    }

    private String table(Path files) throws IOException {
        try (PretendRoute route = PretendRoute.start(files, options -> {})) {
            List<List<String>> rows = new ArrayList<>();
            for (Step step : route()) {
                if (step.asks()) {
                    rows.add(row(route, step, step.task().name(), null));
                }
                if (step.order() != null) {
                    rows.add(row(route, step, step.task().name() + ", the order itself", step.order()));
                }
                step.before().happen(route);
                route.done(step.task());
            }
            return Stream.concat(
                            Stream.of(
                                    line(Stream.concat(
                                                    Stream.of("Step"),
                                                    ANSWERS.stream().map(Answer::title))
                                            .toList()),
                                    "|---".repeat(ANSWERS.size() + 1) + "|\n"),
                            rows.stream().map(AnswersOfSitesTest::line))
                    .collect(Collectors.joining());
        }
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private List<String> row(PretendRoute route, Step step, String title, @Nullable String order) {
        List<String> cells = new ArrayList<>(List.of(title));
        for (Answer answer : ANSWERS) {
            route.visit();
            step.before().happen(route);
            Map<String, Object> fault = new HashMap<>(answer.fault());
            if (order != null) {
                String[] parts = order.split(" ");
                fault.put("method", parts[0]);
                fault.put("path", parts.length == 1 ? "/**" : parts[1]);
            }
            route.trouble(fault);
            try {
                cells.add(outcome(route, step.task()));
            } finally {
                route.calm();
            }
        }
        return cells;
    }

    private String outcome(PretendRoute route, ModelTask task) {
        int tries = 0;
        for (int retries = JobRetries.IN_MODELS; ; ) {
            tries++;
            String before = tries == 1 ? "" : "retries, then ";
            try {
                return before + words(route.attempt(task, retries));
            } catch (JobError error) {
                retries = Objects.requireNonNull(error.getRetries());
                if (retries == 0) {
                    return before + "incident: " + error.getErrorMessage();
                }
            } catch (BpmnError error) {
                return before + words(task, BpmnCode.valueOf(error.getErrorCode()));
            }
        }
    }

    private static String words(Map<String, @Nullable Object> set) {
        if (set.containsValue("IN_PROGRESS") && set.keySet().stream().anyMatch(name -> name.endsWith("MovedAt"))) {
            return "keeps looking";
        }
        return "continues";
    }

    private String words(ModelTask task, BpmnCode code) {
        String behind = caught.taskBehind(task.process(), task.element(), code)
                .map(name -> "*" + name + "*")
                .orElse("ends, and says so");
        return code == BpmnCode.OUTCOME_UNKNOWN ? behind + " (outcome unknown)" : behind;
    }
}
