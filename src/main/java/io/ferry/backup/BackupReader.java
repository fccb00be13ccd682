package io.ferry.backup;

import io.ferry.backup.content.AppDataHandler;
import io.ferry.backup.content.EntitiesHandler;
import io.ferry.backup.content.Finds;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.Severity;
import io.ferry.backup.judge.BackupCriteria;
import io.ferry.backup.judge.BackupFacts;
import io.ferry.backup.judge.BackupJudge;
import io.ferry.backup.judge.Causes;
import io.ferry.backup.judge.EmailSharing;
import io.ferry.backup.model.AppTables;
import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupProject;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupTable;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.backup.read.DocumentParser;
import io.ferry.backup.read.ProgressMeter;
import io.ferry.backup.read.Unpacker;
import io.ferry.base.FileContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Jira XML backup from its first byte to its last, once, in memory that depends on the number of people and not
 * on the size of the file, and says what it holds and whether Jira Cloud will take it. A reader may be used for any
 * number of files, also at the same time.
 *
 * <p>A backup is hostile until proven otherwise, and private: nothing is unpacked to disk, nothing outside the file is
 * opened, and nothing of what it holds is logged (format: facts/jira-backup-format.md).
 */
public final class BackupReader {
    private final BackupLimits limits;
    private final BackupCriteria criteria;
    private final boolean scanning;

    /** Makes a reader with the usual limits and criteria. */
    public BackupReader() {
        this(BackupLimits.defaults(), BackupCriteria.defaults());
    }

    /**
     * Makes a reader.
     *
     * @param limits how much a file may ask for
     * @param criteria what it is judged by
     */
    public BackupReader(BackupLimits limits, BackupCriteria criteria) {
        this(limits, criteria, true);
    }

    /** Makes a reader for tests: without the scanner of records, the parser alone must come to the same. */
    BackupReader(BackupLimits limits, BackupCriteria criteria, boolean scanning) {
        this.limits = limits;
        this.criteria = criteria;
        this.scanning = scanning;
    }

    /**
     * Reads a backup.
     *
     * @param file the zip
     * @return what it holds
     * @throws BackupUnreadableException if it is no Jira backup, or cannot be opened; the message says what to do
     */
    public BackupReading read(Path file) {
        return read(file, BackupVisitor.NOBODY);
    }

    /**
     * Reads a backup while somebody listens.
     *
     * @param file the zip
     * @param visitor is told the progress, and the issues if it wants them
     * @return what it holds
     * @throws BackupUnreadableException if it is no Jira backup, or cannot be opened; the message says what to do
     * @throws CancellationException if the thread is interrupted
     */
    public BackupReading read(Path file, BackupVisitor visitor) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw BackupUnreadableException.notThere(file);
        }
        return read(FileContent.of(file), visitor);
    }

    /**
     * Reads a backup that is stored somehow while somebody listens.
     *
     * @param file the zip
     * @param visitor is told the progress, and the issues if it wants them
     * @return what it holds
     * @throws BackupUnreadableException if it is no Jira backup, or cannot be opened; the message says what to do
     * @throws CancellationException if the thread is interrupted
     */
    public BackupReading read(FileContent file, BackupVisitor visitor) {
        try (Unpacker unpacker = new Unpacker(file, limits)) {
            return new Pass(file, visitor, unpacker).read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Reading the backup was interrupted.");
        }
    }

    /** One reading of one file. */
    private final class Pass {
        private final FileContent file;
        private final Unpacker unpacker;
        private final ProgressMeter progress;
        private final EntitiesHandler entities;
        private final AppDataHandler appData;
        private final List<BackupFinding> found = new ArrayList<>();
        private @Nullable DocumentParser entitiesParser;
        private @Nullable DocumentParser appDataParser;
        private @Nullable Instant entryTime;
        private long appDataBytes;

        Pass(FileContent file, BackupVisitor visitor, Unpacker unpacker) {
            this.file = file;
            this.unpacker = unpacker;
            this.progress = new ProgressMeter(visitor, unpacker.size());
            this.entities = new EntitiesHandler(limits, visitor);
            this.appData = new AppDataHandler(limits, new Finds(visitor));
        }

        BackupReading read() throws InterruptedException {
            for (Unpacker.Document next = unpacker.nextDocument(); next != null; next = unpacker.nextDocument()) {
                document(next.name().equals(BackupDocuments.ENTITIES), next.time());
            }
            failIfBroken();
            return result();
        }

        private void document(boolean isEntities, @Nullable Instant time) throws InterruptedException {
            DocumentParser parser = isEntities
                    ? new DocumentParser(unpacker, limits, entities, scanning ? entities : null, progress)
                    : new DocumentParser(unpacker, limits, appData, null, progress);
            parser.parse();
            if (isEntities) {
                entitiesParser = parser;
                entryTime = time;
            } else {
                appDataParser = parser;
                appDataBytes = parser.bytes();
            }
        }

        private void failIfBroken() {
            Throwable failure = unpacker.failure();
            if (failure instanceof RuntimeException e) {
                throw e;
            } else if (failure instanceof Error e) {
                throw e;
            }
            if (entitiesParser == null) {
                throw BackupUnreadableException.noEntities(file, unpacker.names(), unpacker.attachments());
            }
            if (entities.rootSeen() && !entities.isJira()) {
                throw BackupUnreadableException.notJira(file, unpacker.names(), entities.rootName());
            }
        }

        private @Nullable Long appDataBytes() {
            if (appDataParser != null) {
                return appDataBytes;
            }
            boolean thereButSealed = unpacker.findings().stream()
                    .anyMatch(finding -> finding.severity() == Severity.BLOCKS
                            && BackupDocuments.ACTIVE_OBJECTS.equals(
                                    finding.where().entry()));
            return thereButSealed ? null : Long.valueOf(-1);
        }

        private BackupReading result() {
            DocumentParser parser = entitiesParser;
            boolean readToEnd = parser != null && parser.isReadToEnd() && !parser.hasLostRecords();
            entities.content().customFields().finish();
            List<BackupPerson> people = entities.content().people().resolve(readToEnd);
            List<BackupProject> projects = entities.content().projects().projects();
            List<BackupApp> apps = entities.content().apps();
            List<BackupTable> tables = tables(apps);
            Instant date = entities.date();
            Instant exportedAt = date != null ? date : entryTime;
            boolean entitiesWhole = parser != null && parser.isWhole();
            boolean appDataWhole = appDataParser != null && appDataParser.isWhole();

            BackupFacts facts = new BackupFacts(
                    readToEnd,
                    entities.kind(),
                    entities.versionEvidence(),
                    entities.content(),
                    date != null
                            ? BackupReading.ExportTimeSource.ROOT
                            : entryTime != null
                                    ? BackupReading.ExportTimeSource.ENTRY
                                    : BackupReading.ExportTimeSource.NONE,
                    entities.counts(),
                    entities.claimed(),
                    entities.claimedTotal(),
                    !entities.content().people().isEmpty(),
                    people,
                    EmailSharing.among(people),
                    entities.content()
                            .projects()
                            .issuesWithoutProject(entities.counts().getOrDefault("Issue", 0L)),
                    apps,
                    unpacker.attachments(),
                    appDataBytes(),
                    appDataWhole,
                    appData,
                    tables);
            if (readToEnd) {
                entities.content()
                        .issueContents()
                        .tell(entities.content().projects().ids());
                entities.content().configuration().tell();
            }
            collect(facts);

            boolean zipWhole = unpacker.findings().stream().allMatch(finding -> finding.severity() != Severity.BLOCKS);
            boolean complete = zipWhole
                    && entitiesWhole
                    && appDataWhole
                    && facts.countsAgree()
                    && !tables.isEmpty()
                    && found.stream().noneMatch(finding -> finding.code().saysThatAppDataAreMissing());
            return new BackupReading(
                    file.name(),
                    unpacker.sha256(),
                    unpacker.size(),
                    facts.kind(),
                    entities.jiraVersion(),
                    entities.buildNumber(),
                    entities.serverId(),
                    exportedAt,
                    facts.exportTimeSource(),
                    complete,
                    facts.counts(),
                    facts.claimed(),
                    entities.content().people().directories(),
                    people,
                    facts.peopleCounts(),
                    projects,
                    facts.issuesWithoutProject(),
                    apps,
                    tables,
                    found);
        }

        private List<BackupTable> tables(List<BackupApp> apps) {
            Map<String, AppTables.Owner> owners = AppTables.owners(apps, entities.tableOwners());
            return appData.rowsByTable().entrySet().stream()
                    .map(row -> {
                        AppTables.Owner owner = owners.get(AppTables.prefix(row.getKey()));
                        return new BackupTable(
                                row.getKey(),
                                row.getValue(),
                                owner == null ? null : owner.app(),
                                owner != null && owner.guessed());
                    })
                    .toList();
        }

        /** Puts together what was found of the zip, its documents and their content, each cause once. */
        private void collect(BackupFacts facts) {
            found.addAll(unpacker.findings());
            if (entitiesParser != null) {
                found.addAll(entitiesParser.findings());
            }
            // That an empty document is no XML is the lesser half of the news.
            if (appDataParser != null && appDataBytes > 0) {
                found.addAll(appDataParser.findings());
            }
            found.addAll(BackupJudge.judge(facts, criteria));
            Causes.keepCauses(found);
            found.sort(Comparator.comparing(BackupFinding::severity));
        }
    }
}
