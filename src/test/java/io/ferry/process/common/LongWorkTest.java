package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.camunda.client.exception.JobError;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.model.Problem;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LongWorkTest {
    private final WorkerBench bench = new WorkerBench();
    private final Timeline timeline = mock();

    @Test
    void shouldTellProgress() {
        var seen = look(Duration.ofHours(2), 10, () -> new Progress(RemoteState.IN_PROGRESS, 40, ""));

        assertThat(seen)
                .containsEntry("dumpState", "IN_PROGRESS")
                .containsEntry("dumpPercent", 40)
                .containsEntry(
                        "dumpMovedAt", WorkerBench.NOW.plus(Duration.ofHours(2)).toString())
                .containsEntry("problem", null);
        verify(timeline).progress(WorkerBench.ID, Phase.BACK_UP_BIGPICTURE, 40);
    }

    @Test
    void shouldWaitWhileStandingStillIsShort() {
        assertThat(look(Duration.ofMinutes(29), 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, "")))
                .containsEntry("dumpState", "IN_PROGRESS")
                .containsEntry("dumpMovedAt", WorkerBench.NOW.toString());
    }

    @Test
    void shouldCallWorkStuckThatHasNotMovedForTooLong() {
        var seen = look(Duration.ofMinutes(30), 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, ""));

        assertThat(seen).containsEntry("dumpState", "STUCK");
        assertThat(seen)
                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::code, Problem::title)
                .containsExactly("STUCK", "The dump has not moved for 30 minutes.");
    }

    @Test
    void shouldNotCallFinishedWorkStuck() {
        assertThat(look(Duration.ofHours(9), 100, () -> new Progress(RemoteState.DONE, 100, "")))
                .containsEntry("dumpState", "DONE")
                .containsEntry("problem", null);
    }

    @Test
    void shouldSayWhyWorkFailed() {
        var seen = look(Duration.ZERO, 40, () -> new Progress(RemoteState.FAILED, 40, "No space left"));

        assertThat(seen).containsEntry("dumpState", "FAILED");
        assertThat(seen)
                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::detail)
                .isEqualTo("No space left");
    }

    @Test
    void shouldTakeASiteThatRestartsForOneThatWorks() {
        Supplier<Progress> restarting = () -> {
            throw RemoteFailure.passing("503", "Wait.");
        };

        assertThat(look(Duration.ofMinutes(5), 40, restarting)).containsEntry("dumpState", "IN_PROGRESS");
        assertThat(look(Duration.ofMinutes(31), 40, restarting)).containsEntry("dumpState", "STUCK");
    }

    @Test
    void shouldNotHideALastingFailure() {
        assertThatThrownBy(() -> look(Duration.ZERO, 0, () -> {
                    throw RemoteFailure.lasting("The password is wrong.", "Correct it.");
                }))
                .isInstanceOf(JobError.class);
    }

    @Test
    void shouldForgetAnEarlierTry() {
        assertThat(new LongWork(timeline, Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC)).begun("dump"))
                .containsOnlyKeys("dumpState", "dumpPercent", "dumpMovedAt")
                .containsEntry("dumpPercent", 0);
    }

    /** Looks so long after the progress stood at the given percent. */
    private Map<String, @Nullable Object> look(Duration later, int percent, Supplier<Progress> site) {
        LongWork work = new LongWork(timeline, Clock.fixed(WorkerBench.NOW.plus(later), ZoneOffset.UTC));
        var job = AJob.of("ask-dump-state")
                .with("dumpPercent", percent)
                .with("dumpMovedAt", WorkerBench.NOW.toString())
                .get();
        return bench.steps().look(job, step -> work.look(step, "dump", "The dump", site));
    }
}
