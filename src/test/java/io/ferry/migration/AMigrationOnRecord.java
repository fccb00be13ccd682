package io.ferry.migration;

import java.time.Clock;
import java.time.Duration;

/** A migration on a real record, in a database in memory, for tests of the rooms above. */
public final class AMigrationOnRecord {
    private final Migration migration = Database.H2.aMigration();

    public Migration migration() {
        return migration;
    }

    public MigrationId id() {
        return migration.id();
    }

    public FactsOfMigration facts() {
        return Database.H2.get(FactsOfMigration.class);
    }

    public Confirmations confirmations() {
        return Database.H2.get(Confirmations.class);
    }

    public Intents intents() {
        return Database.H2.get(Intents.class);
    }

    public Clock clock() {
        return Database.H2.clock();
    }

    /** Time passes; nothing but this moves the clock. */
    public void pass(Duration time) {
        Database.H2.clock().pass(time);
    }
}
