package io.ferry.migration;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.migration.Rows.ConfirmationRow;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people confirmed and decided.
 *
 * <p>A worker that needs a confirmation takes {@link #latest} and hands it to {@link Intents#begin(Confirmation, Action,
 * Map)}; that binds the confirmation to one intent, so that a job that runs again finds its own intent, and nothing is
 * ever done twice on one confirmation.
 */
@Repository
@Transactional
public class Confirmations {
    private final JdbcAggregateOperations rows;
    private final JdbcClient sql;
    private final Timeline timeline;
    private final Clock clock;

    Confirmations(JdbcAggregateOperations rows, JdbcClient sql, Timeline timeline, Clock clock) {
        this.rows = rows;
        this.sql = sql;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Records what a person answered now.
     *
     * @param question what was asked
     * @param decision the answer
     * @param reason why, if asked for; e-mail addresses are taken out
     * @param by who answered; of an e-mail address the part before the @ is kept
     * @param basis what the person saw: counts, fingerprints, hashes
     */
    public Confirmation record(
            MigrationId id,
            Question question,
            Decision decision,
            @Nullable String reason,
            Actor by,
            Map<String, ?> basis) {
        return record(UUID.randomUUID(), null, id, question, decision, reason, by, basis);
    }

    /**
     * Records what a person answered, unless a job that ran before has recorded it: one typed word is one confirmation,
     * however often the job runs.
     *
     * @param visit names the answer
     * @param told runs the first time only, and is on record together with the answer or not at all
     * @see #record(MigrationId, Question, Decision, String, Actor, Map)
     */
    public Confirmation recordOnce(
            TaskVisit visit,
            MigrationId id,
            Question question,
            Decision decision,
            @Nullable String reason,
            Actor by,
            Map<String, ?> basis,
            Runnable told) {
        UUID name = UUID.nameUUIDFromBytes((id + " " + visit.elementInstance()).getBytes(StandardCharsets.UTF_8));
        ConfirmationRow known = rows.findById(name, ConfirmationRow.class);
        if (known != null) {
            return known.toConfirmation();
        }
        Confirmation confirmation = record(name, visit.processInstance(), id, question, decision, reason, by, basis);
        told.run();
        return confirmation;
    }

    private Confirmation record(
            UUID name,
            @Nullable Long processInstance,
            MigrationId id,
            Question question,
            Decision decision,
            @Nullable String reason,
            Actor by,
            Map<String, ?> basis) {
        Actor known = by.onRecord();
        String shown = Addresses.hiddenJson(basis);
        Confirmation confirmation = rows.insert(new ConfirmationRow(
                        name,
                        id.value(),
                        question.key(),
                        decision.key(),
                        reason == null || reason.isBlank() ? null : Addresses.hidden(reason, 2000),
                        known.name(),
                        Timestamps.now(clock),
                        shown,
                        false,
                        processInstance,
                        known.channelOnRecord(),
                        known.issuer(),
                        known.subject(),
                        hash(shown)))
                .toConfirmation();
        timeline.vouch(id, ChainedEvent.ANSWER, Canonical.sha256(Json.tree(Report.Answer.of(confirmation))));
        return confirmation;
    }

    /** The hash of what a person saw, as it is recorded with the answer. */
    public static String hashOf(Map<String, ?> basis) {
        return hash(Addresses.hiddenJson(basis));
    }

    private static String hash(String shown) {
        return Canonical.sha256(Json.read(shown, JsonNode.class));
    }

    /** The newest answer to a question, used or not. */
    @Transactional(readOnly = true)
    public Optional<Confirmation> latest(MigrationId id, Question question) {
        return find(of(id).and("subject").is(question.key())).reversed().stream()
                .findFirst();
    }

    /** The newest answer to a question, if no intent has used it. */
    @Transactional(readOnly = true)
    public Optional<Confirmation> unused(MigrationId id, Question question) {
        return latest(id, question).filter(confirmation -> !confirmation.used());
    }

    /** All answers, oldest first. */
    @Transactional(readOnly = true)
    public List<Confirmation> all(MigrationId id) {
        return find(of(id));
    }

    /** The answers to a question that were given in one instance of a phase's process, oldest first. */
    @Transactional(readOnly = true)
    public List<Confirmation> givenIn(long processInstance, MigrationId id, Question question) {
        return find(of(id).and("subject")
                .is(question.key())
                .and("processInstanceKey")
                .is(processInstance));
    }

    /** Notes that a person has carried out by hand what was confirmed in this instance: it allows nothing more. */
    public void useUp(long processInstance, MigrationId id, Question question) {
        sql.sql("update confirmation set used = true"
                        + " where migration_id = :id and subject = :subject and process_instance_key = :instance")
                .param("id", id.value())
                .param("subject", question.key())
                .param("instance", processInstance)
                .update();
    }

    /**
     * Whether people have confirmed that the source is frozen, and nobody has said since that it is open again. Who is asked
     * once more and stops has not opened it.
     */
    @Transactional(readOnly = true)
    public boolean isSourceFrozen(MigrationId id) {
        Optional<Confirmation> opened =
                latest(id, Question.UNFREEZE).filter(answer -> answer.decision() == Decision.OPEN);
        return find(of(id).and("subject").is(Question.FREEZE.key())).stream()
                .filter(Confirmation::isConfirmation)
                .anyMatch(answer -> opened.isEmpty() || opened.get().at().isBefore(answer.at()));
    }

    private List<Confirmation> find(Criteria criteria) {
        return rows.findAll(query(criteria).sort(Sort.by("at")), ConfirmationRow.class).stream()
                .map(ConfirmationRow::toConfirmation)
                .toList();
    }

    private static Criteria of(MigrationId id) {
        return where("migrationId").is(id.value());
    }
}
