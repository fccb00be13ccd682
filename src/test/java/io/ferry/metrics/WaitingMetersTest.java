package io.ferry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.migration.Question;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingMetersTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");

    private final WaitingTasks tasks = mock();
    private final Incidents incidents = mock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        new WaitingMeters(
                        tasks,
                        incidents,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new MetricsProperties(Duration.ZERO, Duration.ofSeconds(5)))
                .bindTo(meters);
    }

    private static WaitingTask task(String id, String element, Duration since) {
        return new WaitingTask(id, "A task", element, "A process", NOW.minus(since), List.of(), null, "http://link");
    }

    private double number(String meter, String... tags) {
        return meters.get(meter).tags(tags).gauge().value();
    }

    private double oldest(String task) {
        return meters.get("ferry.tasks.oldest.age")
                .tag("task", task)
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    @Test
    void shouldShowTheOldestTaskOfEachQuestion() {
        when(tasks.all())
                .thenReturn(List.of(
                        task("1", Question.IMPORT.userTask(), Duration.ofHours(2)),
                        task("2", Question.IMPORT.userTask(), Duration.ofHours(5)),
                        task("3", "Task_OfTheCompanysOwn", Duration.ofMinutes(1))));
        when(incidents.active()).thenReturn(Map.of("map-users", 2L));

        assertThat(number("ferry.tasks.waiting", "task", "import")).isEqualTo(2);
        assertThat(oldest("import")).isEqualTo(5 * 3600);
        assertThat(number("ferry.tasks.waiting", "task", "other")).isEqualTo(1);
        assertThat(number("ferry.tasks.waiting", "task", "restore")).isZero();
        assertThat(oldest("restore")).isZero();
        assertThat(number("ferry.incidents", "process", "map-users")).isEqualTo(2);
        assertThat(number("ferry.incidents", "process", "verify")).isZero();
    }

    @Test
    void shouldCountUnknownOutcomesAndLookAtEachTaskOnce() {
        WaitingTask unknown = task("1", Question.IMPORT_BACKUP.userTask(), Duration.ofHours(1));
        WaitingTask other = task("2", Question.IMPORT_BACKUP.userTask(), Duration.ofHours(1));
        when(tasks.all()).thenReturn(List.of(unknown, other));
        when(tasks.hasUnknownOutcome(unknown)).thenReturn(true);

        assertThat(number("ferry.outcomes.unknown")).isEqualTo(1);
        assertThat(number("ferry.outcomes.unknown")).isEqualTo(1);
        verify(tasks, times(1)).hasUnknownOutcome(unknown);
        verify(tasks, times(1)).hasUnknownOutcome(other);

        when(tasks.all()).thenReturn(List.of(other));
        assertThat(number("ferry.outcomes.unknown")).isZero();
    }

    @Test
    void shouldLookAgainAtATaskWhoseVariablesCamundaMayNotShowYet() {
        WaitingTask fresh = task("1", Question.IMPORT_BACKUP.userTask(), Duration.ofSeconds(1));
        when(tasks.all()).thenReturn(List.of(fresh));
        assertThat(number("ferry.outcomes.unknown")).isZero();

        when(tasks.hasUnknownOutcome(fresh)).thenReturn(true);

        assertThat(number("ferry.outcomes.unknown")).isEqualTo(1);
    }

    @Test
    void shouldShowNothingWhileCamundaDoesNotAnswer() {
        when(tasks.all()).thenThrow(RemoteFailure.passing("Camunda does not answer.", "Look at it."));

        assertThat(number("ferry.outcomes.unknown")).isNaN();
        assertThat(oldest("import")).isNaN();
        verify(tasks, times(0)).hasUnknownOutcome(any());
    }

    @Test
    void shouldHaveASeriesForEachQuestionHoweverManyTasksWait() {
        int before = meters.getMeters().size();
        when(tasks.all())
                .thenReturn(java.util.stream.IntStream.range(0, 500)
                        .mapToObj(n -> task(String.valueOf(n), "Task_" + n, Duration.ofHours(n)))
                        .toList());

        assertThat(number("ferry.tasks.waiting", "task", "other")).isEqualTo(500);
        assertThat(meters.getMeters()).hasSize(before);
    }
}
