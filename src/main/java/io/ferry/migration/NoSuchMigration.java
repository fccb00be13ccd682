package io.ferry.migration;

/** No migration of this id stands in the record. */
public final class NoSuchMigration extends RuntimeException {
    public NoSuchMigration(MigrationId id) {
        this("There is no migration " + id);
    }

    private NoSuchMigration(String message) {
        super(message);
    }

    /** What was given as an id cannot be one. */
    public static NoSuchMigration withoutAnId() {
        return new NoSuchMigration("No migration can have such an id");
    }
}
