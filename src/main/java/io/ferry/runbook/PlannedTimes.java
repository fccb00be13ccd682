package io.ferry.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.assess.Assessment;
import io.ferry.assess.Assessments;
import io.ferry.assess.Assessments.Kept;
import io.ferry.assess.Assessments.State;
import io.ferry.base.Moments;
import io.ferry.forecast.EarlierMigrations;
import io.ferry.forecast.Estimate;
import io.ferry.forecast.Estimate.Basis;
import io.ferry.forecast.Estimate.Doer;
import io.ferry.forecast.Estimate.Span;
import io.ferry.forecast.Forecasts;
import io.ferry.forecast.Sizes;
import io.ferry.forecast.Timetable;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Migrations.Order;
import io.ferry.migration.Migrations.Wanted;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How long each phase of a migration is planned to take. What the newest rehearsal of the same source measured counts most, then
 * the newest assessment of it, then earlier migrations and what Ferry assumes.
 */
@Component
class PlannedTimes {
    private static final int REHEARSALS_LOOKED_AT = 50;

    private final Migrations migrations;
    private final Timeline timeline;
    private final FactsOfMigration facts;
    private final Assessments assessments;
    private final EarlierMigrations earlier;

    PlannedTimes(
            Migrations migrations,
            Timeline timeline,
            FactsOfMigration facts,
            Assessments assessments,
            EarlierMigrations earlier) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.facts = facts;
        this.assessments = assessments;
        this.earlier = earlier;
    }

    /**
     * Times and what is known of sizes.
     *
     * @param parts in the order of the route
     * @param sources where they come from, in sentences
     * @param activePeople who need a seat; null if nobody counted them
     * @param integrations of the app; null if nobody counted them
     */
    record Times(
            List<Part> parts,
            List<String> sources,
            @Nullable Long activePeople,
            @Nullable Long integrations) {
        Times {
            parts = List.copyOf(parts);
            sources = List.copyOf(sources);
        }
    }

    /** The times of a migration by what these teams may see. */
    Times of(Migration migration, VisibleTeams teams) {
        List<String> sources = new ArrayList<>();
        Optional<Assessment> assessment = assessment(migration, teams);
        Optional<Migration> rehearsal = rehearsal(migration, teams);
        JsonNode counts =
                rehearsal.flatMap(this::baseline).or(() -> baseline(migration)).orElse(null);
        assessment.ifPresent(
                found -> sources.add("The assessment of " + found.source().url() + " of "
                        + Moments.of(found.writtenAt())
                        + ": its sizes and measured rates, with the modes of this migration."));
        if (assessment.isEmpty()) {
            sources.add(
                    "No assessment of this source is on record: earlier migrations and Ferry’s assumptions stand for it."
                            + " Assess the sites for times that fit them.");
        }
        Timetable timetable = Forecasts.of(
                assessment.map(found -> found.times().sizes()).orElseGet(() -> sizes(counts)),
                earlier.all(),
                migration.settings());
        sources.addAll(timetable.remarks());
        Map<Phase, Duration> measured =
                rehearsal.map(one -> measured(one, migration.settings())).orElse(Map.of());
        rehearsal.ifPresent(one ->
                sources.addFirst("The rehearsal “%s” of %s: how long %s took there, the waiting for people included."
                        .formatted(
                                one.name(),
                                Moments.of(one.createdAt()),
                                measured.keySet().stream().map(Phase::title).collect(Collectors.joining(", ")))));
        return new Times(
                parts(timetable.estimates(), measured),
                sources,
                count(counts, "activePeople")
                        .or(() -> assessment.map(found -> found.people().active()))
                        .orElse(null),
                count(counts, "integrations")
                        .or(() -> assessment.flatMap(found -> amount(found, "Integrations of the app")))
                        .orElse(null));
    }

    private static List<Part> parts(List<Estimate> estimates, Map<Phase, Duration> measured) {
        List<Part> parts = new ArrayList<>();
        Set<Phase> told = EnumSet.noneOf(Phase.class);
        for (Estimate estimate : estimates) {
            Phase phase = estimate.phase();
            Duration took = measured.get(phase);
            if (took != null) {
                if (told.add(phase)) {
                    parts.add(Part.of(asMeasured(phase, took)));
                }
            } else {
                parts.add(Part.of(estimate));
            }
        }
        return parts;
    }

    private static Estimate asMeasured(Phase phase, Duration took) {
        return new Estimate(
                phase,
                "The whole phase, the waiting for people included",
                Doer.EVERYBODY,
                null,
                Basis.MEASURED,
                "As the rehearsal took; half and twice as long are possible.",
                new Span(took.dividedBy(2), took, took.multipliedBy(2)),
                false);
    }

    /** What a rehearsal measures for this migration: what both do in the same way, and in the same modes. */
    private Map<Phase, Duration> measured(Migration rehearsal, MigrationSettings settings) {
        Set<Phase> same = EnumSet.of(Phase.BACK_UP_BIGPICTURE, Phase.BACK_UP_JIRA);
        if (rehearsal.settings().freezesSource() == settings.freezesSource()) {
            same.add(Phase.CHECK_READINESS);
        }
        if (settings.rehearsal()) {
            same.add(Phase.MAP_USERS);
        }
        same.removeIf(phase -> !settings.isDoneAlike(phase, rehearsal.settings().byHand()));
        Map<Phase, Duration> took = new EnumMap<>(Phase.class);
        for (PhaseRun run : timeline.phases(rehearsal.id())) {
            if (same.contains(run.phase()) && run.state() == PhaseRun.State.ENDED) {
                took.merge(
                        run.phase(),
                        Duration.between(run.startedAt(), Objects.requireNonNull(run.endedAt())),
                        Duration::plus);
            }
        }
        return took;
    }

    private Optional<Migration> rehearsal(Migration migration, VisibleTeams teams) {
        return migrations
                .ended(new Wanted("", migration.app(), true, Order.NEWEST, teams), 0, REHEARSALS_LOOKED_AT)
                .stream()
                .filter(one -> one.outcome() == Outcome.REHEARSED
                        && !one.id().equals(migration.id())
                        && one.settings()
                                .source()
                                .url()
                                .equals(migration.settings().source().url()))
                .findFirst();
    }

    /** The newest one of the source; one with the same target goes first. */
    private Optional<Assessment> assessment(Migration migration, VisibleTeams teams) {
        String source = migration.settings().source().url().toString();
        String target = migration.settings().target().url().toString();
        List<Kept> ofSource = assessments.all(teams).stream()
                .filter(kept -> kept.state() == State.DONE && kept.source().equals(source))
                .toList();
        Stream<Kept> sameTargetFirst = Stream.concat(
                ofSource.stream().filter(kept -> target.equals(kept.target())),
                ofSource.stream().filter(kept -> !target.equals(kept.target())));
        return sameTargetFirst
                .flatMap(kept -> assessments.document(kept.id()).stream())
                .filter(found -> found.app().equals(migration.app().title()))
                .findFirst();
    }

    private Optional<JsonNode> baseline(Migration migration) {
        return facts.find(migration.id(), FactName.BASELINE).map(Fact::value);
    }

    private static Sizes sizes(@Nullable JsonNode counts) {
        return new Sizes(
                count(counts, "issues").orElse(null),
                count(counts, "projects").orElse(null),
                count(counts, "people").orElse(null),
                count(counts, "boxes").orElse(null),
                count(counts, "integrations").orElse(null),
                null,
                null,
                null,
                null);
    }

    private static Optional<Long> count(@Nullable JsonNode counts, String name) {
        return counts != null && counts.path(name).isNumber()
                ? Optional.of(counts.path(name).asLong())
                : Optional.empty();
    }

    private static Optional<Long> amount(Assessment found, String what) {
        return found.sizes().stream()
                .filter(size -> size.what().equals(what))
                .findFirst()
                .map(Assessment.Amount::source);
    }
}
