package io.ferry.process.common;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Dumps;
import io.ferry.fixtures.SampleSettings;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.migration.Timeline;
import io.ferry.migration.Way;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Where workers are tried without Camunda, database or sites: real {@link Steps} around a migration {@code m-1}, and
 * pretend sites.
 */
public final class WorkerBench {
    /** The migration that every {@link AJob} belongs to. */
    public static final MigrationId ID = new MigrationId("m-1");

    public static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    private final Migrations migrations = mock();
    private final Timeline timeline = mock();
    private final Sites sites = mock();
    private final JiraDataCenter source = mock();
    private final JiraCloud target = mock();
    private final BigPicture sourceApp = mock();
    private final BigPicture targetApp = mock();
    private final Dumps sourceDumps = mock();
    private final Dumps targetDumps = mock();
    private final KeptAlive.Keeping keeping = mock();
    private final Steps steps;

    public WorkerBench() {
        this(settings(Path.of("/export")));
    }

    public WorkerBench(MigrationSettings settings) {
        KeptAlive alive = mock();
        lenient().when(alive.keep(any())).thenReturn(keeping);
        lenient().when(migrations.get(any())).thenThrow(new NoSuchMigration(new MigrationId("none")));
        Migration migration = new Migration(ID, "Rehearsal", App.BIGPICTURE, settings, NOW, null, null, null);
        lenient().doReturn(migration).when(migrations).get(ID);
        lenient().when(sites.source(any())).thenReturn(source);
        lenient().when(sites.target(any())).thenReturn(target);
        lenient().when(sites.sourceApp(any())).thenReturn(sourceApp);
        lenient().when(sites.targetApp(any())).thenReturn(targetApp);
        lenient().when(sourceApp.dumps()).thenReturn(sourceDumps);
        lenient().when(targetApp.dumps()).thenReturn(targetDumps);
        ProcessProperties properties =
                new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofHours(24));
        steps = new Steps(migrations, timeline, new Failures(properties), alive);
    }

    /** Settings with everything automatic and everything configured. */
    public static MigrationSettings settings(Path exportFolder) {
        return new MigrationSettings(
                new SiteSettings(
                        URI.create("https://jira.example.com"),
                        new CredentialName("env:SOURCE"),
                        new CredentialName("env:SOURCE_APP"),
                        "sandbox",
                        exportFolder),
                new SiteSettings(
                        URI.create("https://example.atlassian.net"),
                        new CredentialName("env:TARGET"),
                        new CredentialName("env:TARGET_APP"),
                        "sandbox",
                        null),
                SampleSettings.everyOperation(Way.AUTOMATIC),
                new Thresholds(20, 1.0, Duration.ofMinutes(30)),
                Duration.ofSeconds(5),
                false);
    }

    public Steps steps() {
        return steps;
    }

    /** From now on Camunda knows no job any more: its process was cancelled, and the worker's thread goes on. */
    public void takeTheJobAway() {
        doThrow(new JobGone(4711)).when(keeping).expectOurs(any());
    }

    public Migrations migrations() {
        return migrations;
    }

    public Timeline timeline() {
        return timeline;
    }

    public Sites sites() {
        return sites;
    }

    public JiraDataCenter source() {
        return source;
    }

    public JiraCloud target() {
        return target;
    }

    public BigPicture sourceApp() {
        return sourceApp;
    }

    public BigPicture targetApp() {
        return targetApp;
    }

    public Dumps sourceDumps() {
        return sourceDumps;
    }

    public Dumps targetDumps() {
        return targetDumps;
    }
}
