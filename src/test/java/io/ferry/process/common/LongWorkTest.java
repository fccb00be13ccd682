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
import java.time.Instant;
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
    private static final Instant NOW = WorkerBench.NOW;
    private static final Supplier<Progress> SILENT = () -> {
        throw RemoteFailure.passing("503", "Wait.");
    };

    private final WorkerBench bench = new WorkerBench();
    private final Timeline timeline = mock();

    @Test
    void shouldTellProgress() {
        var seen = look(Duration.ofMinutes(20), 10, () -> new Progress(RemoteState.IN_PROGRESS, 40, ""));

        assertThat(seen)
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("percent", 40)
                .containsEntry("watch", Watch.begun(NOW))
                .containsEntry("problem", null);
        verify(timeline).progress(WorkerBench.ID, Phase.BACK_UP_BIGPICTURE, 40);
    }

    @Test
    void shouldWaitWhileStandingStillIsShort() {
        assertThat(look(Duration.ofMinutes(29), 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, "")))
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("watch", new Watch("PT29M5S", "PT0S", NOW.toString()));
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
    void shouldNotCallWorkStuckWhileFerryWasAway() {
        // given work that was last seen three hours ago
        Watch before = new Watch("PT1M", "PT0S", NOW.minus(Duration.ofHours(3)).toString());

        assertThat(look(before, 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, "")))
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("watch", new Watch("PT1M10S", "PT0S", NOW.toString()));
    }

    @Test
    void shouldBeginToCountAnewWhereSomebodyWantsToGoOnWatching() {
        assertThat(look((Watch) null, 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, "")))
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("watch", Watch.begun(NOW));
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
        // given work that has hardly any time left, and a site that does not answer
        Watch before = new Watch("PT29M59S", "PT0S", NOW.minusSeconds(5).toString());

        assertThat(look(before, 40, SILENT))
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("percent", 40)
                .containsEntry("watch", new Watch("PT29M59S", "PT5S", NOW.toString()));
    }

    @Test
    void shouldNotCountTheTimeOfASilentSiteAgainstTheWorkOnceItAnswersAgain() {
        Watch before = new Watch("PT10M", "PT29M", NOW.minusSeconds(5).toString());

        assertThat(look(before, 40, () -> new Progress(RemoteState.IN_PROGRESS, 40, "")))
                .containsEntry("state", State.IN_PROGRESS)
                .containsEntry("watch", new Watch("PT10M", "PT0S", NOW.toString()));
    }

    @Test
    void shouldAskAPersonAboutASiteThatStaysSilentAndNotCallItsWorkStuck() {
        Watch before = new Watch("PT0S", "PT29M55S", NOW.minusSeconds(5).toString());

        var seen = look(before, 40, SILENT);

        assertThat(seen).containsEntry("state", State.STUCK);
        assertThat(seen)
                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::code, Problem::title)
                .containsExactly("STUCK", "The dump cannot be seen: the site has not answered for 30 minutes.");
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
        assertThat(new LongWork(timeline, Clock.fixed(NOW, ZoneOffset.UTC)).begun())
                .isEqualTo(new Seen(State.IN_PROGRESS, 0, Watch.begun(NOW), null));
    }

    /** Looks once more after the progress was seen at the given percent for so long. */
    private Map<String, @Nullable Object> look(Duration quiet, int percent, Supplier<Progress> site) {
        return look(new Watch(quiet.toString(), "PT0S", NOW.minusSeconds(5).toString()), percent, site);
    }

    private Map<String, @Nullable Object> look(@Nullable Watch before, int percent, Supplier<Progress> site) {
        LongWork work = new LongWork(timeline, Clock.fixed(NOW, ZoneOffset.UTC));
        return TypedVariables.componentsOf(bench.steps()
                .look(
                        AJob.of("check-dump-progress").get(),
                        step -> work.look(step, "The dump", percent, before, site)));
    }
}
