package io.ferry.process.common;

import io.ferry.bigpicture.BigPictures;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Operation;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.migration.Way;
import io.ferry.remote.Wired;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.users.UsersProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pretend sites, and workers' surroundings that really call them: no Camunda, no database. */
public final class PretendCrossing implements AutoCloseable {
    private final SandboxServer sandbox;
    private final Wired wired;
    private final Sites sites;
    private final MigrationSettings settings;
    private final WorkerBench bench;

    private PretendCrossing(SandboxServer sandbox, Wired wired, MigrationSettings settings) {
        this.sandbox = sandbox;
        this.wired = wired;
        this.settings = settings;
        this.bench = new WorkerBench(settings);
        this.sites = new Sites(
                wired.get(JiraDataCenters.class),
                wired.get(JiraClouds.class),
                wired.get(BigPictures.class),
                new UsersProperties(Map.of(), Set.of(), null));
    }

    /**
     * Starts the sites; long work takes no time.
     *
     * @param folder for files and credentials
     * @param withToken whether the settings name a token of the app in the cloud
     * @param change of the sandbox's options
     */
    public static PretendCrossing start(Path folder, boolean withToken, Consumer<SandboxOptions.Builder> change) {
        Path export = folder.resolve("export");
        try {
            Files.createDirectories(export);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SandboxOptions.Builder options =
                SandboxOptions.builder().freePorts().exportFolder(export).longWork(Duration.ZERO);
        change.accept(options);
        SandboxServer sandbox = SandboxServer.start(options.build());
        Wired wired = Wired.in(
                folder,
                Map.of("ferry.bigpicture.cloud-manager-url", sandbox.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager"));
        var ways = new EnumMap<Operation, Way>(Operation.class);
        for (Operation operation : Operation.values()) {
            ways.put(operation, Way.AUTOMATIC);
        }
        var source = new SiteSettings(
                sandbox.address(Side.JIRA_DATA_CENTER),
                credential(wired, "SANDBOX_DC_CREDENTIAL"),
                null,
                "sandbox",
                export);
        @Nullable CredentialName token = withToken ? credential(wired, "SANDBOX_BIGPICTURE_CLOUD_TOKEN") : null;
        var target = new SiteSettings(
                sandbox.address(Side.JIRA_CLOUD),
                credential(wired, "SANDBOX_CLOUD_CREDENTIAL"),
                token,
                "sandbox",
                null);
        return new PretendCrossing(
                sandbox,
                wired,
                new MigrationSettings(source, target, ways, Thresholds.DEFAULT, Duration.ofSeconds(5), false));
    }

    private static CredentialName credential(Wired wired, String name) {
        return new CredentialName(
                wired.credential(String.valueOf(Credentials.DEFAULTS.get(name))).value());
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

    public Wired wired() {
        return wired;
    }

    @Override
    public void close() {
        wired.close();
        sandbox.close();
    }
}
