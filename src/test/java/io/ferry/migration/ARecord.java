package io.ferry.migration;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The real record of migrations on a database in memory, for tests of other rooms: with a migration of its own, and what
 * stands in it can be read.
 */
public final class ARecord {
    private final Migration migration = aMigration();

    public Migration migration() {
        return migration;
    }

    public MigrationId id() {
        return migration.id();
    }

    public FactsOfMigration facts() {
        return get(FactsOfMigration.class);
    }

    public Confirmations confirmations() {
        return get(Confirmations.class);
    }

    public Intents intents() {
        return get(Intents.class);
    }

    public Clock clock() {
        return Database.H2.clock();
    }

    /** Time passes; nothing but this moves the clock. */
    public void pass(Duration time) {
        Database.H2.clock().pass(time);
    }

    /** A part of the record. */
    public static <T> T get(Class<T> part) {
        return Database.H2.get(part);
    }

    /** A migration on record, to a target of its own. */
    public static Migration aMigration() {
        return Database.H2.aMigration();
    }

    /** A confirmation on record, of a migration of its own. */
    public static Confirmation confirmed(Question question, Decision decision, Map<String, ?> seen) {
        return get(Confirmations.class).record(aMigration().id(), question, decision, null, Actor.ofTask("ann"), seen);
    }

    /** What the intents of this action were written down to rest on, oldest first. */
    public static List<Map<String, Object>> basesOf(MigrationId id, String action) {
        return basesOf(get(JdbcClient.class), id, action);
    }

    /** The same of a record elsewhere. */
    public static List<Map<String, Object>> basesOf(JdbcClient record, MigrationId id, String action) {
        return record
                .sql("select basis from intent where migration_id = :id and action = :action order by started_at")
                .param("id", id.value())
                .param("action", action)
                .query(String.class)
                .list()
                .stream()
                .map(Json::readMap)
                .toList();
    }
}
