package io.ferry.readiness;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.bigpicture.BigPicture;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.migration.MigrationSettings;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What the checks look at: the two sites and Ferry's own means.
 *
 * @param settings the migration's settings
 * @param appKey the key of the app that is carried over
 * @param source the source Jira
 * @param sourceApp the app there
 * @param target the target Jira
 * @param credentials finds the secrets of credentials
 * @param endpoints the configured sets of endpoints
 * @param artifacts where Ferry keeps files
 * @param properties what counts as ready
 * @param clock Ferry's clock
 * @param activePeople of the source, if they have been counted already; else a check counts them
 */
public record Crossing(
        MigrationSettings settings,
        String appKey,
        JiraDataCenter source,
        BigPicture sourceApp,
        JiraCloud target,
        CredentialResolver credentials,
        EndpointSets endpoints,
        ArtifactProperties artifacts,
        ReadinessProperties properties,
        Clock clock,
        @Nullable ActivePeople activePeople) {

    /** Where nobody has counted the people of the source yet. */
    public Crossing(
            MigrationSettings settings,
            String appKey,
            JiraDataCenter source,
            BigPicture sourceApp,
            JiraCloud target,
            CredentialResolver credentials,
            EndpointSets endpoints,
            ArtifactProperties artifacts,
            ReadinessProperties properties,
            Clock clock) {
        this(settings, appKey, source, sourceApp, target, credentials, endpoints, artifacts, properties, clock, null);
    }
}
