package io.ferry.process.checkreadiness;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.process.common.Sites;
import io.ferry.readiness.Crossing;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** From a migration to what the readiness checks look at. */
@Component
class Crossings {
    private final Sites sites;
    private final CredentialResolver credentials;
    private final EndpointSets endpoints;
    private final ArtifactProperties artifacts;
    private final ReadinessProperties properties;
    private final Clock clock;

    Crossings(
            Sites sites,
            CredentialResolver credentials,
            EndpointSets endpoints,
            ArtifactProperties artifacts,
            ReadinessProperties properties,
            Clock clock) {
        this.sites = sites;
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.artifacts = artifacts;
        this.properties = properties;
        this.clock = clock;
    }

    Crossing of(Migration migration) {
        MigrationSettings settings = migration.settings();
        return new Crossing(
                settings,
                migration.app().key(),
                sites.source(settings),
                sites.sourceApp(migration),
                sites.target(settings),
                credentials,
                endpoints,
                artifacts,
                properties,
                clock);
    }
}
