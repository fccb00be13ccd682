package io.ferry.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.SampleSettings;
import io.ferry.forecast.EarlierMigrations.Earlier;
import io.ferry.forecast.Estimate.Basis;
import io.ferry.forecast.Estimate.Doer;
import io.ferry.forecast.Estimate.Span;
import io.ferry.forecast.Forecasts;
import io.ferry.forecast.Sizes;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Part> PARTS = List.of(
            part(Phase.CHECK_READINESS, Doer.FERRY, 5, 10, 30),
            part(Phase.CHECK_READINESS, Doer.PEOPLE, 15, 30, 120),
            part(Phase.RESTORE_JIRA, Doer.PEOPLE, 20, 45, 180),
            part(Phase.RESTORE_JIRA, Doer.SITE, 60, 180, 720),
            part(Phase.RESTORE_JIRA, Doer.FERRY, null),
            part(Phase.FINISH, Doer.PEOPLE, 60, 180, 480));

    private final Schedule schedule = Schedule.of(Phase.expected(false), PARTS);

    @Test
    void shouldPlanOnePhaseAfterTheOtherWithARangeThatGrows() {
        assertThat(schedule.window(Phase.CHECK_READINESS)).isEqualTo(window(0, 0, 40, 150));
        assertThat(schedule.window(Phase.BACK_UP_JIRA))
                .as("nothing is known of it")
                .isEqualTo(window(20, 40, 40, 150));
        assertThat(schedule.window(Phase.RESTORE_JIRA)).isEqualTo(window(20, 40, 265, 1050));
        assertThat(schedule.window(Phase.FINISH)).isEqualTo(window(100, 265, 445, 1530));
        assertThat(schedule.whole().longest()).isEqualTo(Duration.ofMinutes(1530));
        assertThat(schedule.unknown()).extracting(Part::phase).containsExactly(Phase.RESTORE_JIRA);
    }

    @Test
    void shouldPlanATaskWhileThoseWorkInWhosePartItIs() {
        assertThat(schedule.window(Phase.CHECK_READINESS, Question.FREEZE)).isEqualTo(window(5, 10, 40, 150));
        assertThat(schedule.window(Phase.RESTORE_JIRA, Question.IMPORT)).isEqualTo(window(20, 40, 85, 330));
        assertThat(schedule.window(Phase.RESTORE_JIRA, Question.IMPORT_BACKUP)).isEqualTo(window(40, 85, 265, 1050));
        assertThat(schedule.window(Phase.VERIFY, Question.RESULT))
                .as("without parts, in the whole phase")
                .isEqualTo(schedule.window(Phase.VERIFY));
    }

    @Test
    void shouldLeaveOutWhatIsDoneBeforeTheFreeze() {
        Part ahead = new Part(
                Phase.MAP_USERS, "Decide", Doer.PEOPLE, minutes(10, 600, 900), Basis.ASSUMED, "Assumed.", true);

        assertThat(Schedule.of(Phase.expected(false), List.of(ahead)).whole()).isEqualTo(Span.NONE);
    }

    @Test
    void shouldRoundUpToMinutesAndTakeTheOrderOfTheForecast() {
        List<Part> parts = Forecasts.of(
                        new Sizes(1_001L, 3L, 20L, 1L, 2L, 1L, null, Duration.ofMillis(40), null),
                        List.<Earlier>of(),
                        SampleSettings.sampleSettings().build())
                .estimates()
                .stream()
                .map(Part::of)
                .toList();

        assertThat(parts.getFirst().planned().likely()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parts).extracting(Part::phase).isSorted();
        assertThat(parts)
                .allSatisfy(part ->
                        assertThat(part.planned().longest().toSeconds() % 60).isZero());
    }

    static Part part(Phase phase, Doer doer, @Nullable Span takes) {
        return new Part(phase, "Work", doer, takes, takes == null ? Basis.UNKNOWN : Basis.ASSUMED, "Because.", false);
    }

    private static Part part(Phase phase, Doer doer, long shortest, long likely, long longest) {
        return part(phase, doer, minutes(shortest, likely, longest));
    }

    private static Span minutes(long shortest, long likely, long longest) {
        return new Span(Duration.ofMinutes(shortest), Duration.ofMinutes(likely), Duration.ofMinutes(longest));
    }

    private static Window window(long earliest, long from, long to, long latest) {
        return new Window(
                Duration.ofMinutes(earliest),
                Duration.ofMinutes(from),
                Duration.ofMinutes(to),
                Duration.ofMinutes(latest));
    }
}
