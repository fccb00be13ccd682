package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.api.WaveDetails.Kind;
import io.ferry.api.WaveDetails.WaitsFor;
import io.ferry.base.Plural;
import io.ferry.base.Words;
import io.ferry.migration.Phase;
import io.ferry.wave.WaveEvent;
import io.ferry.wave.WaveForecast;
import io.ferry.wave.WaveLine.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One wave: how many migrations are where, what waits for whom, and when it will be over.
 *
 * @param counts how many are where, in words
 * @param phases in which phases those under way are, in words; empty if none is
 * @param rules how many side by side, and when it stops, in words
 * @param reason why it does not go on; null while it does
 * @param percent how much of it has ended
 * @param forecast when it will be over; null if nothing is left to wait for
 * @param mine what waits for people or is stuck, oldest first
 * @param acts what whoever looks may do with it
 */
record WavePage(
        Frame frame,
        String api,
        Badge state,
        String counts,
        String phases,
        String rules,
        @Nullable String reason,
        int percent,
        @Nullable WaveForecast forecast,
        List<Waiting> mine,
        List<Line> lines,
        List<Entry> events,
        List<Act> acts,
        String report,
        List<String> notes)
        implements View {

    /**
     * Something that waits for a person, or is stuck.
     *
     * @param tone the class of the style sheet: {@code person} or {@code stuck}
     * @param migration whose it is
     */
    record Waiting(
            String tone, Link what, String whom, @Nullable String since, Link migration) {}

    /**
     * A migration.
     *
     * @param migration its page; without an address as long as it has none
     * @param sites from where to where
     * @param details what it does, or what it waits for, in sentences
     * @param plannedStart null once it has started
     */
    record Line(
            int number,
            Link migration,
            String sites,
            Badge state,
            List<String> details,
            @Nullable Instant plannedStart,
            @Nullable Instant startedAt,
            @Nullable String took) {}

    /** Something that happened. */
    record Entry(Instant at, String what, String by) {}

    /**
     * Something to do with it.
     *
     * @param path the last part of the address in the API
     * @param question what is asked before; empty if nothing is
     */
    record Act(String path, String button, String question, boolean primary) {}

    static WavePage of(Frame frame, WaveDetails details, boolean mayAct, Instant now) {
        WaveDetails.Summary wave = details.wave();
        int all = details.lines().size();
        int open = wave.counts().waiting()
                + wave.counts().starting()
                + wave.counts().running();
        return new WavePage(
                frame.withOutcome(WavesPage.badge(wave)),
                "/api/waves/" + wave.id(),
                WavesPage.badge(wave),
                WavesPage.words(wave.counts()),
                wave.counts().byPhase().entrySet().stream()
                        .map(entry -> entry.getKey().title() + " (" + entry.getValue() + ")")
                        .collect(Collectors.joining(", ")),
                rules(wave),
                wave.reason(),
                all == 0 ? 100 : (all - open) * 100 / all,
                details.forecast(),
                details.lines().stream()
                        .flatMap(line -> line.waitsFor().stream()
                                .filter(waits -> waits.kind() == Kind.TASK || waits.kind() == Kind.INCIDENT)
                                .map(waits -> waiting(line, waits, now)))
                        .toList(),
                details.lines().stream().map(line -> line(line, now)).toList(),
                details.events().stream().map(WavePage::entry).toList().reversed(),
                mayAct ? acts(wave) : List.of(),
                "/waves/" + wave.id() + "/report",
                details.notes());
    }

    private static String rules(WaveDetails.Summary wave) {
        return (wave.sideBySide() == 1 ? "One at a time" : wave.sideBySide() + " at the same time")
                + "; no further migration starts after "
                + (wave.stopAfterFailures() == 1 ? "one failure" : wave.stopAfterFailures() + " failures")
                + "." + (wave.team() == null ? "" : " Team: " + wave.team() + ".");
    }

    private static Waiting waiting(WaveDetails.Line line, WaitsFor waits, Instant now) {
        return new Waiting(
                waits.kind() == Kind.TASK ? "person" : "stuck",
                new Link(Objects.requireNonNullElse(waits.link(), ""), waits.what()),
                Objects.requireNonNullElse(waits.whom(), "anybody"),
                waits.since() == null ? null : Progress.age(waits.since(), now),
                migration(line));
    }

    private static Link migration(WaveDetails.Line line) {
        return new Link(line.migration() == null ? "" : "/migrations/" + line.migration(), line.name());
    }

    private static Line line(WaveDetails.Line line, Instant now) {
        List<String> words = new ArrayList<>();
        for (Phase phase : line.phases()) {
            words.add(phase.title() + (line.progressPercent() == null ? "" : ", " + line.progressPercent() + " %"));
        }
        line.waitsFor().stream()
                .map(waits -> switch (waits.kind()) {
                    case TASK -> "“" + waits.what() + "” waits for " + waits.whom() + ".";
                    case INCIDENT -> "Stuck: " + waits.what();
                    case RETRY -> "Tried again: " + waits.what();
                    case PLANNED_START, OTHERS -> "Waits for " + waits.what() + ".";
                    case WAVE -> Words.capital(waits.what()) + ".";
                })
                .forEach(words::add);
        if (line.note() != null) {
            words.add(line.note());
        }
        if (line.acknowledged()) {
            words.add("Acknowledged.");
        }
        boolean waits = line.startedAt() == null;
        return new Line(
                line.number(),
                migration(line),
                line.source().replaceFirst("^https?://", "") + " → "
                        + line.target().replaceFirst("^https?://", "") + (line.rehearsal() ? " · rehearsal" : ""),
                state(line),
                words,
                waits ? line.plannedStart() : null,
                line.startedAt(),
                took(line, now));
    }

    private static @Nullable String took(WaveDetails.Line line, Instant now) {
        return line.startedAt() == null
                ? null
                : Progress.age(line.startedAt(), Objects.requireNonNullElse(line.endedAt(), now));
    }

    private static Badge state(WaveDetails.Line line) {
        return badge(
                line.state(), line.outcome() == null ? null : line.outcome().name());
    }

    /** How a migration of a wave stands. */
    static Badge badge(Standing standing, @Nullable String outcome) {
        return switch (standing) {
            case WAITING -> new Badge("plain", "Waiting");
            case STARTING -> new Badge("plain", "Starting");
            case RUNNING -> new Badge("plain", "Under way");
            case COMPLETED -> new Badge("good", Words.sentence(Objects.requireNonNullElse(outcome, "completed")));
            case FAILED -> new Badge("bad", outcome == null ? "Could not start" : Words.sentence(outcome));
            case LEFT_OUT -> new Badge("warn", "Left out");
        };
    }

    private static Entry entry(WaveEvent event) {
        return new Entry(event.at(), event.message(), Objects.requireNonNullElse(event.by(), "Ferry"));
    }

    private static List<Act> acts(WaveDetails.Summary wave) {
        Act end = new Act(
                "end",
                "End the wave…",
                wave.counts().waiting() == 0
                        ? "Migrations under way go on."
                        : Plural.of(
                                        wave.counts().waiting(),
                                        "migration that has not started is left out",
                                        "migrations that have not started are left out")
                                + ", for good. Those under way go on.",
                false);
        return switch (wave.state()) {
            case RUNNING -> List.of(new Act("pause", "Pause", "", false), end);
            case PAUSED -> List.of(new Act("resume", "Resume", "", true), end);
            case STOPPED ->
                List.of(
                        new Act(
                                "resume",
                                "Resume…",
                                "The failures so far are acknowledged and count no more, and what could not start is tried again."
                                        + " Have you looked at them?",
                                true),
                        end);
            case FINISHED, ENDED -> List.of();
        };
    }

    /** The forecast's moments, as the template shows them. */
    boolean isForecastKnown() {
        return forecast != null && forecast.likely() != null;
    }
}
