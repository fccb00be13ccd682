package io.ferry.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Has every commit written before it returns. H2 by itself keeps commits in memory for up to half a second: what dies in
 * that time has called a remote site and no longer knows it. PostgreSQL writes at every commit unless somebody forbids it.
 */
@Component
class DurableCommits {
    DurableCommits(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                // Of the whole database, and kept in it.
                statement.execute("set write_delay 0");
            }
        }
    }
}
