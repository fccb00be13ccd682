package io.ferry.backup.model;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds, and what was found while reading it.
 *
 * @param file the file's name, without its folder
 * @param sha256 SHA-256 of the file, in hexadecimal
 * @param bytes the file's size
 * @param kind which product wrote it
 * @param jiraVersion such as {@code 8.8.1}; null where the backup does not say
 * @param buildNumber such as {@code 808001}; null where the backup does not say
 * @param serverId such as {@code B556-JRH8-21Z1-5944}; null where the backup does not say
 * @param exportedAt when the export was made; null where nothing says so
 * @param exportedAtFrom where that time stands
 * @param complete whether both documents are whole, every count is the one that the export claims, and the data of the apps
 *     are there and can be imported
 * @param entities how many records of each name entities.xml holds
 * @param claimed how many the trailing comment claims; empty where it is missing
 * @param directories the user directories, in the order in which Jira asks them
 * @param people everybody, also the removed; sorted by user key
 * @param peopleCounts the people in figures
 * @param projects the projects, sorted by key
 * @param issuesWithoutProject issues whose project is not in the backup
 * @param apps the apps and plugins, sorted by key
 * @param appData the tables of the apps, sorted by name
 * @param findings what was found, the worst first
 */
public record BackupReading(
        String file,
        String sha256,
        long bytes,
        BackupKind kind,
        @Nullable String jiraVersion,
        @Nullable String buildNumber,
        @Nullable String serverId,
        @Nullable Instant exportedAt,
        ExportTimeSource exportedAtFrom,
        boolean complete,
        SortedMap<String, Long> entities,
        SortedMap<String, Long> claimed,
        List<BackupDirectory> directories,
        List<BackupPerson> people,
        PeopleCounts peopleCounts,
        List<BackupProject> projects,
        long issuesWithoutProject,
        List<BackupApp> apps,
        List<BackupTable> appData,
        List<BackupFinding> findings) {

    /** Where the time of an export was found. */
    public enum ExportTimeSource {
        /** The attribute {@code date} of the root element. */
        ROOT,
        /** The time of the zip entry, which has no time zone. */
        ENTRY,
        /** Nowhere. */
        NONE
    }

    public BackupReading {
        entities = Collections.unmodifiableSortedMap(new TreeMap<>(entities));
        claimed = Collections.unmodifiableSortedMap(new TreeMap<>(claimed));
        directories = List.copyOf(directories);
        people = List.copyOf(people);
        projects = List.copyOf(projects);
        apps = List.copyOf(apps);
        appData = List.copyOf(appData);
        findings = List.copyOf(findings);
    }

    /** {@return whether nothing was found that blocks an import into Jira Cloud} */
    public boolean importable() {
        return findings.stream().noneMatch(finding -> finding.severity() == Severity.BLOCKS);
    }

    /** {@return what the findings come to} */
    public Verdict verdict() {
        if (!importable()) {
            return Verdict.NOT_IMPORTABLE;
        }
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.WARNS)
                ? Verdict.IMPORTABLE_WITH_LOSSES
                : Verdict.IMPORTABLE;
    }

    /** {@return the people who were removed and whom records still refer to, with the last name that the backup holds} */
    public List<BackupPerson> removedPeople() {
        return people.stream()
                .filter(person -> person.removed() && person.references().total() > 0)
                .toList();
    }

    /** {@return how many issues the backup holds} */
    public long issues() {
        return entities.getOrDefault("Issue", 0L);
    }

    /**
     * Finds an app.
     *
     * @param key its key
     * @return the app, if the source knows it
     */
    public Optional<BackupApp> app(String key) {
        return apps.stream().filter(app -> app.key().equals(key)).findFirst();
    }

    /**
     * {@return the rows of the apps' tables, by prefix such as {@code AO_60DB71}}
     */
    public Map<String, Long> rowsByPrefix() {
        Map<String, Long> rows = new TreeMap<>();
        for (BackupTable table : appData) {
            rows.merge(AppTables.prefix(table.table()), table.rows(), Long::sum);
        }
        return rows;
    }

    @Override
    public String toString() {
        return "BackupReading[" + file + ", Jira " + jiraVersion + ", importable=" + importable() + "]";
    }
}
