package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.CamundaError;
import io.camunda.client.exception.JobError;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;

class FailuresTest {
    private static final ProcessProperties PROPERTIES =
            new ProcessProperties(5, Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofHours(24));

    private final Failures failures = new Failures(PROPERTIES);

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
                        StepRefused.handedOverFileRefused("The file is empty.", "0 bytes", "Take another."),
                        "HANDED_OVER_FILE_REFUSED",
                        "The file is empty."));
    }

    @ParameterizedTest
    @MethodSource("businessOutcomes")
    void shouldLeadABusinessOutcomeToAPerson(Exception thrown, String code, String title) {
        CamundaError answer = failures.answer(thrown, job(5));

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

        List<JobError> answers = Stream.of(5, 4, 3, 2)
                .map(left -> (JobError) failures.answer(busy, job(left)))
                .toList();

        assertThat(answers).extracting(JobError::getRetries).containsExactly(4, 3, 2, 1);
        assertThat(answers)
                .extracting(JobError::getRetryBackoff)
                .containsExactly(
                        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(45), Duration.ofMinutes(1));
    }

    @Test
    void shouldMakeAnIncidentWhenNoTryIsLeft() {
        CamundaError answer = failures.answer(RemoteFailure.passing("The site is busy.", "Wait."), job(1));

        assertThat(answer).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage())
                    .contains("The site is busy.", "several times", "Wait.", "Retry in Operate");
        });
    }

    @Test
    void shouldMakeAnIncidentOfALastingFailureAtOnce() {
        CamundaError answer = failures.answer(RemoteFailure.lasting("The password is wrong.", "Correct it."), job(5));

        assertThat(answer).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage()).contains("The password is wrong. Correct it.", "Retry in Operate");
        });
    }

    @Test
    void shouldNameAMissingCredentialInAnIncident() {
        CredentialResolver nothing = new CredentialResolver(name -> null);
        Exception missing = org.assertj.core.api.Assertions.catchException(
                () -> nothing.resolve(CredentialReference.of("env:JIRA_LOGIN")));

        assertThat(failures.answer(missing, job(5))).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage()).contains("env:JIRA_LOGIN");
        });
    }

    @Test
    void shouldTryAgainWhenTheDatabaseDoesNotAnswer() {
        assertThat(failures.answer(new QueryTimeoutException("select secret"), job(5)))
                .isInstanceOfSatisfying(JobError.class, error -> {
                    assertThat(error.getRetries()).isEqualTo(4);
                    assertThat(error.getErrorMessage()).contains("database").doesNotContain("secret");
                });
    }

    @Test
    void shouldKeepTheWordsOfAnUnforeseenFailureOutOfCamunda() {
        assertThat(failures.answer(new IllegalStateException("ann@example.com is odd"), job(1)))
                .isInstanceOfSatisfying(
                        JobError.class,
                        error -> assertThat(error.getErrorMessage())
                                .contains("IllegalStateException", "4711")
                                .doesNotContain("ann@example.com"));
    }

    @Test
    void shouldPassOnWhatIsAnAnswerAlready() {
        CamundaError already = CamundaError.jobError("as it is", Map.of(), 3);

        assertThat(failures.answer(already, job(5))).isSameAs(already);
    }

    private static ActivatedJob job(int retries) {
        return AJob.of("create-dump").withRetries(retries).get();
    }
}
