package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.camunda.client.exception.BpmnError;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.LongWork.Seen;
import io.ferry.process.common.LongWork.State;
import io.ferry.process.model.Problem;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LongWorkTest {
    private final WorkerBench bench = new WorkerBench();
    private final Timeline timeline = mock();

    @Test
    void shouldTellProgress() {
        var seen = look(Duration.ofHours(2), 10, () -> new Progress(RemoteState.IN_PROGRESS, 40, ""));

        assertThat(seen)
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("percent", 40)
                .containsEntry(
                        "movedAt", WorkerBench.NOW.plus(Duration.ofHours(2)).toString())
                .containsEntry("problem", null);
        verify(timeline).progress(WorkerBench.ID, Phase.BACK_UP_BIGPICTURE, 40);
    }

    @Test
    void shouldWaitWhileStandingStillIsShort() {
        assertThat(look(Duration.ofMinutes(29), 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, "")))
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("movedAt", WorkerBench.NOW.toString());
    }

    @Test
    void shouldCallWorkStuckThatHasNotMovedForTooLong() {
        var seen = look(Duration.ofMinutes(30), 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, ""));

        assertThat(seen).containsEntry("state", State.STUCK);
        assertThat(seen)
                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::code, Problem::title)
                .containsExactly("STUCK", "The dump has not moved for 30 minutes.");
    }

    @Test
    void shouldNotCallFinishedWorkStuck() {
        assertThat(look(Duration.ofHours(9), 100, () -> new Progress(RemoteState.DONE, 100, "")))
                .containsEntry("state", State.DONE)
                .containsEntry("problem", null);
    }

    @Test
    void shouldSayWhyWorkFailed() {
        var seen = look(Duration.ZERO, 40, () -> new Progress(RemoteState.FAILED, 40, "No space left"));

        assertThat(seen).containsEntry("state", State.FAILED);
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

        assertThat(look(Duration.ofMinutes(5), 40, restarting)).containsEntry("state", State.IN_PROGRESS);
        assertThat(look(Duration.ofMinutes(31), 40, restarting)).containsEntry("state", State.STUCK);
    }

    static Stream<RuntimeException> blind() {
        return Stream.of(
                RemoteFailure.lasting("The password is wrong.", "Correct it."),
                RemoteFailure.byDesign("The site does not offer this call.", "Look there."),
                AutomationUnavailableException.of("restoreState", "no endpoints."));
    }

    @ParameterizedTest
    @MethodSource("blind")
    void shouldNotTakeStartedWorkThatCannotBeSeenForWorkThatFailed(RuntimeException failure) {
        assertThatThrownBy(() -> look(Duration.ZERO, 40, () -> {
                    throw failure;
                }))
                .isInstanceOfSatisfying(BpmnError.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN");
                    assertThat(error.getVariables())
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                            .extracting(Problem::title, Problem::detail)
                            .containsExactly(
                                    "The dump was started, and Ferry cannot see what became of it.",
                                    "It was last seen at 40 %. " + failure.getMessage());
                });
    }

    @Test
    void shouldForgetAnEarlierTry() {
        assertThat(new LongWork(timeline, Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC)).begun())
                .isEqualTo(new Seen(State.IN_PROGRESS, 0, WorkerBench.NOW.toString(), null));
    }

    /** Looks so long after the progress stood at the given percent. */
    private Map<String, @Nullable Object> look(Duration later, int percent, Supplier<Progress> site) {
        LongWork work = new LongWork(timeline, Clock.fixed(WorkerBench.NOW.plus(later), ZoneOffset.UTC));
        return TypedVariables.componentsOf(bench.steps()
                .look(
                        AJob.of("check-dump-progress").get(),
                        step -> work.look(step, "The dump", percent, WorkerBench.NOW.toString(), site)));
    }
}
