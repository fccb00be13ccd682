package io.ferry.migration;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.ferry.migration.Rows.MigrationRow;
import io.ferry.migration.Rows.PhaseInstanceRow;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** All migrations on record. */
@Repository
@Transactional
public class Migrations {
    private final JdbcAggregateOperations rows;
    private final JdbcClient sql;
    private final Timeline timeline;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Migrations(
            JdbcAggregateOperations rows,
            JdbcClient sql,
            Timeline timeline,
            TransactionTemplate transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.events = events;
        this.timeline = timeline;
        this.rows = rows;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Puts a new migration on record and gives it its id. Until it ends, no other one may go to its target; rehearsals
     * change nothing there, so any number of them may.
     *
     * @throws TargetInUse if another migration, or a phase that was started alone, is at work there
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Migration register(NewMigration migration) {
        return taking(() -> registered(MigrationId.random(), migration, null));
    }

    /**
     * Puts a new migration on record under an id that was chosen before, so that whoever asks again is given the same one.
     *
     * @throws TargetInUse if another migration, or a phase that was started alone, is at work there
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Migration register(NewMigration migration, MigrationId id) {
        return taking(() -> find(id).orElseGet(() -> registered(id, migration, null)));
    }

    /**
     * Puts a new migration on record together with the instance of the main process that asks for it, so that one that asks
     * again is given the same.
     *
     * @throws TargetInUse if another migration, or a phase that was started alone, is at work there
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Migration register(NewMigration migration, long processInstanceKey) {
        return taking(() -> carriedBy(processInstanceKey)
                .orElseGet(() -> registered(MigrationId.random(), migration, processInstanceKey)));
    }

    private <T> T taking(Supplier<T> target) {
        try {
            return Objects.requireNonNull(transactions.execute(status -> target.get()));
        } catch (DuplicateKeyException atTheSameMoment) {
            // Somebody else has just taken the target: now it shows who.
            return Objects.requireNonNull(transactions.execute(status -> target.get()));
        }
    }

    private Migration registered(MigrationId id, NewMigration migration, @Nullable Long processInstanceKey) {
        if (!migration.settings().rehearsal()) {
            inUse(migration.settings().target()).ifPresent(inUse -> {
                throw inUse;
            });
        }
        Migration registered = rows.insert(new MigrationRow(
                        id.value(),
                        migration.name(),
                        migration.app(),
                        Json.write(migration.settings()),
                        Timestamps.now(clock),
                        processInstanceKey,
                        null,
                        null,
                        migration.team(),
                        migration.settings().rehearsal()))
                .toMigration();
        if (!migration.settings().rehearsal()) {
            occupy(registered.id(), migration.settings().target(), null, null);
        }
        return registered;
    }

    /**
     * Holds the target of a migration that has ended for a phase that is to be started alone, until {@link #phaseOver} or
     * {@link #phaseNeverBegan}. A phase that changes nothing on the target needs no hold.
     *
     * @throws TargetInUse if a migration, or another phase that was started alone, is at work there
     * @throws NoSuchMigration if there is no such migration
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void holdTarget(MigrationId id, Phase phase) {
        taking(() -> {
            SiteSettings target = get(id).settings().target();
            inUse(target).ifPresent(inUse -> {
                throw inUse;
            });
            occupy(id, target, phase, null);
            return id;
        });
    }

    /**
     * Holds the target for a phase that has begun alone: what was held for it, or, where that was given up because nobody
     * knew that it began, the target anew. Asking twice does no more than asking once.
     *
     * @throws TargetInUse if somebody else is at work there by now, or another instance of the same phase
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void holdTarget(MigrationId id, Phase phase, long processInstanceKey) {
        taking(() -> {
            if (!bind(id, phase, processInstanceKey)) {
                SiteSettings target = get(id).settings().target();
                inUse(target).ifPresent(inUse -> {
                    throw inUse;
                });
                occupy(id, target, phase, processInstanceKey);
            }
            return id;
        });
    }

    /** Lets an instance have what is held for its phase, unless that is held for another one. */
    private boolean bind(MigrationId id, Phase phase, long processInstanceKey) {
        return sql.sql("update target_in_use set process_instance_key = :key where migration_id = :id"
                                + " and phase = :phase and coalesce(process_instance_key, :key) = :key")
                        .param("key", processInstanceKey)
                        .param("id", id.value())
                        .param("phase", phase.name())
                        .update()
                == 1;
    }

    /** Gives the target free that this instance of a phase held which was started alone, if it held one. */
    public void phaseOver(MigrationId id, Phase phase, long processInstanceKey) {
        giveFree(id, new PhaseHold(phase, processInstanceKey));
    }

    /** Gives the target free that was held for a phase, unless an instance of it has begun. */
    public void phaseNeverBegan(MigrationId id, Phase phase) {
        giveFree(id, new PhaseHold(phase, null));
    }

    private void giveFree(MigrationId id, PhaseHold hold) {
        sql.sql("delete from target_in_use where migration_id = :id and phase = :phase"
                        + " and process_instance_key is not distinct from cast(:key as bigint)")
                .param("id", id.value())
                .param("phase", hold.phase().name())
                .param("key", hold.processInstanceKey())
                .update();
    }

    /**
     * Notes that a phase which was started alone will not come to its end, and releases its target.
     *
     * @param processInstanceKey the instance that is known to be gone, if one had begun
     * @return whether it did so; not if an instance of the phase has begun meanwhile
     */
    public boolean phaseInterrupted(MigrationId id, Phase phase, @Nullable Long processInstanceKey) {
        giveFree(id, new PhaseHold(phase, processInstanceKey));
        if (phaseHold(id).filter(hold -> hold.phase() == phase).isPresent()) {
            return false;
        }
        interrupt(id, phase);
        return true;
    }

    /**
     * Changes how operations are done, from the next time on that one begins; after the end, for phases that are started
     * alone.
     *
     * @return the migration with them
     * @throws NoSuchMigration if there is no such migration
     */
    public Migration changeModes(MigrationId id, Map<Operation, Mode> modes) {
        RecordLock.hold(sql, id);
        save(id, get(id).settings().withModes(modes));
        return get(id);
    }

    /**
     * Corrects the settings of a migration. Its next step uses them; after the end, a phase that is started alone.
     *
     * @param correction what becomes of the settings as they are now, whoever has changed them meanwhile
     * @return the migration with them; nothing if it has ended and its target would be another site, and then nothing has
     *     been changed
     * @throws TargetInUse if the target has become one that another migration goes to
     * @throws NoSuchMigration if there is no such migration
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Optional<Migration> correct(MigrationId id, UnaryOperator<MigrationSettings> correction) {
        return taking(() -> corrected(id, correction));
    }

    private Optional<Migration> corrected(MigrationId id, UnaryOperator<MigrationSettings> correction) {
        RecordLock.hold(sql, id);
        Migration known = get(id);
        MigrationSettings settings = correction.apply(known.settings());
        boolean ended = known.outcome() != null;
        if (ended && !settings.target().place().equals(known.settings().target().place())) {
            return Optional.empty();
        }
        if (!ended && !settings.rehearsal()) {
            inUse(settings.target())
                    .filter(inUse -> !inUse.other().id().equals(id))
                    .ifPresent(inUse -> {
                        throw inUse;
                    });
            leaveTarget(id);
            occupy(id, settings.target(), null, null);
        }
        save(id, settings);
        return find(id);
    }

    /**
     * Gives a migration to a team.
     *
     * @param team null for none: then only administrators see it
     * @return the migration as it is now
     * @throws NoSuchMigration if there is no such migration
     */
    public Migration giveTo(MigrationId id, @Nullable String team) {
        sql.sql("update migration set team = :team where id = :id")
                .param("team", team)
                .param("id", id.value())
                .update();
        return get(id);
    }

    private void save(MigrationId id, MigrationSettings settings) {
        sql.sql("update migration set settings = :settings where id = :id")
                .param("settings", Json.write(settings))
                .param("id", id.value())
                .update();
    }

    private void occupy(MigrationId id, SiteSettings target, @Nullable Phase phase, @Nullable Long processInstanceKey) {
        sql.sql("insert into target_in_use (target, migration_id, phase, process_instance_key)"
                        + " values (:target, :id, :phase, :key)")
                .param("target", target.place())
                .param("id", id.value())
                .param("phase", phase == null ? null : phase.name())
                .param("key", processInstanceKey)
                .update();
    }

    private void leaveTarget(MigrationId id) {
        sql.sql("delete from target_in_use where migration_id = :id")
                .param("id", id.value())
                .update();
    }

    /** The migration that is at work at this cloud site, as a whole or with a phase alone, if there is one. */
    @Transactional(readOnly = true)
    public Optional<Migration> goingTo(SiteSettings target) {
        return inUse(target).map(TargetInUse::other);
    }

    private Optional<TargetInUse> inUse(SiteSettings target) {
        return sql.sql("select migration_id, phase from target_in_use where target = :target")
                .param("target", target.place())
                .query((row, n) -> new TargetInUse(
                        get(new MigrationId(row.getString("migration_id"))),
                        Optional.ofNullable(row.getString("phase"))
                                .map(Phase::valueOf)
                                .orElse(null)))
                .optional();
    }

    /** The phase that was started alone and for which this migration holds its target, if there is one. */
    @Transactional(readOnly = true)
    public Optional<PhaseHold> phaseHold(MigrationId id) {
        return sql.sql("select phase, process_instance_key from target_in_use"
                        + " where migration_id = :id and phase is not null")
                .param("id", id.value())
                .query((row, n) -> new PhaseHold(
                        Phase.valueOf(row.getString("phase")), row.getObject("process_instance_key", Long.class)))
                .optional();
    }

    /** The migration of this id, if there is one. */
    @Transactional(readOnly = true)
    public Optional<Migration> find(MigrationId id) {
        return Optional.ofNullable(rows.findById(id.value(), MigrationRow.class))
                .map(MigrationRow::toMigration);
    }

    /**
     * The migration of this id.
     *
     * @throws NoSuchMigration if there is none
     */
    @Transactional(readOnly = true)
    public Migration get(MigrationId id) {
        return find(id).orElseThrow(() -> new NoSuchMigration(id));
    }

    /**
     * A page of the migrations that somebody may see, newest first.
     *
     * @param teams whose they are
     * @param page counted from 0
     * @param size migrations on a page, 1 or more
     */
    @Transactional(readOnly = true)
    public Page<Migration> list(VisibleTeams teams, int page, int size) {
        PageRequest newestFirst =
                PageRequest.of(page, size, Sort.by(Sort.Order.desc("createdAt"), Sort.Order.asc("id")));
        return rows.findAll(query(of(teams)), MigrationRow.class, newestFirst).map(MigrationRow::toMigration);
    }

    /**
     * The first of these migrations, at most 100, in which something is under way: they have not ended, or a phase runs again.
     */
    @Transactional(readOnly = true)
    public List<Migration> underWay(Wanted wanted) {
        List<String> ids = wanted.in(sql.sql("select id from migration m where (outcome is null or exists"
                        + " (select 1 from phase_run r where r.migration_id = m.id and r.state = 'RUNNING'))"
                        + Wanted.CONDITION + " order by " + wanted.order().underWay + ", id limit 100"))
                .query(String.class)
                .list();
        return ids.stream().map(MigrationId::new).map(this::get).toList();
    }

    /**
     * A page of the migrations that have ended, the last ended first, of every team.
     *
     * @param page counted from 0
     * @param size migrations on a page, 1 or more
     */
    @Transactional(readOnly = true)
    public Page<Migration> ended(int page, int size) {
        return ended(Wanted.ALL, page, size);
    }

    /**
     * A page of those of these migrations that have ended.
     *
     * @param page counted from 0
     * @param size migrations on a page, 1 or more
     */
    @Transactional(readOnly = true)
    public Page<Migration> ended(Wanted wanted, int page, int size) {
        String ended = " from migration where outcome is not null" + Wanted.CONDITION;
        long total =
                wanted.in(sql.sql("select count(*)" + ended)).query(Long.class).single();
        List<String> ids = wanted.in(sql.sql(
                        "select id" + ended + " order by " + wanted.order().ended + ", id limit :size offset :offset"))
                .param("size", size)
                .param("offset", (long) page * size)
                .query(String.class)
                .list();
        return new PageImpl<>(
                ids.stream().map(MigrationId::new).map(this::get).toList(), PageRequest.of(page, size), total);
    }

    /** In which order migrations are listed. */
    public enum Order {
        /** The last started, or the last ended, first. */
        NEWEST("created_at desc", "ended_at desc"),
        OLDEST("created_at", "ended_at"),
        NAME("lower(name)", "lower(name)");

        private final String underWay;
        private final String ended;

        Order(String underWay, String ended) {
            this.underWay = underWay;
            this.ended = ended;
        }
    }

    /**
     * Which migrations are listed.
     *
     * @param name what their name contains, in whatever letters; empty for any
     * @param app the app; null for any
     * @param rehearsal whether they are rehearsals; null for any
     * @param teams whose they are
     */
    public record Wanted(
            String name, @Nullable App app, @Nullable Boolean rehearsal, Order order, VisibleTeams teams) {
        static final Wanted ALL = new Wanted("", null, null, Order.NEWEST, VisibleTeams.ALL);
        private static final String CONDITION = " and lower(name) like :name escape '!'"
                + " and app = coalesce(:app, app) and rehearsal = coalesce(:rehearsal, rehearsal)"
                + " and (:all or team in (:teams))";

        private JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement) {
            return statement
                    .param("name", "%" + name.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%")
                    .param("app", app == null ? null : app.name(), Types.VARCHAR)
                    .param("rehearsal", rehearsal, Types.BOOLEAN)
                    .param("all", teams.all())
                    .param("teams", oneAtLeast(teams));
        }
    }

    private static Criteria of(VisibleTeams teams) {
        return teams.all() ? where("id").isNotNull() : where("team").in(oneAtLeast(teams));
    }

    /** SQL has no empty list; no team has an empty name. */
    private static Set<String> oneAtLeast(VisibleTeams teams) {
        return teams.names().isEmpty() ? Set.of("") : teams.names();
    }

    /**
     * Notes which instance of the main process carries the migration. The first one noted stays.
     *
     * @return whether this instance is the one; if not, it is a double and must not go on
     */
    public boolean recordProcessInstance(MigrationId id, long processInstanceKey) {
        return sql.sql("update migration set process_instance_key = :key where id = :id"
                                + " and (process_instance_key is null or process_instance_key = :key)")
                        .param("key", processInstanceKey)
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /**
     * The migration that this instance of the main process carries, if one is noted and has not ended: an engine whose data
     * was made anew gives its keys again.
     */
    @Transactional(readOnly = true)
    public Optional<Migration> carriedBy(long processInstanceKey) {
        return rows.findOne(
                        query(where("processInstanceKey")
                                .is(processInstanceKey)
                                .and("outcome")
                                .isNull()),
                        MigrationRow.class)
                .map(MigrationRow::toMigration);
    }

    /** Whether a process instance carries a migration that has not ended, or a phase that was started alone. */
    @Transactional(readOnly = true)
    public boolean knowsInstance(long processInstanceKey) {
        return carriedBy(processInstanceKey).isPresent()
                || rows.exists(query(where("processInstanceKey").is(processInstanceKey)), PhaseInstanceRow.class);
    }

    /**
     * Notes an instance of a phase that was started alone: whoever starts it does so, and the process itself. The first of
     * the two gives it the target that is held for the phase.
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void recordPhaseInstance(MigrationId id, Phase phase, long processInstanceKey) {
        try {
            transactions.executeWithoutResult(status -> {
                // An engine whose data was made anew gives its keys again.
                sql.sql("delete from phase_instance where process_instance_key = :key"
                                + " and not (migration_id = :id and phase = :phase)")
                        .param("key", processInstanceKey)
                        .param("id", id.value())
                        .param("phase", phase.name())
                        .update();
                sql.sql("insert into phase_instance (process_instance_key, migration_id, phase, started_at)"
                                + " values (:key, :id, :phase, :now)")
                        .param("key", processInstanceKey)
                        .param("id", id.value())
                        .param("phase", phase.name())
                        .param("now", Timestamps.column(Timestamps.now(clock)))
                        .update();
                bind(id, phase, processInstanceKey);
            });
        } catch (DuplicateKeyException noted) {
            // The other one was faster. It may have another clock: an instance is never younger than what it does.
            sql.sql(
                            "update phase_instance set started_at = :now where process_instance_key = :key and started_at > :now")
                    .param("now", Timestamps.column(Timestamps.now(clock)))
                    .param("key", processInstanceKey)
                    .update();
        }
    }

    /** The key of the newest instance of a phase that was started alone, if one is noted. */
    @Transactional(readOnly = true)
    public Optional<Long> newestInstance(MigrationId id, Phase phase) {
        return rows
                .findAll(
                        query(where("migrationId").is(id.value()).and("phase").is(phase.name()))
                                .sort(Sort.by(Sort.Order.desc("startedAt")))
                                .limit(1),
                        PhaseInstanceRow.class)
                .stream()
                .findFirst()
                .map(PhaseInstanceRow::processInstanceKey);
    }

    /**
     * The keys of the instances of a phase that were started alone and of which Ferry has not heard that the phase began.
     *
     * @param phase null for whichever
     * @param since those that were started after it
     */
    @Transactional(readOnly = true)
    public List<Long> instancesNotBegun(MigrationId id, @Nullable Phase phase, Instant since) {
        return sql.sql(
                        "select process_instance_key from phase_instance i where migration_id = :id and phase = coalesce(:phase, phase)"
                                + " and started_at > :since and not exists (select 1 from phase_run r"
                                + " where r.migration_id = i.migration_id and r.phase = i.phase and r.started_at >= i.started_at)")
                .param("id", id.value())
                .param("phase", phase == null ? null : phase.name())
                .param("since", Timestamps.column(since))
                .query(Long.class)
                .list();
    }

    /** The keys of the migration's process instances: that of the whole route first, if it is known. */
    @Transactional(readOnly = true)
    public List<Long> instances(Migration migration) {
        List<Long> instances = new ArrayList<>(phaseInstances(migration.id()));
        if (migration.processInstanceKey() != null) {
            instances.addFirst(migration.processInstanceKey());
        }
        return instances;
    }

    /** The keys of the instances of phases that were started alone. */
    @Transactional(readOnly = true)
    public List<Long> phaseInstances(MigrationId id) {
        return rows.findAll(query(where("migrationId").is(id.value())), PhaseInstanceRow.class).stream()
                .map(PhaseInstanceRow::processInstanceKey)
                .toList();
    }

    /**
     * Notes how the migration ended, and that phases still under way were interrupted. The first outcome noted stays.
     *
     * @return whether this outcome was noted
     */
    public boolean recordOutcome(MigrationId id, Outcome outcome) {
        Instant now = Timestamps.now(clock);
        boolean noted =
                sql.sql("update migration set outcome = :outcome, ended_at = :now where id = :id and outcome is null")
                                .param("outcome", outcome.name())
                                .param("now", Timestamps.column(now))
                                .param("id", id.value())
                                .update()
                        == 1;
        if (noted) {
            leaveTarget(id);
            timeline.vouch(id, ChainedEvent.OUTCOME, Canonical.sha256(outcome.name()));
            interrupt(id, null);
            events.publishEvent(new MigrationEnded(id, outcome));
        }
        return noted;
    }

    private void interrupt(MigrationId id, @Nullable Phase only) {
        sql.sql("update phase_run set state = 'INTERRUPTED', ended_at = :now"
                        + " where migration_id = :id and state = 'RUNNING' and phase = coalesce(:phase, phase)")
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .param("id", id.value())
                .param("phase", only == null ? null : only.name())
                .update();
    }

    /**
     * Takes a migration off the record whose process never began.
     *
     * @return whether it did so; not if its process has reported meanwhile, and then nothing has been changed
     */
    public boolean forget(MigrationId id) {
        RecordLock.hold(sql, id);
        if (get(id).processInstanceKey() != null) {
            return false;
        }
        leaveTarget(id);
        sql.sql("delete from event where migration_id = :id")
                .param("id", id.value())
                .update();
        sql.sql("delete from migration where id = :id").param("id", id.value()).update();
        return true;
    }
}
