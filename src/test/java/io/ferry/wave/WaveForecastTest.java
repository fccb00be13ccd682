package io.ferry.wave;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.forecast.EarlierMigrations.Whole;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a wave will be over, played through by hand. */
class WaveForecastTest {
    private static final Instant NOW = Instant.parse("2026-11-07T18:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<WaveLine> lines = new ArrayList<>();

    private static Wave wave(int sideBySide, Wave.State state) {
        return new Wave(UUID.randomUUID(), "W", null, sideBySide, 1, state, null, NOW, null, "ann");
    }

    private void line(
            WaveLine.State state,
            @Nullable Instant planned,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Outcome outcome,
            boolean rehearsal) {
        lines.add(new WaveLine(
                lines.size() + 1,
                MigrationId.random(),
                "M",
                "https://a",
                "https://b",
                rehearsal,
                planned,
                state,
                null,
                null,
                false,
                started,
                ended,
                outcome,
                null));
    }

    private void waiting(@Nullable Instant planned) {
        line(WaveLine.State.WAITING, planned, null, null, null, false);
    }

    private void running(Duration since) {
        line(WaveLine.State.STARTED, null, NOW.minus(since), null, null, false);
    }

    private void completed(Duration took) {
        Instant start = NOW.minus(Duration.ofDays(1));
        line(WaveLine.State.STARTED, null, start, start.plus(took), Outcome.MIGRATED, false);
    }

    private WaveForecast of(int sideBySide, Whole... earlier) {
        return WaveForecast.of(wave(sideBySide, Wave.State.RUNNING), lines, List.of(earlier), NOW)
                .orElseThrow();
    }

    @Test
    void shouldPlayTheRestThrough() {
        // given 2, 3 and 4 hours; one has run for an hour, three wait, two side by side
        completed(HOUR.multipliedBy(2));
        completed(HOUR.multipliedBy(4));
        completed(HOUR.multipliedBy(3));
        running(HOUR);
        waiting(null);
        waiting(null);
        waiting(null);

        WaveForecast forecast = of(2);

        // then, with 3 hours each: 20:00 and 21:00, then 23:00 and 24:00
        assertThat(forecast.likely()).isEqualTo(NOW.plus(Duration.ofHours(6)));
        assertThat(forecast.earliest()).isEqualTo(NOW.plus(Duration.ofHours(4)));
        assertThat(forecast.latest()).isEqualTo(NOW.plus(Duration.ofHours(8)));
        assertThat(forecast.basis())
                .isEqualTo(
                        "As 3 migrations of this wave took: about 3 h, from about 2 h to about 4 h, the waiting for people"
                                + " included.");
    }

    @Test
    void shouldWaitForPlannedStartsAndLetOthersPass() {
        // given
        waiting(NOW.plus(Duration.ofHours(10)));
        waiting(null);
        Whole three = new Whole(false, HOUR.multipliedBy(3));

        // when, then
        WaveForecast forecast = of(1, three, three, three);
        assertThat(forecast.likely()).isEqualTo(NOW.plus(Duration.ofHours(13)));
        assertThat(forecast.basis()).startsWith("As 3 migrations before took: about 3 h");
    }

    @Test
    void shouldSayThatItIsNotKnownAndWhy() {
        completed(HOUR);
        waiting(null);

        WaveForecast forecast = of(1, new Whole(false, HOUR), new Whole(true, HOUR), new Whole(true, HOUR));

        assertThat(forecast.likely()).isNull();
        assertThat(forecast.basis())
                .isEqualTo("Not known: it rests on 3 completed migrations or more, and there is only 1.");
    }

    @Test
    void shouldTellRehearsalsFromMigrations() {
        line(WaveLine.State.WAITING, null, null, null, null, true);
        Whole[] migrations = {new Whole(false, HOUR), new Whole(false, HOUR), new Whole(false, HOUR)};

        assertThat(of(1, migrations).basis()).startsWith("Not known: it rests on 3 completed rehearsals");
    }

    @Test
    void shouldSayWhatTakesLongerThanAnyBefore() {
        running(Duration.ofHours(9));
        Whole three = new Whole(false, HOUR.multipliedBy(3));

        WaveForecast forecast = of(1, three, three, three);

        assertThat(forecast.likely()).isEqualTo(NOW);
        assertThat(forecast.basis())
                .endsWith("1 migration under way takes longer than any before: it counts as if it ended now.");
    }

    @Test
    void shouldSayNothingWhereNothingIsLeft() {
        completed(HOUR);
        assertThat(WaveForecast.of(wave(1, Wave.State.FINISHED), lines, List.of(), NOW))
                .isEmpty();
    }

    @Test
    void shouldCountAsIfAPausedWaveWentOn() {
        waiting(null);
        Whole one = new Whole(false, HOUR);

        WaveForecast forecast = WaveForecast.of(wave(1, Wave.State.PAUSED), lines, List.of(one, one, one), NOW)
                .orElseThrow();

        assertThat(forecast.likely()).isEqualTo(NOW.plus(HOUR));
        assertThat(forecast.basis()).endsWith("As if the wave went on now.");
    }
}
