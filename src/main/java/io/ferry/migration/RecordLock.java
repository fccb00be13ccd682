package io.ferry.migration;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes transactions that write about the same migration wait for each other. */
final class RecordLock {
    private RecordLock() {}

    /**
     * Holds the migration's row until the transaction ends.
     *
     * @throws NoSuchMigration if there is no such migration
     */
    static void hold(JdbcClient sql, MigrationId id) {
        boolean there = sql.sql("select id from migration where id = :id for update")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .isPresent();
        if (!there) {
            throw new NoSuchMigration(id);
        }
    }
}
