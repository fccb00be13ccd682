package io.ferry.api;

import io.ferry.access.SignedIn;
import io.ferry.migration.Event;
import io.ferry.migration.Starter;
import io.ferry.migration.Timeline;
import io.ferry.wave.Wave;
import io.ferry.wave.WaveLine;
import io.ferry.wave.WaveLine.Standing;
import io.ferry.wave.Waves;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the report of a wave, as far as it has come. */
@Component
class WaveReports {
    private final Waves waves;
    private final WaveViews views;
    private final Timeline timeline;
    private final Clock clock;

    WaveReports(Waves waves, WaveViews views, Timeline timeline, Clock clock) {
        this.waves = waves;
        this.views = views;
        this.timeline = timeline;
        this.clock = clock;
    }

    WaveReport of(Wave wave) {
        List<WaveLine> lines = waves.lines(wave.id());
        Instant started = first(lines.stream().map(WaveLine::startedAt), Comparator.naturalOrder());
        boolean over = wave.state().isOver()
                && lines.stream()
                        .noneMatch(line -> line.standing() == Standing.RUNNING || line.standing() == Standing.STARTING);
        Instant ended = over ? first(lines.stream().map(WaveLine::endedAt), Comparator.reverseOrder()) : null;
        return new WaveReport(
                views.summary(wave),
                clock.instant(),
                started,
                ended,
                between(started, ended),
                lines.stream().map(this::line).toList(),
                waves.events(wave.id()));
    }

    private static @Nullable Instant first(Stream<@Nullable Instant> moments, Comparator<Instant> order) {
        return moments.filter(Objects::nonNull).min(order).orElse(null);
    }

    private static @Nullable Duration between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Duration.between(from, to);
    }

    private WaveReport.Line line(WaveLine line) {
        boolean known = line.startedAt() != null && SignedIn.visibleTeams().includes(line.team());
        Optional<Event> last = known && line.standing() == Standing.FAILED ? lastDecision(line) : Optional.empty();
        return new WaveReport.Line(
                line.number(),
                line.name(),
                line.source(),
                line.target(),
                line.rehearsal(),
                line.standing(),
                known ? line.migration() : null,
                line.outcome(),
                line.plannedStart(),
                line.startedAt(),
                line.endedAt(),
                between(line.startedAt(), line.endedAt()),
                last.map(event -> event.step() + ": " + event.message()).orElse(line.note()),
                last.map(Event::by).orElse(null),
                known ? "/api/migrations/" + line.migration() + "/report" : null);
    }

    /** What somebody did last before it ended. */
    private Optional<Event> lastDecision(WaveLine line) {
        return timeline.read(line.migration()).reversed().stream()
                .filter(event -> event.by() != null)
                .filter(event -> line.endedAt() == null || !event.at().isAfter(line.endedAt()))
                .filter(event -> !event.step().equals(Starter.STEP))
                .findFirst();
    }
}
