package io.ferry.process.common;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class KeptAliveTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    private final CamundaClient camunda = mock(RETURNS_DEEP_STUBS);
    private final ScheduledExecutorService scheduler = mock();
    private final ScheduledFuture<?> renewing = mock();

    @Test
    void shouldRenewTheTimeoutUntilTheWorkEnds() {
        when(scheduler.scheduleAtFixedRate(any(), anyLong(), anyLong(), any())).thenAnswer(call -> renewing);

        KeptAlive.Keeping keeping = keptAlive(Duration.ofHours(24)).keep(job(Duration.ofMinutes(10)));
        scheduled().run();
        keeping.close();

        verify(camunda.newUpdateTimeoutCommand(9L)).timeout(Duration.ofMinutes(10));
        verify(renewing).cancel(false);
    }

    @Test
    void shouldLetAJobGoThatRunsForTooLong() {
        when(scheduler.scheduleAtFixedRate(any(), anyLong(), anyLong(), any())).thenAnswer(call -> renewing);

        keptAlive(Duration.ofSeconds(-1)).keep(job(Duration.ofMinutes(10)));
        scheduled().run();

        verify(camunda, never()).newUpdateTimeoutCommand(9L);
    }

    private Runnable scheduled() {
        ArgumentCaptor<Runnable> task = ArgumentCaptor.captor();
        long third = Duration.ofMinutes(10).toMillis() / 3;
        verify(scheduler).scheduleAtFixedRate(task.capture(), eq(third), eq(third), eq(TimeUnit.MILLISECONDS));
        return task.getValue();
    }

    private KeptAlive keptAlive(Duration longest) {
        ProcessProperties properties = new ProcessProperties(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), longest);
        return new KeptAlive(camunda, Clock.fixed(NOW, ZoneOffset.UTC), properties, scheduler);
    }

    private static ActivatedJob job(Duration timeout) {
        ActivatedJob job = mock();
        when(job.getKey()).thenReturn(9L);
        when(job.getDeadline()).thenReturn(NOW.plus(timeout).toEpochMilli());
        return job;
    }
}
