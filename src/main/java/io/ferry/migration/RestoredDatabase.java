package io.ferry.migration;

import io.ferry.base.SeveralFerrys;
import io.ferry.migration.RecordMark.Counted;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices at the start that the database was restored from a backup, by what it lacks or because an administrator says so.
 * The sites went on meanwhile, so for each migration on record the first intent of each action after that is in doubt: it
 * may have been carried out before.
 *
 * <p>Where several Ferrys work, each keeps its file up to what all have counted, so that any of them notices at its start.
 */
@Component
public class RestoredDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RestoredDatabase.class);
    private static final Duration FOLLOWS = Duration.ofSeconds(15);
    private static final String EXCHANGED =
            "Ferry's database was restored while Ferry worked with it. Restart Ferry: it finds out"
                    + " what the record lacks (docs/backups.md)";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** The table's number changes when a dump is put back, the server's when its files are new, the timeline with each recovery. */
    private static final String IDENTITY =
            "select (select oid from pg_database where datname = current_database()) || '/' || 'record_mark'::regclass::oid::text";

    private static final String TIMELINE = "select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";
    private static final String SERVER = "select system_identifier::text from pg_control_system()";

    private final DataSource database;
    private final JdbcClient sql;
    private final TransactionTemplate transactions;
    private final Timeline timeline;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final RecordMark mark;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("follows-the-record").factory());
    private volatile boolean exchanged;

    private record Known(
            String database, long steps, @Nullable String identity) {}

    RestoredDatabase(
            DataSource database,
            JdbcClient sql,
            TransactionTemplate transactions,
            Timeline timeline,
            Clock clock,
            DatabaseProperties settings,
            ApplicationEventPublisher events,
            @Value("${ferry.home:}") String home,
            Environment environment) {
        this.database = database;
        this.sql = sql;
        this.transactions = transactions;
        this.timeline = timeline;
        this.clock = clock;
        this.events = events;
        this.mark = new RecordMark(home);
        mark.write(look(settings));
        if (SeveralFerrys.mayWork(environment)) {
            looks.scheduleWithFixedDelay(this::follow, FOLLOWS.toSeconds(), FOLLOWS.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Keeps the file up to what other Ferrys have counted; tells once if the database is an earlier one than before. */
    void follow() {
        try {
            // In this order: what others count between the two makes the database later, and not the file.
            Optional<Counted> before = mark.written();
            Counted now = read();
            if (before.isEmpty() || !before.get().isAheadOf(now)) {
                mark.write(now);
            } else if (!exchanged) {
                exchanged = true;
                log.error(EXCHANGED);
                events.publishEvent(new DatabaseExchanged());
            }
        } catch (RuntimeException silent) {
            log.debug("The database does not tell how far it has counted", silent);
        }
    }

    private Counted read() {
        return sql.sql("select database_id, steps from record_mark where id = 1")
                .query((row, n) -> new Counted(row.getString("database_id"), row.getLong("steps")))
                .single();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private Counted look(DatabaseProperties settings) {
        Instant backupOf = settings.backupOf().orElse(null);
        if (backupOf != null && backupOf.isAfter(clock.instant())) {
            throw new InvalidConfigurationPropertyValueException(
                    DatabaseProperties.RESTORED_AT,
                    settings.restoredAt(),
                    "It is the moment of the backup that was put back, and lies in the future.");
        }
        Optional<Counted> file = mark.read();
        String identity = identity();
        return Objects.requireNonNull(transactions.execute(status -> {
            Known known = known();
            boolean saidAnew = backupOf != null && !isOnRecord(backupOf);
            String why =
                    saidAnew ? DatabaseProperties.RESTORED_AT + " says so" : seen(known, file.orElse(null), identity);
            if (why != null && hasMigrations()) {
                restored(why, saidAnew ? backupOf : null);
            }
            return counted(known, file, identity);
        }));
    }

    /** Why the database looks as if it was restored; null if it does not. */
    private @Nullable String seen(@Nullable Known known, @Nullable Counted file, @Nullable String identity) {
        if (known == null) {
            return file == null ? null : "ferry.home knows a database that has been written to since then";
        }
        if (file != null && !file.database().equals(known.database())) {
            return "ferry.home knows another database";
        }
        if (file != null && file.steps() > known.steps()) {
            return "ferry.home knows a later state of it";
        }
        if (known.identity() != null && identity != null && !known.identity().equals(identity)) {
            return "PostgreSQL shows that it was put back, recovered or moved";
        }
        // With a server, another computer may go on with the same database; a file is moved together with what is
        // beside it.
        return identity == null && file == null && mark.isKept()
                ? "the file " + RecordMark.NAME + " is not in ferry.home"
                : null;
    }

    private void restored(String why, @Nullable Instant backupOf) {
        int number = sql.sql("select coalesce(max(number), 0) + 1 from restoration")
                .query(Integer.class)
                .single();
        sql.sql("insert into restoration (number, found_at, backup_of, why) values (:number, :now, :backup, :why)")
                .param("number", number)
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .param("backup", backupOf == null ? null : Timestamps.column(backupOf), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("why", why)
                .update();
        sql.sql("delete from migration_restored").update();
        sql.sql("insert into migration_restored (migration_id, restoration) select id, :number from migration")
                .param("number", number)
                .update();
        String sentence = "Ferry's database was restored from a backup"
                + (backupOf == null ? "" : " of " + MINUTE.format(backupOf)) + " (" + why + ").";
        List<MigrationId> open = sql.sql("select id from migration where outcome is null order by created_at, id")
                .query((row, n) -> new MigrationId(row.getString("id")))
                .list();
        for (MigrationId id : open) {
            timeline.record(
                    id,
                    null,
                    "Restore of Ferry's database",
                    Event.Kind.NOTE,
                    sentence
                            + " What happened between the backup and now is not on this record. Before Ferry requests anything"
                            + " that must not happen twice, it looks at the site, and asks a person where that does not tell");
        }
        log.warn(
                "{} Migrations under way: {}. Ferry requests nothing from a site again before it has looked there or asked a person"
                        + " (docs/backups.md).",
                sentence,
                open.size());
    }

    private boolean isOnRecord(Instant backupOf) {
        return sql.sql("select count(*) from restoration where backup_of = :backup")
                        .param("backup", Timestamps.column(backupOf))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** A wave would start its migrations again, even where the record lacks all of them. */
    private boolean hasMigrations() {
        return sql.sql("select (select count(*) from migration) + (select count(*) from wave)")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** How often the database was restored from a backup, as far as Ferry noticed. */
    public int times() {
        return sql.sql("select coalesce(max(number), 0) from restoration")
                .query(Integer.class)
                .single();
    }

    private @Nullable Known known() {
        return sql.sql("select database_id, steps, identity from record_mark where id = 1 for update")
                .query((row, n) ->
                        new Known(row.getString("database_id"), row.getLong("steps"), row.getString("identity")))
                .optional()
                .orElse(null);
    }

    /** Counts this start, beyond whatever the file knows of this database. */
    private Counted counted(@Nullable Known known, Optional<Counted> file, @Nullable String identity) {
        if (known == null) {
            Counted first = new Counted(UUID.randomUUID().toString(), 1);
            sql.sql("insert into record_mark (id, database_id, steps, identity) values (1, :database, 1, :identity)")
                    .param("database", first.database())
                    .param("identity", identity)
                    .update();
            return first;
        }
        long most = file.filter(each -> each.database().equals(known.database()))
                .map(each -> Math.max(each.steps(), known.steps()))
                .orElse(known.steps());
        sql.sql("update record_mark set steps = :steps, identity = :identity where id = 1")
                .param("steps", most + 1)
                .param("identity", identity)
                .update();
        return new Counted(known.database(), most + 1);
    }

    /** What PostgreSQL knows the database by, as far as it tells; null on H2. */
    private @Nullable String identity() {
        return isPostgres() ? told(IDENTITY) + "/" + told(TIMELINE) + "/" + told(SERVER) : null;
    }

    private boolean isPostgres() {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not say what it is", e);
        }
    }

    private String told(String question) {
        try {
            return sql.sql(question).query(String.class).single();
        } catch (DataAccessException notAllowed) {
            return "-";
        }
    }

    /** When Ferry noticed that the database was restored, if that was since this migration began: its record may lack what happened. */
    public Optional<Instant> noticed(MigrationId id) {
        return sql.sql("select r.found_at from migration_restored m join restoration r on r.number = m.restoration"
                        + " where m.migration_id = :id")
                .param("id", id.value())
                .query((row, n) ->
                        row.getObject("found_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** Which restoration a migration has lived through last; null if none. */
    @Nullable
    Integer of(MigrationId id) {
        return sql.sql("select restoration from migration_restored where migration_id = :id")
                .param("id", id.value())
                .query(Integer.class)
                .optional()
                .orElse(null);
    }

    /**
     * Counts what is begun, in its transaction; the file knows of it before the site can.
     *
     * @throws IllegalStateException if the database was exchanged for an earlier one while Ferry worked
     */
    public void count() {
        sql.sql("update record_mark set steps = steps + 1 where id = 1").update();
        Counted now = read();
        if (exchanged || mark.isBeyond(now)) {
            throw new IllegalStateException(EXCHANGED);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                mark.write(now);
            }
        });
    }
}
