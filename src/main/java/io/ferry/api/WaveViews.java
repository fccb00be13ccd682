package io.ferry.api;

import io.ferry.access.SignedIn;
import io.ferry.api.WaveDetails.Counts;
import io.ferry.api.WaveDetails.Kind;
import io.ferry.api.WaveDetails.Line;
import io.ferry.api.WaveDetails.Summary;
import io.ferry.api.WaveDetails.WaitsFor;
import io.ferry.base.Moments;
import io.ferry.forecast.EarlierMigrations;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import io.ferry.process.common.RetriedSteps.RetriedStep;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import io.ferry.wave.Wave;
import io.ferry.wave.WaveForecast;
import io.ferry.wave.WaveLine;
import io.ferry.wave.WaveLine.Standing;
import io.ferry.wave.Waves;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what the record and Camunda know of a wave. */
@Component
class WaveViews {
    private static final int MOST_NAMED = 5;

    private final Waves waves;
    private final Migrations migrations;
    private final Timeline timeline;
    private final BlockerLookup blockerLookup;
    private final EarlierMigrations earlier;
    private final Clock clock;

    WaveViews(
            Waves waves,
            Migrations migrations,
            Timeline timeline,
            BlockerLookup blockerLookup,
            EarlierMigrations earlier,
            Clock clock) {
        this.waves = waves;
        this.migrations = migrations;
        this.timeline = timeline;
        this.blockerLookup = blockerLookup;
        this.earlier = earlier;
        this.clock = clock;
    }

    /** A wave as the list shows it. */
    Summary summary(Wave wave) {
        return summary(wave, waves.lines(wave.id()), Map.of());
    }

    WaveDetails details(Wave wave) {
        Instant now = clock.instant();
        List<WaveLine> all = waves.lines(wave.id());
        Set<String> notes = new LinkedHashSet<>();
        Map<Phase, Integer> byPhase = new EnumMap<>(Phase.class);
        List<Line> lines = all.stream()
                .map(line -> {
                    Line shown = line(wave, line, all, now, notes);
                    shown.phases().forEach(phase -> byPhase.merge(phase, 1, Integer::sum));
                    return shown;
                })
                .toList();
        return new WaveDetails(
                summary(wave, all, byPhase),
                WaveForecast.of(wave, all, earlier.wholes(), now).orElse(null),
                lines,
                waves.events(wave.id()),
                List.copyOf(notes));
    }

    private static Summary summary(Wave wave, List<WaveLine> lines, Map<Phase, Integer> byPhase) {
        Map<Standing, Long> standings =
                lines.stream().collect(Collectors.groupingBy(WaveLine::standing, Collectors.counting()));
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        lines.stream()
                .map(WaveLine::outcome)
                .filter(Objects::nonNull)
                .forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
        return new Summary(
                wave.id(),
                wave.name(),
                wave.team(),
                wave.state(),
                wave.reason(),
                wave.sideBySide(),
                wave.stopAfter(),
                wave.createdAt(),
                wave.createdBy(),
                wave.endedAt(),
                new Counts(
                        count(standings, Standing.WAITING),
                        count(standings, Standing.STARTING),
                        count(standings, Standing.RUNNING),
                        count(standings, Standing.COMPLETED),
                        count(standings, Standing.FAILED),
                        count(standings, Standing.LEFT_OUT),
                        byPhase,
                        outcomes));
    }

    private static int count(Map<Standing, Long> standings, Standing standing) {
        return standings.getOrDefault(standing, 0L).intValue();
    }

    private Line line(Wave wave, WaveLine line, List<WaveLine> all, Instant now, Set<String> notes) {
        boolean mine = SignedIn.visibleTeams().includes(line.team());
        boolean known = mine && line.startedAt() != null;
        Migration underWay = known && line.outcome() == null
                ? migrations.find(line.migration()).orElse(null)
                : null;
        List<PhaseRun> runs = underWay == null ? List.of() : timeline.phases(underWay.id());
        List<WaitsFor> waitsFor = new ArrayList<>();
        if (underWay != null) {
            Blockers blockers = blockerLookup.recent(underWay);
            notes.addAll(blockers.notes());
            waitsFor.addAll(waitsFor(blockers));
        } else if (line.standing() == Standing.WAITING) {
            waitsFor.addAll(beforeItsStart(wave, line, all, now));
        }
        if (!mine) {
            notes.add("A migration that belongs to another team by now is not shown further.");
        }
        return new Line(
                line.number(),
                line.name(),
                line.source(),
                line.target(),
                line.rehearsal(),
                line.plannedStart(),
                line.standing(),
                known ? line.migration() : null,
                runs.stream()
                        .filter(run -> run.state() == PhaseRun.State.RUNNING)
                        .map(PhaseRun::phase)
                        .toList(),
                percent(line, underWay, runs),
                line.outcome(),
                line.startedAt(),
                line.endedAt(),
                waitsFor,
                line.note(),
                line.acknowledged());
    }

    private static @Nullable Integer percent(WaveLine line, @Nullable Migration underWay, List<PhaseRun> runs) {
        if (underWay != null) {
            return MigrationViews.progress(underWay, runs);
        }
        return line.standing() == Standing.COMPLETED ? (Integer) 100 : null;
    }

    private static List<WaitsFor> waitsFor(Blockers blockers) {
        List<WaitsFor> all = new ArrayList<>();
        for (Incident incident : Objects.requireNonNullElse(blockers.incidents(), List.<Incident>of())) {
            all.add(new WaitsFor(
                    Kind.INCIDENT,
                    incident.message().isBlank() ? incident.type() : incident.message(),
                    "an operator",
                    List.of(),
                    incident.since(),
                    incident.link()));
        }
        for (RetriedStep step : blockers.retried()) {
            all.add(new WaitsFor(Kind.RETRY, step.step() + ": " + step.message(), null, List.of(), step.since(), null));
        }
        for (WaitingTask task : Objects.requireNonNullElse(blockers.tasks(), List.<WaitingTask>of())) {
            all.add(new WaitsFor(
                    Kind.TASK, task.name(), Progress.whom(task), task.candidateGroups(), task.since(), task.link()));
        }
        return all;
    }

    private static List<WaitsFor> beforeItsStart(Wave wave, WaveLine line, List<WaveLine> all, Instant now) {
        if (wave.state() != Wave.State.RUNNING) {
            return List.of(new WaitsFor(
                    Kind.WAVE,
                    wave.state() == Wave.State.STOPPED ? "the wave has stopped" : "the wave is paused",
                    "an operator",
                    List.of("operator"),
                    null,
                    null));
        }
        if (line.plannedStart() != null && line.plannedStart().isAfter(now)) {
            return List.of(WaitsFor.of(
                    Kind.PLANNED_START,
                    "its planned start, " + Moments.of(Objects.requireNonNull(line.plannedStart()))));
        }
        List<WaveLine> before = all.stream()
                .filter(other -> other.standing() == Standing.RUNNING || other.standing() == Standing.STARTING)
                .toList();
        if (before.size() < wave.sideBySide() || line.note() != null) {
            return line.note() == null
                    ? List.of(WaitsFor.of(Kind.OTHERS, "Ferry, which starts it within half a minute"))
                    : List.of();
        }
        String numbers = before.stream()
                .limit(MOST_NAMED)
                .map(other -> String.valueOf(other.number()))
                .collect(Collectors.joining(", "));
        return List.of(WaitsFor.of(
                Kind.OTHERS,
                (before.size() == 1 ? "the end of line " : "the end of one of the lines ")
                        + numbers
                        + (before.size() > MOST_NAMED ? " and others" : "")));
    }
}
