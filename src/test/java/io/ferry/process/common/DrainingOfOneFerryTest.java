package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.migration.NodesProperties;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class DrainingOfOneFerryTest {
    private final JobTimeoutExtender jobs = mock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Draining draining =
            new Draining(jobs, new NodesProperties(Duration.ofSeconds(10), false), new MockEnvironment());

    @Test
    void shouldEndWhenItsJobsHaveEnded() throws Exception {
        when(jobs.running()).thenReturn(1);
        draining.start();

        draining.stop(ended::countDown);

        assertThat(ended.await(200, TimeUnit.MILLISECONDS)).isFalse();
        when(jobs.running()).thenReturn(0);
        assertThat(ended.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(draining.isRunning()).isFalse();
        verify(jobs, never()).handOn();
    }

    @Test
    void shouldNotWaitForEver() throws Exception {
        when(jobs.running()).thenReturn(1);
        draining.start();

        draining.stop(ended::countDown);

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
