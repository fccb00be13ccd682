package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.fixtures.FreePorts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    @TempDir
    Path folder;

    @Test
    void shouldDieAndComeBackWithAllThatWasCommitted() throws Exception {
        try (Postgres postgres = new Postgres(folder, new FreePorts().next())) {
            // given somebody works on it
            postgres.start();
            assertThat(postgres.isReady()).isTrue();
            try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (what TEXT)");
                statement.execute("INSERT INTO kept VALUES ('committed')");
                connection.setAutoCommit(false);
                statement.execute("INSERT INTO kept VALUES ('not committed')");

                // when it dies
                assertThat(postgres.kill()).isTrue();

                // then the connection is broken, and nothing answers
                assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            }
            assertThat(postgres.isAlive()).isFalse();
            assertThat(postgres.isReady()).isFalse();
            assertThat(postgres.kill()).isFalse();

            // and the next life knows what was committed, and nothing else
            postgres.start();
            assertThat(postgres.isReady()).isTrue();
            try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT what FROM kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("committed");
                assertThat(rows.next()).isFalse();
            }
        }
    }
}
