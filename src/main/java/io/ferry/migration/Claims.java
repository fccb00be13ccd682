package io.ferry.migration;

import io.ferry.base.SeveralFerrys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Work that is done once at a time, whichever Ferry does it: whoever takes the claim does it. While several Ferrys work, a claim is a
 * row in the database; it is renewed as long as it is held, and ends by itself half a minute after its holder was killed. Otherwise
 * it is in memory. All times are the database's.
 */
@Component
public class Claims implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final Duration LASTS = Duration.ofSeconds(30);

    private final @Nullable JdbcClient sql;
    private final @Nullable TransactionTemplate apart;
    private final Duration lasts;
    private final Map<String, Claim> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("claims").factory());

    @Autowired
    Claims(DataSource database, PlatformTransactionManager transactions, Environment settings) {
        this(SeveralFerrys.mayWork(settings) ? JdbcClient.create(database) : null, transactions, LASTS);
    }

    /** Claims of one Ferry, in memory. */
    public Claims() {
        this(null, null, LASTS);
    }

    /**
     * Claims of several Ferrys with one database.
     *
     * @param sql their database; null for claims in memory
     * @param lasts how long a claim lasts after its last renewal, in whole seconds
     */
    public Claims(@Nullable JdbcClient sql, @Nullable PlatformTransactionManager transactions, Duration lasts) {
        this.sql = sql;
        this.lasts = lasts;
        this.apart = sql == null || transactions == null ? null : new TransactionTemplate(transactions);
        if (apart != null) {
            apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            long third = lasts.toMillis() / 3;
            renewals.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
        }
    }

    /** What its holder is at; closing it lets others begin. */
    public final class Claim implements AutoCloseable {
        private final String name;
        private final String holder = UUID.randomUUID().toString();
        private volatile long trustedUntil;

        private Claim(String name) {
            this.name = name;
        }

        /** Whether nobody else can have taken it: not once it could not be renewed in time. */
        public boolean isHeld() {
            return held.get(name) == this && (sql == null || System.nanoTime() - trustedUntil < 0);
        }

        @Override
        public void close() {
            if (held.remove(name, this) && sql != null && apart != null) {
                JdbcClient database = sql;
                // An interrupted thread reaches no database, and others would wait for half a minute.
                boolean interrupted = Thread.interrupted();
                try {
                    apart.executeWithoutResult(
                            transaction -> database.sql("delete from claim where name = :name and holder = :holder")
                                    .param("name", name)
                                    .param("holder", holder)
                                    .update());
                } catch (RuntimeException silent) {
                    log.info("The claim “{}” could not be given back; it ends by itself.", name);
                } finally {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }
    }

    /**
     * Takes a claim.
     *
     * @param name what for; at most 200 characters
     * @return empty if somebody has it, be it this Ferry
     */
    public Optional<Claim> take(String name) {
        Claim claim = new Claim(name);
        if (held.putIfAbsent(name, claim) != null) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            long asked = System.nanoTime();
            taken = sql == null || update(claim, "held_until < current_timestamp") || insert(claim);
            claim.trustedUntil = asked + lasts.toNanos() * 2 / 3;
            return taken ? Optional.of(claim) : Optional.empty();
        } finally {
            if (!taken) {
                held.remove(name, claim);
            }
        }
    }

    /** The claim of whoever deletes files of a migration that has ended, or begins something that needs them. */
    public static String filesOf(MigrationId id) {
        return "retention of " + id;
    }

    /** Whether somebody has the claim now. */
    public boolean isTaken(String name) {
        return held.containsKey(name)
                || sql != null
                        && sql.sql("select count(*) from claim where name = :name and held_until >= current_timestamp")
                                        .param("name", name)
                                        .query(Integer.class)
                                        .single()
                                > 0;
    }

    private boolean update(Claim claim, String condition) {
        if (sql == null || apart == null) {
            return true;
        }
        JdbcClient database = sql;
        return Boolean.TRUE.equals(
                apart.execute(transaction -> database.sql("update claim set holder = :holder, held_until = " + end()
                                        + " where name = :name and " + condition)
                                .param("holder", claim.holder)
                                .param("name", claim.name)
                                .update()
                        > 0));
    }

    private boolean insert(Claim claim) {
        if (sql == null || apart == null) {
            return true;
        }
        JdbcClient database = sql;
        try {
            apart.executeWithoutResult(transaction -> database.sql(
                            "insert into claim (name, holder, held_until) values (:name, :holder, " + end() + ")")
                    .param("name", claim.name)
                    .param("holder", claim.holder)
                    .update());
            return true;
        } catch (DuplicateKeyException another) {
            return false;
        }
    }

    private String end() {
        return "current_timestamp + interval '" + lasts.toSeconds() + "' second";
    }

    private void renew() {
        for (Claim claim : held.values()) {
            try {
                long asked = System.nanoTime();
                if (update(claim, "holder = '" + claim.holder + "'")) {
                    claim.trustedUntil = asked + lasts.toNanos() * 2 / 3;
                }
            } catch (RuntimeException silent) {
                log.warn("The claim “{}” could not be renewed: {}", claim.name, silent.getMessage());
            }
        }
    }

    @Override
    public void close() {
        held.values().forEach(Claim::close);
        renewals.shutdownNow();
    }
}
