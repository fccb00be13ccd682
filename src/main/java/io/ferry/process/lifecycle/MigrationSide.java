package io.ferry.process.lifecycle;

import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Refusals;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.SiteSettings;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The two sites of a migration. */
public enum MigrationSide {
    SOURCE,
    TARGET;

    /** The name in addresses, fields and sentences. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The side with this {@link #key()}, if there is one. */
    public static Optional<MigrationSide> withKey(String key) {
        return Arrays.stream(values()).filter(side -> side.key().equals(key)).findFirst();
    }

    /** This side's settings. */
    public SiteSettings of(MigrationSettings settings) {
        return this == SOURCE ? settings.source() : settings.target();
    }

    /**
     * The settings with this side corrected.
     *
     * @throws SettingsRefused with everything that is wrong
     */
    MigrationSettings correct(MigrationSettings known, MigrationRequest.Site request, Clock clock) {
        Refusals refusals = new Refusals();
        MigrationSettings corrected = refusals.part(key(), () -> {
            SiteSettings site = request.correct(of(known), clock);
            return this == SOURCE ? known.withSource(site) : known.withTarget(site);
        });
        refusals.throwIfAny();
        return Objects.requireNonNull(corrected);
    }
}
