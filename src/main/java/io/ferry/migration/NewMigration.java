package io.ferry.migration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A checked migration that is not on record yet.
 *
 * @param name what people call it
 * @param app the app that is carried over
 * @param settings how it is done
 * @param team the team that it belongs to, where teams are set up
 */
public record NewMigration(
        String name,
        App app,
        MigrationSettings settings,
        @Nullable String team) {
    public NewMigration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(settings, "settings");
    }
}
