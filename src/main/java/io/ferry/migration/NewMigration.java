package io.ferry.migration;

import java.util.Objects;

/**
 * A checked migration that is not on record yet.
 *
 * @param name what people call it
 * @param app the app that is carried over
 * @param settings how it is done
 */
public record NewMigration(String name, App app, MigrationSettings settings) {
    public NewMigration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(settings, "settings");
    }
}
