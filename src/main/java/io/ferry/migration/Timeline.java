package io.ferry.migration;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.migration.Rows.EventRow;
import io.ferry.migration.Rows.PhaseRunRow;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happened in a migration, and when its phases ran. E-mail addresses are taken out of everything recorded. The events
 * form a chain: the hash of each covers the one before it, so that a later change shows.
 */
@Repository
@Transactional
public class Timeline {
    private final JdbcAggregateOperations rows;
    private final JdbcClient sql;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Timeline(JdbcAggregateOperations rows, JdbcClient sql, ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.rows = rows;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Adds an event that happens now.
     *
     * @param phase the phase it belongs to, or null for the migration as a whole
     * @param step the name of the task, as the diagram has it
     * @param message a sentence for people, at most 2,000 characters
     * @param by who did it, if a person or a script did
     */
    public void record(
            MigrationId id, @Nullable Phase phase, String step, Event.Kind kind, String message, @Nullable Actor by) {
        record(id, phase, step, kind, message, by, null);
    }

    /**
     * Adds an event that happens now and changed something.
     *
     * @param change what was so before, and what is so now
     * @see #record(MigrationId, Phase, String, Event.Kind, String, Actor)
     */
    public void record(
            MigrationId id,
            @Nullable Phase phase,
            String step,
            Event.Kind kind,
            String message,
            @Nullable Actor by,
            @Nullable Change change) {
        append(
                id,
                Event.of(
                        Timestamps.now(clock),
                        phase,
                        Addresses.hidden(step, 100),
                        kind,
                        Addresses.hidden(message, 2000),
                        by == null ? null : by.onRecord(),
                        change == null ? null : change.onRecord()),
                null,
                null);
    }

    /**
     * Lets the chain of events vouch for something else on record, once for each state of it.
     *
     * @param of what it is, such as {@code fact:verification}
     * @param hash its hash as it is now
     */
    void vouch(MigrationId id, String of, String hash) {
        RecordLock.hold(sql, id);
        boolean known = !of.equals(ChainedEvent.ANSWER)
                && sql.sql("select evidence_hash from event where migration_id = :id and evidence = :of"
                                + " order by id desc limit 1")
                        .param("id", id.value())
                        .param("of", of)
                        .query(String.class)
                        .optional()
                        .filter(hash::equals)
                        .isPresent();
        if (!known) {
            append(
                    id,
                    Event.of(
                            Timestamps.now(clock),
                            null,
                            "Record",
                            Event.Kind.EVIDENCE,
                            "Put on record: " + of,
                            null,
                            null),
                    of,
                    hash);
        }
    }

    private void append(MigrationId id, Event event, @Nullable String evidence, @Nullable String evidenceHash) {
        // Who writes next must see this event, so that the chain never forks.
        RecordLock.hold(sql, id);
        String previous = sql.sql(
                        "select hash from event where migration_id = :id and hash is not null order by id desc limit 1")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .orElse(null);
        rows.insert(new EventRow(
                null,
                id.value(),
                event.at(),
                event.phase(),
                event.step(),
                event.kind(),
                event.message(),
                event.by(),
                event.byChannel(),
                event.byIssuer(),
                event.bySubject(),
                written(event.before()),
                written(event.after()),
                evidence,
                evidenceHash,
                ChainedEvent.hash(previous, event, evidence, evidenceHash)));
    }

    private static @Nullable String written(@Nullable JsonNode state) {
        return state == null ? null : Json.write(state);
    }

    /** Adds an event that no person caused. */
    public void record(MigrationId id, @Nullable Phase phase, String step, Event.Kind kind, String message) {
        record(id, phase, step, kind, message, null);
    }

    /** All events that tell something, oldest first. */
    @Transactional(readOnly = true)
    public List<Event> read(MigrationId id) {
        return rows
                .findAll(
                        query(of(id).and("kind").not(Event.Kind.EVIDENCE.name()))
                                .sort(Sort.by("id")),
                        EventRow.class)
                .stream()
                .map(EventRow::toEvent)
                .toList();
    }

    /** When the first event of a step happened; empty if there is none. */
    @Transactional(readOnly = true)
    public Optional<Instant> firstOf(MigrationId id, String step) {
        return sql.sql("select min(at) from event where migration_id = :id and step = :step")
                .param("id", id.value())
                .param("step", step)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** The events of a step, oldest first. */
    @Transactional(readOnly = true)
    public List<Event> ofStep(MigrationId id, String step) {
        return rows.findAll(query(of(id).and("step").is(step)).sort(Sort.by("id")), EventRow.class).stream()
                .map(EventRow::toEvent)
                .toList();
    }

    /** The whole chain, oldest first. */
    @Transactional(readOnly = true)
    List<ChainedEvent> chain(MigrationId id) {
        return rows.findAll(query(of(id)).sort(Sort.by("id")), EventRow.class).stream()
                .map(EventRow::toChainedEvent)
                .toList();
    }

    /** Notes that a phase begins now; does nothing if it is under way already, for jobs may run twice. */
    public void phaseStarted(MigrationId id, Phase phase) {
        RecordLock.hold(sql, id);
        boolean underWay = rows.exists(
                query(of(id).and("phase").is(phase.name()).and("state").is(PhaseRun.State.RUNNING.name())),
                PhaseRunRow.class);
        if (!underWay) {
            rows.insert(new PhaseRunRow(
                    null, id.value(), phase, PhaseRun.State.RUNNING, Timestamps.now(clock), null, null));
        }
    }

    /** Notes that a phase ends now; does nothing if it is not under way. */
    public void phaseEnded(MigrationId id, Phase phase) {
        int ended = sql.sql("update phase_run set state = 'ENDED', ended_at = :now"
                        + " where migration_id = :id and phase = :phase and state = 'RUNNING'")
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .param("id", id.value())
                .param("phase", phase.name())
                .update();
        if (ended > 0) {
            int runs = (int)
                    phases(id).stream().filter(run -> run.phase() == phase).count();
            events.publishEvent(new PhaseEnded(id, phase, runs));
        }
    }

    /**
     * Notes how far the long work of a phase is.
     *
     * @param percent 0 to 100; what lies outside is moved to the nearer end, for remote sites may say anything
     */
    public void progress(MigrationId id, Phase phase, int percent) {
        int told = Math.clamp(percent, 0, 100);
        int news = sql.sql("update phase_run set percent = :percent where migration_id = :id and phase = :phase"
                        + " and state = 'RUNNING' and (percent is null or percent <> :percent)")
                .param("percent", told)
                .param("id", id.value())
                .param("phase", phase.name())
                .update();
        if (news > 0) {
            sql.sql("insert into phase_progress (migration_id, phase, percent, at) values (:id, :phase, :percent, :at)")
                    .param("id", id.value())
                    .param("phase", phase.name())
                    .param("percent", told)
                    .param("at", Timestamps.column(Timestamps.now(clock)))
                    .update();
        }
    }

    /** When long work told how far it is, oldest first. */
    @Transactional(readOnly = true)
    public List<ProgressSample> progress(MigrationId id) {
        return sql.sql("select phase, at, percent from phase_progress where migration_id = :id order by id")
                .param("id", id.value())
                .query((row, n) -> new ProgressSample(
                        Phase.valueOf(row.getString("phase")),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getInt("percent")))
                .list();
    }

    /** All runs of phases, oldest first. */
    @Transactional(readOnly = true)
    public List<PhaseRun> phases(MigrationId id) {
        return rows.findAll(query(of(id)).sort(Sort.by("id")), PhaseRunRow.class).stream()
                .map(PhaseRunRow::toPhaseRun)
                .toList();
    }

    /** How long runs of phases took that ended, in all other migrations on record, newest first. */
    @Transactional(readOnly = true)
    List<PhaseRun> endedElsewhere(MigrationId id) {
        return rows
                .findAll(
                        query(where("migrationId").not(id.value()).and("state").is(PhaseRun.State.ENDED.name()))
                                .sort(Sort.by(Sort.Direction.DESC, "id"))
                                .limit(2000),
                        PhaseRunRow.class)
                .stream()
                .map(PhaseRunRow::toPhaseRun)
                .toList();
    }

    private static Criteria of(MigrationId id) {
        return where("migrationId").is(id.value());
    }
}
