package io.ferry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Gives connections only while this Ferry holds its {@link Lease}. Everything that Ferry changes is written into the
 * database first, so without the lease it changes nothing; whoever asks is told that the database is away.
 */
final class LeasedDataSource extends DelegatingDataSource {
    static final String NOT_HELD =
            "This Ferry could not renew its lease in the database, so it does nothing until it can.";

    private final Lease lease;
    private final AtomicBoolean begun = new AtomicBoolean();

    LeasedDataSource(DataSource database, Lease lease) {
        super(database);
        this.lease = lease;
    }

    /**
     * Waits for the lease; from now on there are no connections without it.
     *
     * @param waiting is told who holds it, each time that it was asked for in vain
     */
    void begin(Consumer<String> waiting) {
        lease.await(waiting);
        begun.set(true);
    }

    Lease lease() {
        return lease;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (begun.get() && !lease.isHeld()) {
            throw new SQLTransientConnectionException(NOT_HELD);
        }
        return super.getConnection();
    }
}
