package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
    private final ModelsOnRecord models;

    Reports(
            Migrations migrations,
            Timeline timeline,
            Confirmations confirmations,
            FactsOfMigration facts,
            ModelsOnRecord models) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.confirmations = confirmations;
        this.facts = facts;
        this.models = models;
    }

    /**
     * The report of a migration as it stands now, as JSON.
     *
     * @throws NoSuchMigration if there is none of this id
     */
    public ObjectNode json(MigrationId id) {
        return (ObjectNode) Json.tree(of(id));
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
        List<ChainedEvent> events = timeline.chain(id);
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
                versions(known),
                models.inUse(id),
                timeline.phases(id).stream().map(Reports::times).toList(),
                new Report.Counts(value(known, FactName.BASELINE), value(known, FactName.ARRIVED)),
                values(known, fact -> fact.name().isFile()),
                answers.stream().map(Report.Answer::of).toList(),
                answers.stream()
                        .filter(Confirmation::isOverride)
                        .map(Report.Answer::of)
                        .toList(),
                settings.modes(),
                settings.thresholds(),
                values(known, fact -> fact.certainty() == Fact.Certainty.VERIFIED),
                values(known, fact -> fact.certainty() == Fact.Certainty.STATED),
                ManualWork.of(answers, known),
                known.stream().map(Reports::onRecord).toList(),
                events,
                new Report.Chain(
                        (int) events.stream()
                                .filter(event -> event.hash() != null)
                                .count(),
                        events.isEmpty() ? null : events.getLast().hash()));
    }

    /**
     * How long each phase of the route takes: as measured in this migration, else as in the middle of the others on record.
     *
     * @throws NoSuchMigration if there is none of this id
     */
    public List<Forecast> forecast(MigrationId id) {
        migrations.get(id);
        List<PhaseRun> own = timeline.phases(id);
        List<PhaseRun> others = timeline.endedElsewhere(id);
        return Phase.expected(false).stream()
                // How long people take for what remains afterwards says nothing about the time without a Jira.
                .filter(phase -> phase != Phase.FINISH)
                .map(phase -> Forecast.of(phase, own, others))
                .toList();
    }

    private static Report.FactOnRecord onRecord(Fact fact) {
        return new Report.FactOnRecord(
                fact.name(),
                fact.certainty(),
                fact.at(),
                Canonical.sha256(fact.value()),
                !fact.name().isState());
    }

    private static Map<String, String> versions(List<Fact> known) {
        Map<String, String> versions = new LinkedHashMap<>();
        version(versions, "sourceJira", value(known, FactName.BACKUP_VERDICT), "jiraVersion");
        version(versions, "sourceApp", value(known, FactName.SOURCE_APP), "version");
        version(versions, "targetApp", value(known, FactName.TARGET_APP), "version");
        return versions;
    }

    private static void version(Map<String, String> into, String name, @Nullable JsonNode fact, String field) {
        if (fact != null && !fact.path(field).asText().isEmpty()) {
            into.put(name, fact.path(field).asText());
        }
    }

    /** Of the state of a site the counts, which stand on top of it; all of it would be a report of its own. */
    private static JsonNode shown(Fact fact) {
        if (!fact.name().isState() || !(fact.value() instanceof ObjectNode state)) {
            return fact.value();
        }
        ObjectNode counts = JsonNodeFactory.instance.objectNode();
        state.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .forEach(field -> counts.set(field.getKey(), field.getValue()));
        return counts;
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

    private static Map<FactName, JsonNode> values(List<Fact> facts, Predicate<Fact> wanted) {
        Map<FactName, JsonNode> values = new EnumMap<>(FactName.class);
        facts.stream().filter(wanted).forEach(fact -> values.put(fact.name(), shown(fact)));
        return values;
    }

    private static @Nullable JsonNode value(List<Fact> facts, FactName name) {
        return facts.stream()
                .filter(fact -> fact.name() == name)
                .map(Reports::shown)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Duration duration(Instant from, @Nullable Instant to) {
        return to == null ? null : Duration.between(from, to);
    }
}
