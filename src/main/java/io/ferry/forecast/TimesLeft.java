package io.ferry.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.ferry.forecast.EarlierMigrations.Earlier;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long migrations under way still take: from their record, their sizes, and what earlier migrations took. */
@Component
public class TimesLeft {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Sizes NOT_COUNTED = new Sizes(null, null, null, null, null, null, null, null, null);

    private final Timeline timeline;
    private final Confirmations confirmations;
    private final FactsOfMigration facts;
    private final Clock clock;
    private final LoadingCache<String, List<Earlier>> earlier;

    TimesLeft(
            Timeline timeline,
            Confirmations confirmations,
            FactsOfMigration facts,
            EarlierMigrations earlierMigrations,
            Clock clock) {
        this.timeline = timeline;
        this.confirmations = confirmations;
        this.facts = facts;
        this.clock = clock;
        this.earlier = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .build(any -> earlierMigrations.all());
    }

    /**
     * The time left of a migration.
     *
     * @param waiting whether it waits for a person now
     * @return empty if it has ended, or its process has not begun
     */
    public Optional<TimeLeft> of(Migration migration, boolean waiting) {
        if (migration.outcome() != null || migration.processInstanceKey() == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Course recorded = Course.of(
                timeline.phases(migration.id()), timeline.progress(migration.id()), timeline.read(migration.id()));
        Course course = waiting ? recorded.waiting(now) : recorded;
        Fact counted = facts.find(migration.id(), FactName.BASELINE).orElse(null);
        Map<Phase, Expected> before = Forecasts.workAndPeople(NOT_COUNTED, earlier.get(""), migration.settings());
        Map<Phase, Expected> after = counted == null
                ? before
                : Forecasts.workAndPeople(sizes(counted.value()), earlier.get(""), migration.settings());
        var forecast = new Announcement.Forecast(before, after, counted == null ? null : counted.at());
        Set<Phase> route = Phase.expected(migration.settings().rehearsal());
        return Optional.of(
                TimeLeft.of(Announcement.at(course, route, forecast, now), byHand(migration, course.runs()), waiting));
    }

    /** The operations that people still have to do: those of phases to come, and of the one under way what nobody has done yet. */
    private List<Operation> byHand(Migration migration, List<PhaseRun> runs) {
        int reached = runs.stream().mapToInt(run -> run.phase().ordinal()).max().orElse(-1);
        Set<Phase> route = Phase.expected(migration.settings().rehearsal());
        List<Confirmation> answers = confirmations.all(migration.id());
        return Arrays.stream(Operation.values())
                .filter(operation ->
                        migration.settings().mode(operation) == Mode.MANUAL && route.contains(operation.phase()))
                // A rehearsal changes nothing in the target.
                .filter(operation ->
                        !(migration.settings().rehearsal() && operation.phase().changesTarget()))
                .filter(operation -> operation.phase().ordinal() > reached
                        || runs.stream()
                                .filter(run ->
                                        run.phase() == operation.phase() && run.state() == PhaseRun.State.RUNNING)
                                .anyMatch(run -> !isDone(operation, run, answers)))
                .toList();
    }

    private static boolean isDone(Operation operation, PhaseRun run, List<Confirmation> answers) {
        return answers.stream()
                .anyMatch(answer -> answer.question() == operation.manually()
                        && !answer.at().isBefore(run.startedAt())
                        && !answer.decision().leavesUndone());
    }

    /** What the counts of the source tell. At most all people lack an account; who must be decided about shows later. */
    static Sizes sizes(JsonNode counts) {
        Long people = count(counts, "people");
        return new Sizes(
                count(counts, "issues"),
                count(counts, "projects"),
                people,
                count(counts, "boxes"),
                null,
                people,
                null,
                null,
                null);
    }

    private static @Nullable Long count(JsonNode counts, String name) {
        return counts.path(name).isNumber() ? (Long) counts.path(name).asLong() : null;
    }
}
