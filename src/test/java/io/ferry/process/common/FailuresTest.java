package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.CamundaError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.ArtifactException;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.CaughtErrors;
import io.ferry.process.model.Problem;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.SiteCredential;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class FailuresTest {
    private static final ProcessProperties PROPERTIES =
            new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(10), Duration.ofHours(24));

    private final Failures failures = new Failures(PROPERTIES, new CaughtErrors());

    /** A person's answer that Camunda does not show yet happens with each answer, and is no warning; one that stays away is. */
    @Test
    void shouldWarnOfWhatIsExpectedOnlyWhenItLasts() {
        RemoteFailure late = RemoteFailure.expected("Camunda does not show it yet.", "It shows it a second late.");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(Failures.class);
        Level before = log.getLevel();
        log.setLevel(Level.DEBUG);
        log.addAppender(lines);
        try {
            failures.answer(late.notBefore(Duration.ofSeconds(1)), job(7));
            failures.answer(late, job(4));
            failures.answer(
                    RemoteFailure.passing("The site is busy.", "Wait.").notBefore(Duration.ofSeconds(1)), job(7));
        } finally {
            log.detachAppender(lines);
            log.setLevel(before);
        }

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG, Level.WARN, Level.WARN);
    }

    static Stream<Arguments> businessOutcomes() {
        return Stream.of(
                argumentSet(
                        "a refusal by design",
                        RemoteFailure.byDesign("The dump is too new.", "Update the app."),
                        "REFUSED",
                        "The dump is too new."),
                argumentSet(
                        "a call that nobody configured",
                        AutomationUnavailableException.of("createDump", "no endpoints."),
                        "AUTOMATION_UNAVAILABLE",
                        "Ferry cannot do this step by itself."),
                argumentSet(
                        "a lost answer",
                        OutcomeUnknownException.of("The answer never came.", "Look at the list."),
                        "OUTCOME_UNKNOWN",
                        "The answer never came."),
                argumentSet(
                        "a worker's own refusal",
                        StepRefused.uploadedFileRefused("The file is empty.", "0 bytes", "Take another."),
                        "UPLOADED_FILE_REFUSED",
                        "The file is empty."));
    }

    @ParameterizedTest
    @MethodSource("businessOutcomes")
    void shouldLeadABusinessOutcomeToAPerson(Exception thrown, String code, String title) {
        CamundaError answer = failures.answer(thrown, job(7));

        assertThat(answer).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo(code);
            assertThat(error.getVariables())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                    .satisfies(problem -> {
                        assertThat(problem.title()).isEqualTo(title);
                        assertThat(problem.whatToDo()).isNotBlank();
                    });
        });
    }

    @Test
    void shouldTryAPassingFailureAgainAfterGrowingPauses() {
        RemoteFailure busy = RemoteFailure.passing("The site is busy.", "Wait.");

        List<JobError> answers = series(busy, JobRetries.IN_MODELS);

        assertThat(answers).extracting(JobError::getRetries).containsExactly(6, 5, 4, 3, 2, 0);
        assertThat(answers)
                .extracting(error -> error.getRetryBackoff().toSeconds())
                .containsExactly(5L, 15L, 45L, 135L, 405L, 0L);
        assertThat(answers.stream().map(JobError::getRetryBackoff).reduce(Duration.ZERO, Duration::plus))
                .as("longer than a Jira needs to restart")
                .isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldTakeRetryInOperateForAFreshSeriesThatEndsLikeTheFirst() {
        RemoteFailure busy = RemoteFailure.passing("The site is busy.", "Wait.");

        // Operate sets 1, whatever the model says
        assertThat(series(busy, 1))
                .extracting(JobError::getRetries)
                .containsExactlyElementsOf(series(busy, JobRetries.IN_MODELS).stream()
                        .map(JobError::getRetries)
                        .toList());
    }

    @Test
    void shouldPauseNoLongerThanItMay() {
        Failures impatient = new Failures(
                new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofHours(24)),
                new CaughtErrors());

        assertThat(impatient.answer(RemoteFailure.passing("The site is busy.", "Wait."), job(3)))
                .isInstanceOfSatisfying(
                        JobError.class,
                        error -> assertThat(error.getRetryBackoff()).isEqualTo(Duration.ofMinutes(1)));
    }

    /** The answers to a job that fails at every try, from this count on until the incident. */
    private List<JobError> series(Exception failure, int count) {
        List<JobError> answers = new ArrayList<>();
        for (int left = count;
                left > 0 && answers.size() < 100;
                left = answers.getLast().getRetries()) {
            answers.add((JobError) failures.answer(failure, job(left)));
        }
        return answers;
    }

    @Test
    void shouldMakeAnIncidentWhenNoTryIsLeft() {
        CamundaError answer = failures.answer(RemoteFailure.passing("The site is busy.", "Wait."), job(2));

        assertThat(answer).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage())
                    .contains("The site is busy.", "several times", "Wait.", "Retry in Operate");
        });
    }

    @Test
    void shouldMakeAnIncidentOfALastingFailureAtOnce() {
        CamundaError answer = failures.answer(RemoteFailure.lasting("The password is wrong.", "Correct it."), job(7));

        assertThat(answer).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage()).contains("The password is wrong. Correct it.", "Retry in Operate");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 2, 1})
    void shouldLeadALastingFailureToThePersonWhoseTaskWaitsBehind(int retries) {
        CamundaError answer =
                failures.answer(RemoteFailure.lasting("The password is wrong.", "Correct it."), dump(retries));

        assertProblem(answer, "AUTOMATION_FAILED", "The password is wrong.", "Correct it. Then choose below");
    }

    @Test
    void shouldLeadAPassingFailureToAPersonOnceItsTriesAreUsedUp() {
        RemoteFailure busy = RemoteFailure.passing("The site is busy.", "Look at it.");

        assertThat(failures.answer(busy, dump(3))).isInstanceOf(JobError.class);
        assertProblem(
                failures.answer(busy, dump(2)),
                "AUTOMATION_FAILED",
                "The site is busy.",
                "Look at it. Then choose below");
    }

    @Test
    void shouldLeadAnUnforeseenFailureToAPersonWithoutItsWords() {
        CamundaError answer = failures.answer(new IllegalStateException("ann@example.com is odd"), dump(2));

        assertProblem(answer, "AUTOMATION_FAILED", "did not foresee (IllegalStateException)", "4711");
        assertThat(String.valueOf(((BpmnError) answer).getVariables())).doesNotContain("ann@example.com");
    }

    @Test
    void shouldLeadAMissingCredentialToThePersonWhoseTaskWaitsBehind() {
        assertProblem(
                failures.answer(missing(), dump(7)),
                "AUTOMATION_FAILED",
                "A credential is missing.",
                "Then choose below");
    }

    @Test
    void shouldMakeAnIncidentOfAFailureWhereOnlyAnAnswerIsRecorded() {
        ActivatedJob job = AJob.of("record-decision")
                .at("Task_RecordDecisionMakeTheDumpByHand")
                .withHeader("subject", "make-the-dump-by-hand")
                .withRetries(2)
                .get();

        assertThat(failures.answer(RemoteFailure.passing("Camunda is busy.", "Wait."), job))
                .isInstanceOf(JobError.class);
    }

    @Test
    void shouldMakeAnIncidentThatSaysWhatToDoOfARefusalThatNothingCatches() {
        ActivatedJob job = AJob.of("run-readiness-checks")
                .inProcess("check-readiness")
                .at("Task_RunReadinessChecks")
                .get();

        assertThat(failures.answer(RemoteFailure.byDesign("The site refuses.", "Update it."), job))
                .isInstanceOfSatisfying(JobError.class, error -> {
                    assertThat(error.getRetries()).isZero();
                    assertThat(error.getErrorMessage())
                            .isEqualTo("The site refuses. Update it. Then press Retry in Operate.");
                });
    }

    private static void assertProblem(CamundaError answer, String code, String title, String whatToDo) {
        assertThat(answer).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo(code);
            assertThat(error.getVariables())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                    .satisfies(problem -> {
                        assertThat(problem.title()).contains(title);
                        assertThat(problem.whatToDo()).contains(whatToDo);
                    });
        });
    }

    private static ActivatedJob dump(int retries) {
        return AJob.of("create-dump").at("Task_CreateDump").withRetries(retries).get();
    }

    private static Exception missing() {
        CredentialResolver nothing = new CredentialResolver(name -> null, name -> null);
        return catchException(
                () -> nothing.resolve(new SiteCredential.Named("jira-login"), URI.create("https://jira.example.com")));
    }

    @Test
    void shouldNameAMissingCredentialInAnIncident() {
        assertThat(failures.answer(missing(), job(7))).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage()).contains("jira-login");
        });
    }

    static Stream<RuntimeException> databaseAway() {
        return Stream.of(
                new QueryTimeoutException("select secret"),
                new DataAccessResourceFailureException("select secret", new SQLException("secret")),
                new TransactionSystemException(
                        "JDBC rollback failed", new SQLException("Connection is closed: secret")),
                new CannotCreateTransactionException("secret"),
                new IllegalStateException("secret", new DataAccessResourceFailureException("select secret")));
    }

    @ParameterizedTest
    @MethodSource("databaseAway")
    void shouldTryAgainWhenTheDatabaseDoesNotAnswer(RuntimeException away) {
        assertThat(failures.answer(away, job(7))).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isEqualTo(6);
            assertThat(error.getErrorMessage())
                    .contains("Ferry's database does not answer")
                    .doesNotContain("secret");
        });
    }

    @Test
    void shouldTryAgainWhenTheBucketDoesNotAnswer() {
        ArtifactException away = mock();
        when(away.kind()).thenReturn(ArtifactException.Kind.STORE_AWAY);
        when(away.getMessage()).thenReturn("The bucket company-ferry answered 503.");

        assertThat(failures.answer(away, job(7))).isInstanceOfSatisfying(JobError.class, again -> {
            assertThat(again.getRetries()).isEqualTo(6);
            assertThat(again.getErrorMessage())
                    .contains("Ferry's bucket does not answer")
                    .contains("answered 503");
        });
        assertThat(failures.answer(away, job(2))).isInstanceOfSatisfying(JobError.class, incident -> {
            assertThat(incident.getRetries()).isZero();
            assertThat(incident.getErrorMessage()).contains("press Retry in Operate");
        });
    }

    @Test
    void shouldNotBlameTheDatabaseForAQuestionThatIsWrong() {
        assertThat(failures.answer(new DataIntegrityViolationException("secret"), job(7)))
                .isInstanceOfSatisfying(
                        JobError.class,
                        error -> assertThat(error.getErrorMessage())
                                .contains("did not foresee (DataIntegrityViolationException)")
                                .doesNotContain("secret"));
    }

    @Test
    void shouldKeepTheWordsOfAnUnforeseenFailureOutOfCamunda() {
        assertThat(failures.answer(new IllegalStateException("ann@example.com is odd"), job(2)))
                .isInstanceOfSatisfying(
                        JobError.class,
                        error -> assertThat(error.getErrorMessage())
                                .contains("IllegalStateException", "4711")
                                .doesNotContain("ann@example.com"));
    }

    @Test
    void shouldPassOnWhatIsAnAnswerAlready() {
        CamundaError already = CamundaError.jobError("as it is", Map.of(), 3);

        assertThat(failures.answer(already, job(7))).isSameAs(already);
    }

    private static ActivatedJob job(int retries) {
        return AJob.of("create-dump").withRetries(retries).get();
    }
}
