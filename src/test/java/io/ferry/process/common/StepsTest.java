package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.fixtures.TestClock;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.process.engine.JobRetries;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class StepsTest {
    private final WorkerBench bench = new WorkerBench();

    @Test
    void shouldTellTheTimelineStartAndEnd() {
        int percent = bench.steps().run(AJob.of("create-dump").get(), step -> 7);

        assertThat(percent).isEqualTo(7);
        verify(bench.timeline())
                .record(
                        new MigrationId("m-1"),
                        Phase.BACK_UP_BIGPICTURE,
                        "Create dump",
                        Event.Kind.STARTED,
                        "Create dump",
                        null);
        verify(bench.timeline())
                .record(
                        new MigrationId("m-1"),
                        Phase.BACK_UP_BIGPICTURE,
                        "Create dump",
                        Event.Kind.DONE,
                        "Create dump",
                        null);
    }

    @Test
    void shouldTellTheTimelineNothingOfALook() {
        bench.steps().look(AJob.of("check-dump-progress").get(), step -> new NoVariables());

        verifyNoInteractions(bench.timeline());
    }

    @Test
    void shouldSayWhatIsTriedAgainUntilItSucceedsOrIsLeftToPeople() {
        assertThatThrownBy(() -> failing(JobRetries.IN_MODELS)).isInstanceOf(JobError.class);

        assertThat(bench.retried().of(WorkerBench.ID)).singleElement().satisfies(step -> {
            assertThat(step.step()).isEqualTo("Create dump");
            assertThat(step.since()).isEqualTo(WorkerBench.NOW);
            assertThat(step.next()).isAfter(WorkerBench.NOW);
            assertThat(step.message()).contains("The site does not answer.", "Look whether it runs.");
        });
        assertThat(bench.retried().of(new MigrationId("m-2"))).isEmpty();

        bench.steps().run(AJob.of("create-dump").get(), step -> 7);
        assertThat(bench.retried().of(WorkerBench.ID)).as("after success").isEmpty();

        assertThatThrownBy(() -> failing(JobRetries.IN_MODELS)).isInstanceOf(JobError.class);
        assertThatThrownBy(() -> failing(2)).isInstanceOf(JobError.class);
        assertThat(bench.retried().of(WorkerBench.ID)).as("after the last try").isEmpty();
    }

    private int failing(int retries) {
        return bench.steps().run(AJob.of("create-dump").withRetries(retries).get(), step -> {
            throw RemoteFailure.passing("The site does not answer.", "Look whether it runs.");
        });
    }

    @Test
    void shouldSayThatASiteIsSilentThoughTheStepEndsWithoutAFailure() {
        bench.steps().look(AJob.of("check-dump-progress").get(), step -> {
            step.siteIsSilent(RemoteFailure.passing("The site does not answer.", "Look whether it runs."));
            return new NoVariables();
        });

        assertThat(bench.retried().of(WorkerBench.ID))
                .singleElement()
                .satisfies(step -> assertThat(step.next()).isEqualTo(WorkerBench.NOW.plusSeconds(5)));
    }

    @Test
    void shouldGiveAJobBackAsItCameWhenThisFerryEnds() {
        // given a step that is interrupted, as its Ferry ends and another goes on
        ActivatedJob job = AJob.of("create-dump").get();
        assertThatThrownBy(() -> bench.steps().run(job, step -> {
                    when(bench.keeping().isHandedOn()).thenReturn(true);
                    Thread.currentThread().interrupt();
                    throw RemoteFailure.passing("Ferry is being stopped.", "");
                }))
                .isInstanceOfSatisfying(JobError.class, again -> {
                    assertThat(again.getRetries()).isEqualTo(job.getRetries());
                    assertThat(again.getRetryBackoff()).isEqualTo(Duration.ZERO);
                });

        // then Camunda can be told, and nobody reads of a failure
        assertThat(Thread.interrupted()).isFalse();
        assertThat(bench.retried().of(WorkerBench.ID)).isEmpty();

        // and one that comes now is not begun
        assertThatThrownBy(() -> bench.steps().run(job, step -> {
                    throw new AssertionError("It must not begin");
                }))
                .isInstanceOf(JobError.class);
    }

    @Test
    void shouldForgetAStepThatWasNotTriedAgain() {
        TestClock clock = new TestClock();
        RetriedSteps retried = new RetriedSteps(clock);
        Instant first = clock.instant();
        retried.triedAgain(WorkerBench.ID, "Create dump", Duration.ofMinutes(1), "Silent.");
        clock.pass(Duration.ofMinutes(1));
        retried.triedAgain(WorkerBench.ID, "Create dump", Duration.ofMinutes(2), "Silent.");

        assertThat(retried.of(WorkerBench.ID))
                .singleElement()
                .satisfies(step -> assertThat(step.since()).isEqualTo(first));
        clock.pass(Duration.ofMinutes(8));
        assertThat(retried.of(WorkerBench.ID)).isEmpty();
    }

    @Test
    void shouldPutTheMigrationIntoTheLogWhileTheStepRuns() {
        bench.steps().look(AJob.of("check-dump-progress").get(), step -> {
            assertThat(MDC.get("migration")).isEqualTo("m-1");
            return new NoVariables();
        });

        assertThat(MDC.get("migration")).isNull();
    }

    @Test
    void shouldTurnAFailureIntoAnAnswerAndTellTheTimeline() {
        assertThatThrownBy(() -> bench.steps().run(AJob.of("create-dump").get(), step -> {
                    throw RemoteFailure.byDesign("The dump is too new.", "Update.");
                }))
                .isInstanceOf(BpmnError.class);

        verify(bench.timeline())
                .record(any(), any(), eq("Create dump"), eq(Event.Kind.PROBLEM), contains("too new"), isNull());
        verify(bench.timeline(), never()).record(any(), any(), anyString(), eq(Event.Kind.DONE), anyString(), any());
    }

    @Test
    void shouldNotHideAFailureBehindATimelineThatCannotBeWritten() {
        doThrow(new IllegalStateException("no database"))
                .when(bench.timeline())
                .record(any(), any(), anyString(), eq(Event.Kind.PROBLEM), anyString(), any());

        assertThatThrownBy(() -> bench.steps().look(AJob.of("create-dump").get(), step -> {
                    throw RemoteFailure.lasting("The password is wrong.", "Correct it.");
                }))
                .isInstanceOf(JobError.class)
                .hasMessageContaining("The password is wrong.");
    }

    @Test
    void shouldStopWithoutAnIncidentWhatIsNotToBeDoneAnyMore() {
        // given the last try of a job that Camunda has taken away meanwhile
        bench.takeTheJobAway();

        // when, then
        assertThatThrownBy(() -> bench.steps()
                        .run(AJob.of("create-dump").withRetries(1).get(), step -> {
                            step.expectOurs(Duration.ZERO);
                            return new NoVariables();
                        }))
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isEqualTo(1));
        verify(bench.timeline())
                .record(
                        any(),
                        any(),
                        eq("Create dump"),
                        eq(Event.Kind.PROBLEM),
                        contains("Nothing was sent"),
                        isNull());
    }

    @Test
    void shouldMakeAnIncidentOfAJobWithoutAMigration() {
        assertThatThrownBy(() -> bench.steps()
                        .run(AJob.of("create-dump").with("migrationId", "m-2").get(), step -> new NoVariables()))
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isZero());
    }

    @Test
    void shouldNameTheMigrationInTheLinesThatTellOfAFailure() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(Failures.class);
        log.addAppender(lines);
        try {
            assertThatThrownBy(() -> failing(JobRetries.IN_MODELS)).isInstanceOf(JobError.class);
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("migration", "m-1"));
    }
}
