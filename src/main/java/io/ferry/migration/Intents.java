package io.ferry.migration;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.ferry.migration.Rows.IntentRow;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What Ferry is about to do to remote sites, written down before it does it.
 *
 * <p>An intent is named by migration, action and basis. The same three again find the same intent: a job that runs a
 * second time, or at the same time, is told what the first one knows. So the basis must be the same for each run of one
 * job and another one when a person wants the work done anew: the key of the element instance is such a basis, a
 * confirmation is the better one where there is one.
 *
 * <p>Each call stands in a transaction of its own: what was begun is on record before the remote call goes out.
 */
@Repository
@Transactional(propagation = Propagation.REQUIRES_NEW)
public class Intents {
    private final JdbcAggregateOperations rows;
    private final JdbcClient sql;
    private final Clock clock;

    Intents(JdbcAggregateOperations rows, JdbcClient sql, Clock clock) {
        this.rows = rows;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Begins an action, or finds out how far an earlier beginning came.
     *
     * @param basis what makes this doing of the action different from others; no people's data
     * @throws NoSuchMigration if there is no such migration
     * @throws ClosedToNewWork if it would be fresh, and the migration is being cleaned up
     */
    public IntentState begin(MigrationId id, Action action, Map<String, ?> basis) {
        return begin(id, action, basis, null);
    }

    private IntentState begin(MigrationId id, Action action, Map<String, ?> basis, @Nullable Instant confirmedAt) {
        RecordLock.hold(sql, id);
        String text = Json.write(basis);
        String hash = Canonical.sha256(text);
        IntentRow known = rows.findOne(
                        query(where("migrationId")
                                .is(id.value())
                                .and("action")
                                .is(action.key())
                                .and("basisHash")
                                .is(hash)),
                        IntentRow.class)
                .orElse(null);
        if (known == null || known.state() == IntentRow.State.FAILED) {
            expectOpen(id, action, confirmedAt);
        }
        if (known == null) {
            return new IntentState.Fresh(rows.insert(new IntentRow(
                            UUID.randomUUID(),
                            id.value(),
                            action.key(),
                            hash,
                            Addresses.hidden(text),
                            IntentRow.State.STARTED,
                            null,
                            null,
                            Timestamps.now(clock),
                            null))
                    .toIntent());
        }
        return known.state() == IntentRow.State.FAILED ? new IntentState.Fresh(begunAgain(known)) : begun(known);
    }

    private static IntentState begun(IntentRow known) {
        return known.state() == IntentRow.State.DONE
                ? new IntentState.Done(
                        known.toIntent(), known.result() == null ? Map.of() : Json.readMap(known.result()))
                : new IntentState.Unfinished(known.toIntent());
    }

    /**
     * Begins an action that a person has confirmed, at most once for each confirmation.
     *
     * @param basis what else the doing rests on; the confirmation belongs to the basis by itself
     * @throws ClosedToNewWork if it would be fresh, and the migration is being cleaned up, or was after the confirmation
     */
    public IntentState begin(Confirmation confirmation, Action action, Map<String, ?> basis) {
        sql.sql("update confirmation set used = true where id = :id")
                .param("id", confirmation.id())
                .update();
        // The rest of the basis may change between two runs of a job; the confirmation alone names the intent.
        IntentState state = begin(
                confirmation.migrationId(),
                action,
                Map.of("confirmation", confirmation.id().toString()),
                confirmation.at());
        if (state instanceof IntentState.Fresh(Intent intent)) {
            Map<String, Object> whole = new LinkedHashMap<>(basis);
            whole.put("confirmation", confirmation.id().toString());
            sql.sql("update intent set basis = :basis where id = :id")
                    .param("basis", Addresses.hiddenJson(whole))
                    .param("id", intent.id())
                    .update();
        }
        return state;
    }

    /**
     * Lets nothing more begin for a migration that ends early, for as long as it has not ended; and nothing on
     * confirmations given before, ever. A phase that is started alone afterwards gets confirmations of its own.
     *
     * @throws NoSuchMigration if there is no such migration
     */
    public void closeToNewWork(MigrationId id) {
        RecordLock.hold(sql, id);
        sql.sql("update migration set closed_at = coalesce(closed_at, :now) where id = :id")
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .param("id", id.value())
                .update();
    }

    /** Whether the migration is being cleaned up: nothing more begins, and it has not ended. */
    @Transactional(readOnly = true)
    public boolean isClosedToNewWork(MigrationId id) {
        return sql.sql("select count(*) from migration where id = :id and closed_at is not null and outcome is null")
                        .param("id", id.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void expectOpen(MigrationId id, Action action, @Nullable Instant confirmedAt) {
        boolean open = sql.sql("select closed_at, outcome from migration where id = :id")
                .param("id", id.value())
                .query((row, n) -> {
                    OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
                    boolean ended = row.getString("outcome") != null;
                    boolean confirmedBefore =
                            closed != null && confirmedAt != null && !confirmedAt.isAfter(closed.toInstant());
                    return closed == null || ended && !confirmedBefore;
                })
                .single();
        if (!open) {
            throw new ClosedToNewWork(id, action);
        }
    }

    /**
     * Notes that the intent was carried out.
     *
     * @param result what came back and is needed later: ids, counts, hashes; no people's data
     */
    public void done(Intent intent, Map<String, ?> result) {
        end(intent, IntentRow.State.DONE, Addresses.hiddenJson(result), null);
    }

    /** Notes that the intent surely had no effect at the site; it may be begun again. If unsure, leave it unfinished. */
    public void failed(Intent intent, String why) {
        end(intent, IntentRow.State.FAILED, null, Addresses.hidden(why, 2000));
    }

    /** What was begun for a migration: done, or unfinished as far as is known; not what surely had no effect. Oldest first. */
    @Transactional(readOnly = true)
    public List<IntentState> begun(MigrationId id) {
        return rows
                .findAll(
                        query(where("migrationId").is(id.value()).and("state").not(IntentRow.State.FAILED.name()))
                                .sort(Sort.by("startedAt")),
                        IntentRow.class)
                .stream()
                .map(Intents::begun)
                .toList();
    }

    private void end(Intent intent, IntentRow.State state, @Nullable String result, @Nullable String why) {
        int ended = sql.sql("update intent set state = :state, result = :result, why = :why, ended_at = :now"
                        + " where id = :id and state in ('STARTED', :state)")
                .param("state", state.name())
                .param("result", result)
                .param("why", why)
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .param("id", intent.id())
                .update();
        if (ended != 1) {
            throw new IllegalStateException("The intent " + intent.mark() + " has ended otherwise already");
        }
    }

    private Intent begunAgain(IntentRow failed) {
        Instant now = Timestamps.now(clock);
        sql.sql("update intent set state = 'STARTED', why = null, ended_at = null, started_at = :now where id = :id")
                .param("now", Timestamps.column(now))
                .param("id", failed.id())
                .update();
        return new Intent(failed.id(), new MigrationId(failed.migrationId()), Action.ofKey(failed.action()), now);
    }
}
