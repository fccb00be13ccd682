package io.ferry.sandbox.world;

import io.ferry.sandbox.fault.Faults;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The three pretend sites. A reset makes them anew from the backup. */
@Component
public class World {
    private final SandboxOptions options;
    private final Clock clock;
    private final Pauses pauses;
    private final Faults faults;
    private final Ledger ledger;
    private final Path folder;
    private final Path backup;
    private final JiraData data;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("import").factory());
    private Sites sites;

    private record Sites(
            JiraDataCenterSite dataCenter,
            JiraCloudSite cloud,
            BigPictureApp bigPictureDataCenter,
            BigPictureApp bigPictureCloud) {}

    World(SandboxOptions options, Clock clock, Pauses pauses, Faults faults, Ledger ledger) {
        this.options = options;
        this.clock = clock;
        this.pauses = pauses;
        this.faults = faults;
        this.ledger = ledger;
        try {
            this.folder = Files.createTempDirectory("ferry-sandbox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path given = options.backup();
        this.backup = given == null ? GeneratedBackup.writeTo(folder) : given;
        JiraData read = JiraDataReader.read(backup);
        this.data = options.size() == null ? read : options.size().of(read);
        this.sites = make();
    }

    private Sites make() {
        Path exportFolder = options.exportFolder();
        if (exportFolder == null) {
            exportFolder = folder.resolve("export");
        }
        try {
            Files.createDirectories(exportFolder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JiraDataCenterSite dataCenter =
                new JiraDataCenterSite(data, backup, exportFolder, options, clock, pauses, faults, ledger);
        BigPictureApp source = new BigPictureApp(
                Deployment.SERVER,
                options,
                folder,
                clock,
                faults,
                ledger,
                data::projects,
                account -> false,
                AppContent.of(data));
        BigPictureApp target = new BigPictureApp(
                Deployment.CLOUD,
                options,
                folder,
                clock,
                faults,
                ledger,
                this::cloudProjects,
                account -> cloud().isPerson(account),
                AppContent.empty());
        return new Sites(
                dataCenter,
                new JiraCloudSite(options, data, folder, clock, faults, ledger, reader, target),
                source,
                target);
    }

    private List<Project> cloudProjects() {
        return cloud().projects();
    }

    /** @return the options */
    public SandboxOptions options() {
        return options;
    }

    /** @return the pretend Jira Data Center */
    public synchronized JiraDataCenterSite dataCenter() {
        return sites.dataCenter;
    }

    /** @return the pretend Jira Cloud */
    public synchronized JiraCloudSite cloud() {
        return sites.cloud;
    }

    /**
     * Gives the app of a side.
     *
     * @param deployment the side
     * @return the app
     */
    public synchronized BigPictureApp app(Deployment deployment) {
        return deployment == Deployment.SERVER ? sites.bigPictureDataCenter : sites.bigPictureCloud;
    }

    /** Makes everything as it was at the start; backups in the export folder stay. */
    public synchronized void reset() {
        faults.reset();
        ledger.reset();
        sites = make();
    }

    @PreDestroy
    void clean() throws IOException {
        reader.shutdownNow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
