package io.ferry.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.forecast.EarlierMigrations.Earlier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real runs, looked at again: how good the time left was, and that it never jumped back and forth. */
class TimeLeftOfRecordedRunsTest {
    private static final List<RecordedRun> RUNS = RecordedRun.all();
    private static final int LOOKS = 150;
    private static final Duration MILLIS = Duration.ofMillis(5);

    static List<RecordedRun> runs() {
        return RUNS;
    }

    @Test
    void shouldBeOffByAQuarterAtMostAtHalfTimeInTheMedian() {
        List<@Nullable Double> off = new ArrayList<>();
        List<@Nullable Double> offOfWork = new ArrayList<>();
        for (RecordedRun run : RUNS) {
            TimeLeftBenchmark.Off one = TimeLeftBenchmark.off(run, 0.5, RecordedRun.allBut(run, RUNS));
            off.add(one.whole());
            offOfWork.add(one.work());
        }
        assertThat(off).hasSizeGreaterThanOrEqualTo(8).doesNotContainNull();
        assertThat(TimeLeftBenchmark.median(off)).isLessThanOrEqualTo(0.25);
        assertThat(TimeLeftBenchmark.median(offOfWork)).isLessThanOrEqualTo(0.25);
    }

    /** The rule of {@link Announcement}, at every look. */
    @ParameterizedTest
    @MethodSource("runs")
    void shouldMoveTheEndOnlyWithNewsOrLater(RecordedRun run) {
        for (List<Earlier> earlier : List.of(RecordedRun.allBut(run, RUNS), List.<Earlier>of())) {
            Set<Instant> news = new TreeSet<>(run.course().newsUntil(run.ended()));
            news.add(run.counted());
            Instant before = Instant.EPOCH;
            Outlook told = run.lookAt(before, earlier);
            for (int look = 1; look <= LOOKS; look++) {
                Instant now = run.after(look / (double) LOOKS);
                Outlook next = run.lookAt(now, earlier);
                Instant last = before;
                boolean hasNews = news.stream().anyMatch(at -> at.isAfter(last) && !at.isAfter(now));
                if (!hasNews) {
                    shouldGoOnOrMoveLater(told.work(), next.work(), run.course().worked(before, now));
                    shouldGoOnOrMoveLater(
                            told.phaseWork(), next.phaseWork(), run.course().worked(before, now));
                }
                told = next;
                before = now;
            }
        }
    }

    private static void shouldGoOnOrMoveLater(@Nullable Duration before, @Nullable Duration now, Duration worked) {
        assertThat(now == null).isEqualTo(before == null);
        if (before != null) {
            Duration goneOn = before.minus(worked);
            assertThat(now).isGreaterThanOrEqualTo(goneOn.minus(MILLIS));
        }
    }

    /** With news it stays, or moves by more than a tenth: small corrections, forth and back, are not told. */
    @ParameterizedTest
    @MethodSource("runs")
    void shouldMoveTheEndByMoreThanATenthOrNotAtAll(RecordedRun run) {
        List<Earlier> earlier = RecordedRun.allBut(run, RUNS);
        Instant before = run.counted();
        for (Instant news : run.course().newsUntil(run.ended())) {
            if (!news.isAfter(before)) {
                continue;
            }
            Outlook justBefore = run.lookAt(news.minusMillis(1), earlier);
            Outlook told = run.lookAt(news, earlier);
            Duration was = Objects.requireNonNull(justBefore.work());
            Duration moved = Objects.requireNonNull(told.work()).minus(was).abs();
            assertThat(moved.compareTo(MILLIS) <= 0 || moved.toMillis() >= was.toMillis() / 10 - MILLIS.toMillis())
                    .as("at %s from %s to %s", news, was, told.work())
                    .isTrue();
            before = news;
        }
    }

    /** The end turns back a few times in a whole run, not at every look. */
    @ParameterizedTest
    @MethodSource("runs")
    void shouldTurnBackSeldom(RecordedRun run) {
        List<Earlier> earlier = RecordedRun.allBut(run, RUNS);
        int turns = 0;
        int direction = 0;
        Instant before = run.counted();
        Duration told = Objects.requireNonNull(run.lookAt(before, earlier).work());
        for (int look = 1; look <= LOOKS; look++) {
            Instant now = run.after(look / (double) LOOKS);
            if (!now.isAfter(before)) {
                continue;
            }
            Duration next = Objects.requireNonNull(run.lookAt(now, earlier).work());
            Duration moved = next.minus(told.minus(run.course().worked(before, now)));
            if (moved.abs().compareTo(Duration.ofMillis(500)) > 0) {
                int towards = moved.isNegative() ? -1 : 1;
                turns += direction != 0 && towards != direction ? 1 : 0;
                direction = towards;
            }
            told = next;
            before = now;
        }
        assertThat(turns).isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldTellTheSameToWhoeverAsks(RecordedRun run) {
        List<Earlier> earlier = RecordedRun.allBut(run, RUNS);
        Instant now = run.after(0.6);
        Outlook once = run.lookAt(now, earlier);
        run.lookAt(run.after(0.3), earlier);

        assertThat(run.lookAt(now, earlier)).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldNotKnowTheWholeBeforeTheSourceIsCounted(RecordedRun run) {
        Outlook outlook = run.lookAt(run.counted().minusMillis(1), RecordedRun.allBut(run, RUNS));

        assertThat(outlook.work()).isNull();
        assertThat(outlook.unknown()).isNotEmpty();
    }
}
