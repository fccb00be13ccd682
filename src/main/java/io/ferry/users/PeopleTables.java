package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the stores of the tables about people have in common. */
final class PeopleTables {

    /** How many rows are written, or looked up by their keys, at once. */
    static final int BATCH = 1000;

    private PeopleTables() {}

    /**
     * The rows with these keys. Few are looked up one by one in a join, since H2 does not use an index for the second column
     * of a key and a list; for many the whole table is read.
     */
    static <T> List<T> byKeys(
            JdbcClient client,
            MigrationId migration,
            String table,
            String column,
            List<String> keys,
            RowMapper<T> mapper) {
        var distinct = new HashSet<>(keys);
        if (distinct.isEmpty()) {
            return List.of();
        }
        if (distinct.size() > BATCH) {
            return client
                    .sql("select * from " + table + " where migration_id = ?")
                    .param(migration.value())
                    .query((row, n) -> distinct.contains(row.getString(column))
                            ? Optional.of(mapper.mapRow(row, n))
                            : Optional.<T>empty())
                    .list()
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
        }
        return client.sql(
                        "select t.* from (values :keys) k(wanted) join %s t on t.migration_id = :migration and t.%s = k.wanted"
                                .formatted(table, column))
                .param("migration", migration.value())
                .param("keys", values(distinct))
                .query(mapper)
                .list();
    }

    /** Whether a migration has rows in a table. */
    static boolean any(JdbcClient client, String table, MigrationId migration) {
        return client.sql("select exists (select 1 from " + table + " where migration_id = ?)")
                .param(migration.value())
                .query(Boolean.class)
                .single();
    }

    /** Deletes a migration's rows of a table; returns how many there were. */
    static int delete(JdbcClient client, String table, MigrationId migration) {
        return client.sql("delete from " + table + " where migration_id = ?")
                .param(migration.value())
                .update();
    }

    /** Keys as a clause {@code values} takes them. */
    static List<Object[]> values(Collection<String> keys) {
        return keys.stream().map(key -> new Object[] {key}).toList();
    }
}
