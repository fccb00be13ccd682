package io.ferry.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Judges what a backup holds. Damage to the file itself is found by those who read it; this looks at the content. */
final class BackupJudge {
    private static final int NAMED_DIFFERENCES = 5;

    /** One rule: what it finds, if anything. */
    private interface Policy extends BiFunction<BackupFacts, BackupCriteria, List<BackupFinding>> {}

    private BackupJudge() {}

    private static List<Policy> allCurrentPolicies() {
        return List.of(
                BackupJudge::kind,
                BackupJudge::version,
                BackupJudge::counts,
                BackupJudge::app,
                BackupJudge::peopleAtAll,
                BackupJudge::emails,
                BackupJudge::directories,
                BackupJudge::removedPeople,
                BackupJudge::projects,
                BackupJudge::attachments,
                BackupJudge::exportTime,
                BackupJudge::appData);
    }

    /** What can be said of a document that was not read to its end: not what it lacks. */
    private static List<Policy> policiesForAPart() {
        return List.of(BackupJudge::kind, BackupJudge::version, BackupJudge::emails, BackupJudge::appData);
    }

    static List<BackupFinding> judge(BackupFacts facts, BackupCriteria criteria) {
        List<Policy> policies = facts.readToEnd() ? allCurrentPolicies() : policiesForAPart();
        return policies.stream()
                .flatMap(policy -> policy.apply(facts, criteria).stream())
                .toList();
    }

    private static List<BackupFinding> kind(BackupFacts facts, BackupCriteria criteria) {
        return facts.kind() == BackupKind.CLOUD
                ? entities(FindingCode.CLOUD_EXPORT, "This is an export of a Jira Cloud site, which is not a source.")
                : List.of();
    }

    private static List<BackupFinding> version(BackupFacts facts, BackupCriteria criteria) {
        if (facts.kind() == BackupKind.CLOUD) {
            return List.of();
        }
        VersionNumber version = VersionNumber.parse(facts.jiraVersion());
        if (version == null && !facts.readToEnd()) {
            return List.of();
        }
        if (version == null) {
            return property(FindingCode.VERSION_UNKNOWN, "The backup does not say which version of Jira wrote it.");
        }
        if (version.compareTo(criteria.oldestJira()) < 0) {
            return property(
                    FindingCode.VERSION_TOO_OLD,
                    "Jira " + version + " wrote this backup; Jira Cloud imports from " + criteria.oldestJira()
                            + " on.");
        }
        if (version.compareTo(criteria.oldestSupportedJira()) < 0) {
            return property(
                    FindingCode.VERSION_NOT_GUARANTEED,
                    "Jira " + version + " wrote this backup; the import is supported from "
                            + criteria.oldestSupportedJira() + " on, and not guaranteed before.");
        }
        if (version.isNewerThanAnyOf(criteria.newestJira())) {
            return property(
                    FindingCode.VERSION_TOO_NEW,
                    "Jira " + version + " wrote this backup; the target is known to take " + criteria.newestJira()
                            + " at most.");
        }
        return List.of();
    }

    private static List<BackupFinding> counts(BackupFacts facts, BackupCriteria criteria) {
        if (facts.claimed().isEmpty()) {
            return entities(
                    FindingCode.COUNTS_MISSING, "entities.xml does not end with the comment that lists its counts.");
        }
        if (facts.countsAgree()) {
            return List.of();
        }
        SortedSet<String> names = new TreeSet<>(facts.counts().keySet());
        names.addAll(facts.claimed().keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            long there = facts.counts().getOrDefault(name, 0L);
            long claimed = facts.claimed().getOrDefault(name, 0L);
            if (there != claimed) {
                differences.add(name + " " + there + " instead of " + claimed);
            }
        }
        String first = names.stream()
                .filter(name -> !facts.counts()
                        .getOrDefault(name, 0L)
                        .equals(facts.claimed().getOrDefault(name, 0L)))
                .findFirst()
                .orElse(null);
        String message = differences.isEmpty()
                ? "The export claims " + facts.claimedTotal() + " records in all, but lists and holds " + facts.total()
                        + "."
                : "entities.xml does not hold what the export counted: "
                        + String.join(", ", differences.subList(0, Math.min(NAMED_DIFFERENCES, differences.size())))
                        + (differences.size() > NAMED_DIFFERENCES
                                ? ", and " + (differences.size() - NAMED_DIFFERENCES) + " more"
                                : "")
                        + ".";
        return List.of(new BackupFinding(
                FindingCode.COUNTS_DIFFER, message, new BackupPlace(Unpacker.ENTITIES, 0, -1, first)));
    }

    private static List<BackupFinding> appData(BackupFacts facts, BackupCriteria criteria) {
        Long bytes = facts.appDataBytes();
        if (bytes == null) {
            return List.of(); // found already, with the reason
        }
        if (bytes < 0) {
            return List.of(new BackupFinding(
                    FindingCode.ACTIVE_OBJECTS_MISSING, "The zip holds no activeobjects.xml.", BackupPlace.FILE));
        }
        BackupPlace place = BackupPlace.entry(Unpacker.ACTIVE_OBJECTS);
        if (bytes == 0) {
            return List.of(
                    new BackupFinding(FindingCode.ACTIVE_OBJECTS_EMPTY, "activeobjects.xml has no content.", place));
        }
        return facts.tables() == 0
                ? List.of(new BackupFinding(
                        FindingCode.ACTIVE_OBJECTS_WITHOUT_TABLES,
                        "activeobjects.xml describes no tables: the data of the apps are not in it.",
                        place))
                : List.of();
    }

    private static List<BackupFinding> app(BackupFacts facts, BackupCriteria criteria) {
        List<BackupApp> wanted = facts.apps().stream()
                .filter(app -> criteria.appKeys().contains(app.key()))
                .toList();
        BackupPlace place = BackupPlace.entity(Unpacker.ENTITIES, "PluginVersion");
        if (wanted.isEmpty()) {
            return List.of(new BackupFinding(
                    FindingCode.APP_MISSING,
                    "Neither BigPicture nor BigGantt is among the "
                            + facts.apps().size() + " apps and plugins.",
                    place));
        }
        return wanted.stream()
                .filter(app -> {
                    VersionNumber version = VersionNumber.parse(app.version());
                    return version == null || version.compareTo(criteria.oldestApp()) < 0;
                })
                .map(app -> new BackupFinding(
                        FindingCode.APP_TOO_OLD,
                        app.key() + " has version " + app.version() + "; dumps can be restored from "
                                + criteria.oldestApp() + " on.",
                        place))
                .toList();
    }

    private static List<BackupFinding> peopleAtAll(BackupFacts facts, BackupCriteria criteria) {
        return facts.hasUsers()
                ? List.of()
                : user(FindingCode.PEOPLE_MISSING, "The backup holds no people (no User records).");
    }

    private static List<BackupFinding> emails(BackupFacts facts, BackupCriteria criteria) {
        List<BackupFinding> findings = new ArrayList<>();
        long without = facts.peopleCounts().withoutEmail();
        if (without > 0) {
            findings.addAll(user(
                    FindingCode.PEOPLE_WITHOUT_EMAIL,
                    count(without, "person has", "people have") + " no e-mail address."));
        }
        long invalid =
                emailsOf(facts).filter(email -> !EmailSharing.isValid(email)).count();
        if (invalid > 0) {
            findings.addAll(user(
                    FindingCode.PEOPLE_WITH_INVALID_EMAIL,
                    count(invalid, "person has", "people have") + " an e-mail address that cannot be one."));
        }
        if (facts.sharing().people() > 0) {
            findings.addAll(user(
                    FindingCode.EMAIL_SHARED,
                    facts.sharing().people() + " people share "
                            + count(facts.sharing().addresses(), "address", "addresses") + "."));
        }
        return findings;
    }

    private static Stream<String> emailsOf(BackupFacts facts) {
        return facts.people().stream().map(BackupPerson::email).flatMap(Stream::ofNullable);
    }

    private static List<BackupFinding> directories(BackupFacts facts, BackupCriteria criteria) {
        long several = facts.people().stream()
                .filter(person -> person.directories() > 1)
                .count();
        return several == 0
                ? List.of()
                : user(
                        FindingCode.PEOPLE_IN_SEVERAL_DIRECTORIES,
                        count(several, "person stands", "people stand") + " in more than one directory.");
    }

    private static List<BackupFinding> removedPeople(BackupFacts facts, BackupCriteria criteria) {
        List<References> removed = facts.people().stream()
                .filter(BackupPerson::removed)
                .map(BackupPerson::references)
                .filter(references -> references.total() > 0)
                .toList();
        if (removed.isEmpty()) {
            return List.of();
        }
        long records = removed.stream().mapToLong(References::total).sum();
        return List.of(new BackupFinding(
                FindingCode.PEOPLE_REMOVED,
                count(removed.size(), "removed person is", "removed people are") + " still referred to, "
                        + count(records, "time", "times") + " in all.",
                BackupPlace.entity(Unpacker.ENTITIES, "ApplicationUser")));
    }

    private static List<BackupFinding> projects(BackupFacts facts, BackupCriteria criteria) {
        long lost = facts.issuesWithoutProject();
        return lost <= 0
                ? List.of()
                : List.of(new BackupFinding(
                        FindingCode.PROJECT_MISSING,
                        count(lost, "issue belongs", "issues belong") + " to no project of the backup.",
                        BackupPlace.entity(Unpacker.ENTITIES, "Issue")));
    }

    private static List<BackupFinding> attachments(BackupFacts facts, BackupCriteria criteria) {
        long attachments = facts.counts().getOrDefault("FileAttachment", 0L);
        return attachments == 0
                ? List.of()
                : List.of(new BackupFinding(
                        FindingCode.ATTACHMENTS_SEPARATE,
                        "The backup names " + count(attachments, "attachment", "attachments") + ", but holds no files.",
                        BackupPlace.entity(Unpacker.ENTITIES, "FileAttachment")));
    }

    private static List<BackupFinding> exportTime(BackupFacts facts, BackupCriteria criteria) {
        return facts.exportTimeSource() == BackupReading.ExportTimeSource.ROOT
                ? List.of()
                : entities(
                        FindingCode.EXPORT_TIME_FROM_ENTRY,
                        facts.exportTimeSource() == BackupReading.ExportTimeSource.ENTRY
                                ? "The document does not say when it was exported; the time is that of its zip entry."
                                : "Nothing says when the backup was exported.");
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static List<BackupFinding> entities(FindingCode code, String message) {
        return List.of(new BackupFinding(code, message, BackupPlace.entry(Unpacker.ENTITIES)));
    }

    private static List<BackupFinding> property(FindingCode code, String message) {
        return List.of(new BackupFinding(code, message, BackupPlace.entity(Unpacker.ENTITIES, "OSPropertyEntry")));
    }

    private static List<BackupFinding> user(FindingCode code, String message) {
        return List.of(new BackupFinding(code, message, BackupPlace.entity(Unpacker.ENTITIES, "User")));
    }
}
