package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.ferry.process.TestEngine;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class JobTimeoutExtenderTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final CamundaClient camunda = mock(RETURNS_DEEP_STUBS);
    private final ScheduledExecutorService scheduler = mock();
    private final ScheduledFuture<?> renewing = mock();
    private final Clock clock = mock();

    @BeforeEach
    void schedules() {
        when(clock.instant()).thenReturn(NOW);
        when(scheduler.scheduleAtFixedRate(any(), anyLong(), anyLong(), any())).thenAnswer(call -> renewing);
    }

    @Test
    void shouldRenewTheTimeoutUntilTheWorkEnds() {
        JobTimeoutExtender.Keeping keeping =
                keptAlive(camunda, TIMEOUT, Duration.ofHours(24)).keep(job(9, NOW.plus(TIMEOUT)));
        scheduled(Duration.ofSeconds(10), TIMEOUT.dividedBy(3)).run();
        keeping.close();

        verify(camunda.newUpdateTimeoutCommand(9L)).timeout(TIMEOUT);
        verify(renewing).cancel(false);
    }

    @Test
    void shouldGoByTheWorkersTimeoutAndNotByTheBrokersClock() {
        // given a broker whose clock is far behind Ferry's, and one whose clock is far ahead
        JobTimeoutExtender alive = keptAlive(camunda, Duration.ofSeconds(12), Duration.ofHours(24));
        alive.keep(job(9, NOW.minusSeconds(300)));
        alive.keep(job(10, NOW.plusSeconds(300)));

        // then both jobs are renewed in time
        verify(scheduler, times(2)).scheduleAtFixedRate(any(), eq(4000L), eq(4000L), eq(TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldLetAJobGoThatRunsForTooLong() {
        keptAlive(camunda, TIMEOUT, Duration.ofSeconds(-1)).keep(job(9, NOW.plus(TIMEOUT)));
        scheduled(Duration.ofSeconds(10), TIMEOUT.dividedBy(3)).run();

        verify(camunda, never()).newUpdateTimeoutCommand(9L);
    }

    @Test
    void shouldAskNoMoreOftenThanTheCallerWants() {
        JobTimeoutExtender.Keeping keeping =
                keptAlive(camunda, TIMEOUT, Duration.ofHours(24)).keep(job(9, NOW.plus(TIMEOUT)));

        keeping.expectOurs(Duration.ofSeconds(5));
        verify(camunda, never()).newUpdateTimeoutCommand(9L);
        when(clock.instant()).thenReturn(NOW.plusSeconds(5));
        keeping.expectOurs(Duration.ofSeconds(5));
        keeping.expectOurs(Duration.ofSeconds(5));
        verify(camunda, times(1)).newUpdateTimeoutCommand(9L);
        keeping.expectOurs(Duration.ZERO);
        verify(camunda, times(2)).newUpdateTimeoutCommand(9L);
    }

    @Test
    void shouldSendNothingWhileCamundaDoesNotAnswer() {
        when(camunda.newUpdateTimeoutCommand(9L).timeout(TIMEOUT).send().join())
                .thenThrow(new ClientException("no connection"));
        JobTimeoutExtender.Keeping keeping =
                keptAlive(camunda, TIMEOUT, Duration.ofHours(24)).keep(job(9, NOW.plus(TIMEOUT)));

        assertThatThrownBy(() -> keeping.expectOurs(Duration.ZERO)).isInstanceOf(RemoteFailure.class);
    }

    @Test
    void shouldNoticeOnARealEngineThatTheJobIsGone() throws Exception {
        // given a job whose process is cancelled, and one that timed out
        try (TestEngine engine = TestEngine.start()) {
            CamundaClient client = engine.client();
            client.newDeployResourceCommand()
                    .addProcessModel(
                            Bpmn.createExecutableProcess("p")
                                    .startEvent()
                                    .serviceTask("t", task -> task.zeebeJobType("work"))
                                    .endEvent()
                                    .done(),
                            "p.bpmn")
                    .send()
                    .join();
            ActivatedJob cancelled = activated(client);
            JobTimeoutExtender alive = keptAlive(client, TIMEOUT, Duration.ofHours(24));
            JobTimeoutExtender.Keeping keeping = alive.keep(cancelled);
            assertThatCode(() -> keeping.expectOurs(Duration.ZERO)).doesNotThrowAnyException();

            // when
            client.newCancelInstanceCommand(cancelled.getProcessInstanceKey())
                    .send()
                    .join();

            // then
            assertThatThrownBy(() -> keeping.expectOurs(Duration.ZERO)).isInstanceOf(JobLost.class);
            // what is known once is not asked again
            assertThatThrownBy(() -> keeping.expectOurs(Duration.ofHours(1))).isInstanceOf(JobLost.class);

            // and when
            ActivatedJob late = activated(client);
            engine.passTime(Duration.ofMinutes(20));
            engine.settle();

            // then
            JobTimeoutExtender.Keeping ofTheLateOne = alive.keep(late);
            assertThatThrownBy(() -> ofTheLateOne.expectOurs(Duration.ZERO)).isInstanceOf(JobLost.class);
        }
    }

    @Test
    void shouldLetGoOfItsJobsSoThatAnotherGetsThemAtOnce() throws Exception {
        try (TestEngine engine = TestEngine.start();
                var threads = Executors.newSingleThreadExecutor()) {
            CamundaClient client = engine.client();
            client.newDeployResourceCommand()
                    .addProcessModel(
                            Bpmn.createExecutableProcess("p")
                                    .startEvent()
                                    .serviceTask("t", task -> task.zeebeJobType("work"))
                                    .endEvent()
                                    .done(),
                            "p.bpmn")
                    .send()
                    .join();
            ActivatedJob job = activated(client);
            JobTimeoutExtender alive = keptAlive(client, TIMEOUT, Duration.ofHours(24));
            CountDownLatch begun = new CountDownLatch(1);

            // given a worker in the middle of long work
            Future<Boolean> working = threads.submit(() -> {
                try (JobTimeoutExtender.Keeping keeping = alive.keep(job)) {
                    begun.countDown();
                    new CountDownLatch(1).await();
                } catch (InterruptedException stopped) {
                    return true;
                }
                return false;
            });
            begun.await();
            assertThat(alive.running()).isEqualTo(1);

            // when
            alive.handOn();

            // then it ends, nothing is sent for it any more, and what comes is handed on at once
            assertThat(working.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(alive.running()).isZero();
            try (JobTimeoutExtender.Keeping late = alive.keep(job)) {
                assertThat(late.isHandedOn()).isTrue();
                assertThatThrownBy(() -> late.expectOurs(Duration.ofHours(1))).isInstanceOf(JobLost.class);
            }
            // and given back as it came, the job is there for others without any time passing
            client.newFailCommand(job.getKey())
                    .retries(job.getRetries())
                    .retryBackoff(Duration.ZERO)
                    .send()
                    .join();
            ActivatedJob again = taken(client);
            assertThat(again.getKey()).isEqualTo(job.getKey());
            assertThat(again.getRetries()).isEqualTo(job.getRetries());
        }
    }

    private static ActivatedJob activated(CamundaClient client) {
        client.newCreateInstanceCommand()
                .bpmnProcessId("p")
                .latestVersion()
                .send()
                .join();
        return taken(client);
    }

    private static ActivatedJob taken(CamundaClient client) {
        List<ActivatedJob> jobs = client.newActivateJobsCommand()
                .jobType("work")
                .maxJobsToActivate(1)
                .timeout(TIMEOUT)
                .requestTimeout(Duration.ofSeconds(10))
                .send()
                .join()
                .getJobs();
        return jobs.getFirst();
    }

    private Runnable scheduled(Duration first, Duration then) {
        ArgumentCaptor<Runnable> task = ArgumentCaptor.captor();
        verify(scheduler)
                .scheduleAtFixedRate(
                        task.capture(), eq(first.toMillis()), eq(then.toMillis()), eq(TimeUnit.MILLISECONDS));
        return task.getValue();
    }

    private JobTimeoutExtender keptAlive(CamundaClient client, Duration timeout, Duration longest) {
        ProcessProperties properties = new ProcessProperties(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), longest);
        return new JobTimeoutExtender(client, clock, timeout, properties, scheduler);
    }

    private static ActivatedJob job(long key, Instant deadline) {
        ActivatedJob job = mock();
        when(job.getKey()).thenReturn(key);
        when(job.getDeadline()).thenReturn(deadline.toEpochMilli());
        return job;
    }
}
