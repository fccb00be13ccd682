package io.ferry.process.common;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.bigpicture.BigPictures;
import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.SandboxSites;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.SiteSettings;
import io.ferry.remote.Wired;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.users.UsersProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Pretend sites, and workers' surroundings that really call them: no Camunda, no database. */
public final class PretendCrossing implements AutoCloseable {
    private final SandboxSites pretended;
    private final Sites sites;
    private final MigrationSettings settings;
    private final WorkerBench bench;

    private PretendCrossing(SandboxSites pretended, MigrationSettings settings) {
        this.pretended = pretended;
        this.settings = settings;
        this.bench = new WorkerBench(settings);
        this.sites = new Sites(
                wired().get(JiraDataCenters.class),
                wired().get(JiraClouds.class),
                wired().get(BigPictures.class),
                new UsersProperties(Map.of(), Set.of(), null),
                wired().get(ArtifactProperties.class));
    }

    /**
     * Starts the sites; long work takes no time.
     *
     * @param folder for files and credentials
     * @param withToken whether the settings name a token of the app in the cloud
     * @param change of the sandbox's options
     */
    public static PretendCrossing start(Path folder, boolean withToken, Consumer<SandboxOptions.Builder> change) {
        SandboxSites pretended = SandboxSites.start(folder, change);
        var source = new SiteSettings(
                pretended.address(Side.JIRA_DATA_CENTER),
                credential(pretended, "SANDBOX_DC_CREDENTIAL"),
                null,
                "sandbox",
                pretended.exportFolder());
        var target = new SiteSettings(
                pretended.address(Side.JIRA_CLOUD),
                credential(pretended, "SANDBOX_CLOUD_CREDENTIAL"),
                withToken ? credential(pretended, "SANDBOX_BIGPICTURE_CLOUD_TOKEN") : null,
                "sandbox",
                null);
        return new PretendCrossing(
                pretended,
                SampleSettings.sampleSettings()
                        .from(source)
                        .to(target)
                        .automatic()
                        .build());
    }

    private static CredentialName credential(SandboxSites sites, String name) {
        return new CredentialName(sites.credential(name).name());
    }

    /** The real calls to the sites. */
    public Sites sites() {
        return sites;
    }

    public MigrationSettings settings() {
        return settings;
    }

    /** Gives the {@link Steps} around the migration; its sites are mocks. */
    public WorkerBench bench() {
        return bench;
    }

    /** Where a side of the sandbox answers. */
    public URI address(Side side) {
        return pretended.address(side);
    }

    public Wired wired() {
        return pretended.wired();
    }

    @Override
    public void close() {
        pretended.close();
    }
}
