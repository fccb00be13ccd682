package io.ferry.sandbox.world;

import io.ferry.backup.BackupReader;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.Severity;
import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupName;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from a Jira XML backup what the pretend sites show. */
public final class JiraDataReader {
    private static final int LARGEST_ISSUE_NUMBER = 20_000_000;
    private static final Set<FindingCode> FORGIVEN = EnumSet.of(
            // The pretend cloud takes old backups: Ferry's own checks stop them, and a person may override those.
            FindingCode.PEOPLE_WITH_EXAMPLE_EMAIL,
            FindingCode.VERSION_TOO_OLD,
            FindingCode.ACTIVE_OBJECTS_EMPTY,
            FindingCode.ACTIVE_OBJECTS_MISSING);

    private JiraDataReader() {}

    /**
     * Reads a backup to feed the sites from; a damaged one is taken as far as it goes.
     *
     * @param file the zip
     * @return what it holds
     * @throws BackupRefusedException where it is no Jira backup
     */
    public static JiraData read(Path file) {
        return read(file, false);
    }

    /**
     * Reads a backup as an import does: it must be whole.
     *
     * @param file the zip
     * @return what it holds
     * @throws BackupRefusedException where it is no whole Jira backup
     */
    static JiraData readForImport(Path file) {
        return read(file, true);
    }

    private static JiraData read(Path file, boolean whole) {
        Issues issues = new Issues(whole);
        BackupReading reading;
        try {
            reading = new BackupReader().read(file, issues);
        } catch (BackupUnreadableException e) {
            throw new BackupRefusedException(String.valueOf(e.getMessage()), e);
        }
        if (whole) {
            reading.findings().stream()
                    .filter(finding -> finding.severity() == Severity.BLOCKS)
                    .filter(finding -> !FORGIVEN.contains(finding.code()))
                    .findFirst()
                    .map(BackupFinding::message)
                    .ifPresent(message -> {
                        throw new BackupRefusedException(message);
                    });
        }
        String version = reading.jiraVersion();
        return new JiraData(
                version == null ? "0.0.0" : version,
                number(reading.buildNumber()),
                reading.serverId(),
                reading.people().stream()
                        .filter(person -> !person.removed())
                        .map(JiraDataReader::person)
                        .toList(),
                projects(reading, issues),
                issues.filters,
                issues.contents);
    }

    private static Person person(BackupPerson person) {
        String name = person.userName() == null ? person.userKey() : person.userName();
        String shown = person.displayName() == null ? name : person.displayName();
        return new Person(
                person.userKey(),
                name,
                shown,
                person.email() == null ? null : person.email().strip(),
                person.active());
    }

    private static List<Project> projects(BackupReading reading, Issues issues) {
        return reading.projects().stream()
                .map(project -> new Project(
                        project.id(), project.key(), project.name(), issues.of(project.id(), project.key())))
                .toList();
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** Collects the numbers of the issues: by project id, or by project key where the backup is old. */
    private static final class Issues implements BackupVisitor {
        private final Map<String, BitSet> byId = new HashMap<>();
        private final Map<String, BitSet> byKey = new HashMap<>();
        private final List<String> filters = new ArrayList<>();
        private final IssueContents contents = new IssueContents();
        private final boolean withContents;

        Issues(boolean withContents) {
            this.withContents = withContents;
        }

        @Override
        public boolean wantsIssues() {
            return true;
        }

        @Override
        public void onName(BackupName name) {
            if (name.kind() == BackupName.Kind.FILTER) {
                filters.add(name.name());
            } else {
                contents.add(name);
            }
        }

        @Override
        public void onIssue(BackupIssue issue) {
            if (withContents) {
                contents.add(issue);
            }
            String key = issue.key();
            int dash = key == null ? -1 : key.lastIndexOf('-');
            if (issue.projectId() != null && issue.number() != null) {
                add(byId, issue.projectId(), number(issue.number()));
            } else if (key != null && dash > 0) {
                add(byKey, key.substring(0, dash), number(key.substring(dash + 1)));
            }
        }

        private static void add(Map<String, BitSet> numbers, String project, int number) {
            if (number > 0 && number <= LARGEST_ISSUE_NUMBER) {
                numbers.computeIfAbsent(project, any -> new BitSet()).set(number);
            }
        }

        private BitSet of(String id, String key) {
            BitSet all = new BitSet();
            all.or(byId.getOrDefault(id, all));
            all.or(byKey.getOrDefault(key, all));
            return all;
        }
    }
}
