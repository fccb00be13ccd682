package io.ferry.migration;

/** No migration of this id stands in the record. */
public final class NoSuchMigration extends RuntimeException {
    public NoSuchMigration(MigrationId id) {
        super("There is no migration " + id);
    }
}
