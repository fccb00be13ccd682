package io.ferry.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Json;
import io.ferry.fixtures.SampleSettings;
import io.ferry.forecast.EarlierMigrations.Earlier;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.ProgressSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A real migration between pretend sites that was recorded ({@code src/bench/time-left.sh record}), to be looked at again at any
 * moment of it.
 *
 * @param setting how large the sites were, and how fast
 * @param ended when it ended; it began at {@link Instant#EPOCH}
 */
record RecordedRun(String setting, Course course, Sizes sizes, Instant counted, Instant ended) {
    private static final Path FOLDER = Path.of("src/test/resources/time-left");
    private static final Set<Event.Kind> ANSWERS = EnumSet.of(Event.Kind.DECIDED, Event.Kind.CONFIRMED);

    static List<RecordedRun> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(RecordedRun::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedRun read(Path file) {
        try {
            JsonNode run = Json.MAPPER.readTree(Files.readString(file));
            Course course = Course.read(
                    run.path("phases")
                            .valueStream()
                            .map(each -> new PhaseRun(
                                    phase(each),
                                    PhaseRun.State.ENDED,
                                    at(each.path("from")),
                                    at(each.path("to")),
                                    null))
                            .toList(),
                    run.path("progress")
                            .valueStream()
                            .map(each -> new ProgressSample(
                                    phase(each),
                                    at(each.path("at")),
                                    each.path("percent").asInt()))
                            .toList(),
                    run.path("events")
                            .valueStream()
                            .map(each -> new Course.Moment(
                                    at(each.path("at")),
                                    each.path("byPerson").asBoolean()
                                            && each.has("phase")
                                            && ANSWERS.contains(Event.Kind.valueOf(
                                                    each.path("kind").asText()))))
                            .toList());
            JsonNode sizes = run.path("sizes");
            return new RecordedRun(
                    run.path("setting").asText(),
                    course,
                    TimesLeft.sizes(sizes),
                    at(sizes.path("at")),
                    at(run.path("endedAt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Phase phase(JsonNode each) {
        return Phase.ofProcess(each.path("phase").asText()).orElseThrow();
    }

    private static Instant at(JsonNode millis) {
        return Instant.ofEpochMilli(millis.asLong());
    }

    /** All of them were done automatically. */
    private static final MigrationSettings AUTOMATIC =
            SampleSettings.sampleSettings().automatic().build();

    /** What a later migration knows of it. */
    Earlier asEarlier() {
        Map<Phase, Duration> took = new EnumMap<>(Phase.class);
        Map<Phase, Duration> waited = new EnumMap<>(Phase.class);
        for (PhaseRun run : course.runs()) {
            Instant to = Objects.requireNonNull(run.endedAt());
            took.merge(run.phase(), Duration.between(run.startedAt(), to), Duration::plus);
            waited.merge(run.phase(), course.waited(run.startedAt(), to), Duration::plus);
        }
        return new Earlier(sizes.issues(), sizes.people(), took, waited, Set.of());
    }

    /** What Ferry tells at a moment of it. */
    Outlook lookAt(Instant now, List<Earlier> earlier) {
        Sizes nothing = new Sizes(null, null, null, null, null, null, null, null, null);
        Map<Phase, Expected> before = Forecasts.workAndPeople(nothing, earlier, AUTOMATIC);
        Map<Phase, Expected> after = Forecasts.workAndPeople(sizes, earlier, AUTOMATIC);
        return Announcement.at(course, Phase.expected(false), new Announcement.Forecast(before, after, counted), now);
    }

    /** The moment at which a part of its time has passed. */
    Instant after(double part) {
        return Instant.ofEpochMilli(Math.round(ended.toEpochMilli() * part));
    }

    /** How long Ferry and the sites really worked from a moment to the end. */
    Duration workFrom(Instant now) {
        return course.worked(now, ended);
    }

    @Override
    public String toString() {
        return setting;
    }

    /** The others, as if they had ended before. */
    static List<Earlier> allBut(RecordedRun run, List<RecordedRun> runs) {
        return runs.stream()
                .filter(other -> other != run)
                .map(RecordedRun::asEarlier)
                .toList();
    }
}
