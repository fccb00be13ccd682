package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes reports of what is on record. */
@Component
@Transactional(readOnly = true)
public class Reports {
    private final Migrations migrations;
    private final Timeline timeline;
    private final Confirmations confirmations;
    private final FactsOfMigration facts;

    Reports(Migrations migrations, Timeline timeline, Confirmations confirmations, FactsOfMigration facts) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.confirmations = confirmations;
        this.facts = facts;
    }

    /**
     * The report of a migration as it stands now.
     *
     * @throws NoSuchMigration if there is none of this id
     */
    public Report of(MigrationId id) {
        Migration migration = migrations.get(id);
        MigrationSettings settings = migration.settings();
        List<Fact> known = facts.all(id);
        List<Confirmation> answers = confirmations.all(id);
        return new Report(
                id,
                migration.name(),
                migration.app().title(),
                settings.rehearsal(),
                migration.outcome(),
                migration.createdAt(),
                migration.endedAt(),
                duration(migration.createdAt(), migration.endedAt()),
                new Report.Sites(settings.source().url(), settings.target().url()),
                timeline.phases(id).stream().map(Reports::times).toList(),
                new Report.Counts(value(known, FactName.BASELINE), value(known, FactName.ARRIVED)),
                values(known, fact -> fact.name().isFile()),
                answers.stream().map(Reports::answer).toList(),
                answers.stream()
                        .filter(Confirmation::isOverride)
                        .map(Reports::answer)
                        .toList(),
                settings.ways(),
                settings.thresholds(),
                values(known, fact -> fact.certainty() == Fact.Certainty.VERIFIED),
                values(known, fact -> fact.certainty() == Fact.Certainty.STATED));
    }

    private static Report.PhaseTimes times(PhaseRun run) {
        return new Report.PhaseTimes(
                run.phase(),
                run.phase().title(),
                run.state(),
                run.startedAt(),
                run.endedAt(),
                duration(run.startedAt(), run.endedAt()));
    }

    private static Report.Answer answer(Confirmation confirmation) {
        return new Report.Answer(
                confirmation.subject(),
                confirmation.decision(),
                confirmation.reason(),
                confirmation.by(),
                confirmation.at());
    }

    private static Map<FactName, JsonNode> values(List<Fact> facts, Predicate<Fact> wanted) {
        Map<FactName, JsonNode> values = new EnumMap<>(FactName.class);
        facts.stream().filter(wanted).forEach(fact -> values.put(fact.name(), fact.value()));
        return values;
    }

    private static @Nullable JsonNode value(List<Fact> facts, FactName name) {
        return facts.stream()
                .filter(fact -> fact.name() == name)
                .map(Fact::value)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Duration duration(Instant from, @Nullable Instant to) {
        return to == null ? null : Duration.between(from, to);
    }
}
