package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.client.annotation.Variable;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.annotation.value.JobWorkerValue;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.camunda.client.api.worker.JobHandler;
import io.camunda.client.bean.MethodInfo;
import io.camunda.client.exception.CamundaError;
import io.camunda.client.exception.JobError;
import io.camunda.client.impl.CamundaObjectMapper;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy;
import io.ferry.process.model.CaughtErrors;
import io.ferry.process.model.Problem;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class TypedVariablesTest {
    private record Read(
            @Nullable Integer dumpPercent, @Nullable String dumpMark) {}

    private record Set(
            @Nullable Integer dumpPercent, @Nullable String dumpMark) {}

    private record SetWithProblem(
            String dumpState, @Nullable Problem problem) {}

    private record SetLater(Optional<String> safetyDump) {}

    @SuppressWarnings("UnusedMethod")
    private static void aWorker(
            ActivatedJob job,
            @VariablesAsType Read variables,
            @Variable(name = "reason") String why,
            @Variable String migrationId) {}

    @Test
    void shouldFetchWhatTheParametersName() throws NoSuchMethodException {
        Method worker = TypedVariablesTest.class.getDeclaredMethod(
                "aWorker", ActivatedJob.class, Read.class, String.class, String.class);

        assertThat(TypedVariables.fetchedFor(worker))
                .containsExactly("migrationId", "traceparent", "dumpPercent", "dumpMark", "reason");
    }

    @Test
    void shouldTellCamundasClientToFetchNoMoreAlsoWhereAWorkerTakesTheJob() throws NoSuchMethodException {
        MethodInfo info = mock();
        when(info.getMethod())
                .thenReturn(TypedVariablesTest.class.getDeclaredMethod(
                        "aWorker", ActivatedJob.class, Read.class, String.class, String.class));
        JobWorkerValue worker = new JobWorkerValue();
        worker.setMethodInfo(info);

        new WorkerConfiguration().fetchedVariables().customize(worker);

        assertThat(worker.getFetchVariables())
                .containsExactly("migrationId", "traceparent", "dumpPercent", "dumpMark", "reason");
    }

    @Test
    void shouldLeaveAVariableAsItIsWhereAResultIsEmptyForIt() {
        assertThat(TypedVariables.setBy(new SetLater(Optional.empty()))).containsOnlyKeys("problem");
        assertThat(TypedVariables.setBy(new SetLater(Optional.of("9")))).containsEntry("safetyDump", "9");
    }

    @Test
    void shouldSetTheComponentsOfAResultAndClearAnEarlierProblem() {
        assertThat(TypedVariables.setBy(new Set(null, "[ferry-1]")))
                .containsOnlyKeys("dumpPercent", "dumpMark", "problem")
                .containsEntry("dumpPercent", null)
                .containsEntry("dumpMark", "[ferry-1]")
                .containsEntry("problem", null);
        assertThat(TypedVariables.setBy(new NoVariables())).containsOnlyKeys("problem");
    }

    @Test
    void shouldKeepAProblemThatTheResultHas() {
        Problem problem = new Problem("STUCK", "Nothing moves.", "", "Look.");

        assertThat(TypedVariables.setBy(new SetWithProblem("STUCK", problem))).containsEntry("problem", problem);
    }

    @Test
    void shouldSetAndClearNothingWithoutAResult() {
        assertThat(TypedVariables.setBy(null)).isNull();
    }

    @Test
    void shouldTakeRecordsOnly() {
        assertThatThrownBy(() -> TypedVariables.setBy("text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMakeAnIncidentOfVariablesThatCannotBeReadAndKeepTheirValuesToItself() throws Exception {
        // given a variable that somebody changed, read as Camunda's client does
        JobHandler handler = (client, job) ->
                new CamundaObjectMapper(new JsonMapper()).fromJson("{\"dumpPercent\": \"s3cret\"}", Read.class);
        JobExceptionHandlingStrategy answers = mock();
        ActivatedJob job = AJob.of("check-dump-progress").get();

        // when
        WorkerConfiguration.answering(handler, new JobWorkerValue(), answers).handle(mock(JobClient.class), job);

        // then
        ArgumentCaptor<Exception> thrown = ArgumentCaptor.captor();
        verify(answers).handleException(thrown.capture(), any());
        ProcessProperties properties =
                new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofHours(24));
        CamundaError answer = new Failures(properties, new CaughtErrors()).answer(thrown.getValue(), job);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isZero());
        assertThat(answer).hasMessageContaining("dumpPercent").hasMessageNotContaining("s3cret");
        assertThat(thrown.getValue()).hasNoCause();
    }

    @Test
    void shouldNotAnswerForAHandlerThatAnsweredItself() throws Exception {
        JobExceptionHandlingStrategy answers = mock();

        WorkerConfiguration.answering((client, job) -> {}, new JobWorkerValue(), answers)
                .handle(mock(JobClient.class), AJob.of("check-dump-progress").get());

        verify(answers, never()).handleException(any(), any());
    }
}
