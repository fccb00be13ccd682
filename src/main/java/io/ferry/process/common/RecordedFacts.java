package io.ferry.process.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.ferry.base.EmailMasking;
import io.ferry.base.Json;
import io.ferry.migration.Canonical;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Question;
import io.ferry.migration.RestoredDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Holds what a task shows against what Ferry found. Process variables can be changed by whoever may reach Camunda's interface, and an
 * approver must not be shown other figures than Ferry's.
 */
@Component
public class RecordedFacts {
    /** What is overwritten, and what with. */
    private static final Map<Question, List<FactName>> SHOWN = Map.of(
            Question.IMPORT, List.of(FactName.TARGET_JIRA, FactName.BACKUP_FILE, FactName.BACKUP_VERDICT),
            Question.RESTORE, List.of(FactName.TARGET_STATE, FactName.DUMP_FILE, FactName.MAPPING));

    private final FactsOfMigration facts;
    private final RestoredDatabase restored;

    RecordedFacts(FactsOfMigration facts, RestoredDatabase restored) {
        this.facts = facts;
        this.restored = restored;
    }

    /**
     * The first figure that a task shows otherwise than it is on record.
     *
     * @param shown what the task's form shows, by the variables' names
     * @return such as {@code targetJira.projects}; nothing if all is as Ferry found it, or if Ferry found nothing
     */
    public Optional<String> differing(MigrationId id, Question question, Map<String, Object> shown) {
        // What is on record from before a restoration may be older than what the process shows; Ferry looks again
        // before it acts.
        Instant since = restored.noticed(id).orElse(Instant.MIN);
        return SHOWN.getOrDefault(question, List.of()).stream()
                .flatMap(name -> facts.find(id, name).stream())
                .filter(fact -> fact.at().isAfter(since))
                .flatMap(fact -> differing(
                        fact.name(),
                        fact.value(),
                        EmailMasking.mask(
                                Json.MAPPER.valueToTree(shown.get(fact.name().key()))))
                        .stream())
                .findFirst();
    }

    /** Of a fact that tells more than the variable, such as all boxes, the single values. */
    private static Optional<String> differing(FactName name, JsonNode onRecord, JsonNode shown) {
        return onRecord.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .filter(field -> !text(field.getValue()).equals(text(shown.path(field.getKey()))))
                .map(field -> name.key() + "." + field.getKey())
                .findFirst();
    }

    private static String text(JsonNode value) {
        return Canonical.text(value.isMissingNode() ? NullNode.getInstance() : value);
    }
}
