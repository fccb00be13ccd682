package io.ferry.migration;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.ferry.migration.Rows.IntentRow;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * <p>After the database was restored from a backup, the first intent of each action of a migration is in doubt unless the
 * record knows it as done: what was begun between the backup and the restore is not on record. So it counts as unfinished,
 * and the site or a person is asked.
 *
 * <p>Each call stands in a transaction of its own: what was begun is on record before the remote call goes out.
 */
@Repository
@Transactional(propagation = Propagation.REQUIRES_NEW)
public class Intents {
    /** What the keys of a basis are called that only tell one doing of an action from the next. */
    private static final Set<String> OCCASIONS = Set.of("visit", "decision", "confirmation");

    private final JdbcAggregateOperations rows;
    private final JdbcClient sql;
    private final RestoredDatabase restored;
    private final Clock clock;

    Intents(JdbcAggregateOperations rows, JdbcClient sql, RestoredDatabase restored, Clock clock) {
        this.rows = rows;
        this.sql = sql;
        this.restored = restored;
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
        if (known != null && known.state() != IntentRow.State.FAILED) {
            return begun(known);
        }
        Integer restoration = restored.of(id);
        String item = item(basis);
        boolean inDoubt = restoration != null && isFirst(id, action, item, restoration);
        Intent intent = known == null
                ? rows.insert(new IntentRow(
                                idOf(id, action, hash),
                                id.value(),
                                action.key(),
                                hash,
                                Addresses.hidden(text),
                                IntentRow.State.STARTED,
                                null,
                                null,
                                Timestamps.now(clock),
                                null,
                                restoration,
                                item,
                                inDoubt))
                        .toIntent()
                : begunAgain(known, restoration, inDoubt);
        restored.count();
        return inDoubt ? new IntentState.Unfinished(intent, true) : new IntentState.Fresh(intent);
    }

    /** The same for the same basis, so that its mark at the site is found again also by a record that has lost it. */
    private static UUID idOf(MigrationId id, Action action, String hash) {
        return UUID.nameUUIDFromBytes(
                String.join(" ", id.value(), action.key(), hash).getBytes(StandardCharsets.UTF_8));
    }

    /** What the action is about beside the occasion for it: an answer of a person, or a visit of the task. */
    private static @Nullable String item(Map<String, ?> basis) {
        Map<String, Object> rest = new TreeMap<>(basis);
        rest.keySet().removeAll(OCCASIONS);
        return rest.isEmpty() ? null : Canonical.sha256(Json.write(rest));
    }

    /** Whether none of its kind has begun since the database was restored: then one that was begun before may be lost. */
    private boolean isFirst(MigrationId id, Action action, @Nullable String item, int restoration) {
        return sql.sql("select count(*) from intent where migration_id = :id and action = :action"
                                + " and coalesce(item, '') = :item and restoration = :restoration")
                        .param("id", id.value())
                        .param("action", action.key())
                        .param("item", item == null ? "" : item)
                        .param("restoration", restoration)
                        .query(Integer.class)
                        .single()
                == 0;
    }

    private static IntentState begun(IntentRow known) {
        return known.state() == IntentRow.State.DONE
                ? new IntentState.Done(
                        known.toIntent(), known.result() == null ? Map.of() : Json.readMap(known.result()))
                : new IntentState.Unfinished(known.toIntent(), known.inDoubt());
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

    /**
     * Whether an action may have been begun that is not on record: the database was restored from a backup, and it was not
     * begun since.
     */
    @Transactional(readOnly = true)
    public boolean isInDoubt(MigrationId id, Action action) {
        Integer restoration = restored.of(id);
        return restoration != null && isFirst(id, action, null, restoration);
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

    private Intent begunAgain(IntentRow failed, @Nullable Integer restoration, boolean inDoubt) {
        Instant now = Timestamps.now(clock);
        sql.sql("update intent set state = 'STARTED', why = null, ended_at = null, started_at = :now,"
                        + " restoration = :restoration, in_doubt = :inDoubt where id = :id")
                .param("restoration", restoration, Types.INTEGER)
                .param("inDoubt", inDoubt)
                .param("now", Timestamps.column(now))
                .param("id", failed.id())
                .update();
        return new Intent(failed.id(), new MigrationId(failed.migrationId()), Action.ofKey(failed.action()), now);
    }
}
