package io.ferry.migration;

import io.ferry.base.SeveralFerrys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.stereotype.Component;

/**
 * Short work that others wait for, at whichever Ferry it is: while several work, PostgreSQL holds a lock until the work is done, on
 * a connection of its own. Otherwise it does nothing.
 */
@Component
public class Turns {
    private static final Logger log = LoggerFactory.getLogger(Turns.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    private final @Nullable DataSource database;

    @Autowired
    Turns(DataSource database, Environment settings) {
        this(SeveralFerrys.mayWork(settings) ? database : null);
    }

    /** Turns of one Ferry, which others need not wait for. */
    public Turns() {
        this(null);
    }

    Turns(@Nullable DataSource database) {
        this.database = database;
    }

    /**
     * Does the work while no other Ferry does work of the same name.
     *
     * @throws org.springframework.dao.DataAccessException if the database does not answer; the work was not begun
     */
    public <T> T alone(String name, Supplier<T> work) {
        if (database == null) {
            return work.get();
        }
        Connection lock = locked(database, name);
        try {
            return work.get();
        } finally {
            release(lock);
        }
    }

    private static Connection locked(DataSource database, String name) {
        Connection connection = null;
        try {
            connection = database.getConnection();
            connection.setAutoCommit(false);
            try (Statement settings = connection.createStatement()) {
                settings.execute("set local lock_timeout = '" + LONGEST_WAIT.toSeconds() + "s'");
                // A Ferry whose computer is gone holds nobody up for as long as the connection would.
                settings.execute("set local idle_in_transaction_session_timeout = '" + LONGEST_TURN.toSeconds() + "s'");
            }
            try (PreparedStatement lock =
                    connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
                lock.setString(1, "ferry " + name);
                lock.execute();
            }
            return connection;
        } catch (SQLException notNow) {
            if (connection != null) {
                release(connection);
            }
            throw new SQLExceptionSubclassTranslator().translate("wait for another Ferry's work", null, notNow);
        }
    }

    /** What was done is done, whatever becomes of the connection. */
    private static void release(Connection connection) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            log.debug("A lock ended with its connection", broken);
        }
    }
}
