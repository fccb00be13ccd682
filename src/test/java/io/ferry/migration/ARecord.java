package io.ferry.migration;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real record of migrations on a database in memory, for tests of other rooms: what stands in it can be read. */
public final class ARecord {
    private ARecord() {}

    /** A part of the record. */
    public static <T> T get(Class<T> part) {
        return Database.H2.get(part);
    }

    /** A migration on record, to a target of its own. */
    public static Migration aMigration() {
        return Database.H2.aMigration();
    }

    /** A confirmation on record, of a migration of its own. */
    public static Confirmation confirmed(String subject, String decision, Map<String, ?> seen) {
        return get(Confirmations.class).record(aMigration().id(), subject, decision, null, "ann", seen);
    }

    /** What the intents of this action were written down to rest on, oldest first. */
    public static List<Map<String, Object>> basesOf(MigrationId id, String action) {
        return basesOf(get(JdbcClient.class), id, action);
    }

    /** The same of a record elsewhere. */
    public static List<Map<String, Object>> basesOf(JdbcClient record, MigrationId id, String action) {
        return record
                .sql("select basis from intent where migration_id = :id and action = :action order by begun_at")
                .param("id", id.value())
                .param("action", action)
                .query(String.class)
                .list()
                .stream()
                .map(Json::readMap)
                .toList();
    }
}
