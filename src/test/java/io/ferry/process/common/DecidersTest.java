package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecidersTest {
    private final WaitingTasks tasks = mock();
    private final ActivatedJob job = mock();

    @Test
    void shouldAskSoonAgainWhileASearchIsLateAndThenHavePatience() {
        // given a search that shows nothing
        when(tasks.whoCompleted(anyLong(), any(), any(), anyLong()))
                .thenThrow(RemoteFailure.passing("Nothing to be seen yet.", "Ferry asks again."));

        // when it is asked once more after each failure
        List<Optional<Duration>> pauses = new ArrayList<>();
        for (int retries = JobRetries.IN_MODELS; retries > 2; retries--) {
            when(job.getRetries()).thenReturn(retries);
            pauses.add(backoffAfter());
        }

        // then
        assertThat(pauses)
                .containsExactly(
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of(Duration.ofSeconds(4)),
                        Optional.empty(),
                        Optional.empty());
    }

    private Optional<Duration> backoffAfter() {
        try {
            new Deciders(tasks).whoCompleted(job, "Task_ConfirmTheImport");
            throw new AssertionError("Nobody can be told yet");
        } catch (RemoteFailure late) {
            return late.retryAfter();
        }
    }
}
