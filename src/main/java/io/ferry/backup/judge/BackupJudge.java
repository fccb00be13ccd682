package io.ferry.backup.judge;

import io.ferry.backup.content.Configuration;
import io.ferry.backup.content.CustomFields;
import io.ferry.backup.content.IssueContents;
import io.ferry.backup.content.VersionEvidence;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingText;
import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupKind;
import io.ferry.backup.model.BackupReading;
import io.ferry.base.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Judges what a backup holds. Damage to the file itself is found by those who read it; this looks at the content. */
public final class BackupJudge {
    private static final int NAMED_DIFFERENCES = 5;

    /** One rule: what it finds, if anything. */
    interface Policy extends BiFunction<BackupFacts, BackupCriteria, List<BackupFinding>> {}

    private BackupJudge() {}

    private static List<Policy> allCurrentPolicies() {
        return List.of(
                BackupJudge::kind,
                BackupJudge::version,
                BackupJudge::versionsAgree,
                BackupJudge::counts,
                BackupJudge::app,
                BackupJudge::appFields,
                PeopleJudge::all,
                BackupJudge::twice,
                BackupJudge::projects,
                BackupJudge::statusesAndTypes,
                BackupJudge::issueLimits,
                BackupJudge::configuration,
                BackupJudge::attachments,
                BackupJudge::exportTime,
                AppDataJudge::all);
    }

    /** What can be said of a document that was not read to its end, or not all of it: not what it lacks. */
    private static List<Policy> policiesForAPart() {
        return List.of(
                BackupJudge::kind,
                BackupJudge::version,
                BackupJudge::versionsAgree,
                BackupJudge::appFields,
                PeopleJudge::ofAPart,
                BackupJudge::twice,
                BackupJudge::issueLimits,
                AppDataJudge::all);
    }

    public static List<BackupFinding> judge(BackupFacts facts, BackupCriteria criteria) {
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
        VersionEvidence versions = facts.versions();
        if (versions.isBuildBeyondAll()) {
            return property(
                    FindingCode.VERSION_TOO_NEW,
                    "Build " + versions.build()
                            + " of Jira wrote this backup, which is newer than any that is known; the"
                            + " target is known to take " + criteria.newestJira() + " at most.");
        }
        VersionEvidence.Told told = versions.told();
        if (told == null) {
            return facts.readToEnd()
                    ? property(FindingCode.VERSION_UNKNOWN, "The backup does not say which version of Jira wrote it.")
                    : List.of();
        }
        VersionNumber version = told.version();
        String who = "Jira " + version + (told.byBuild() ? " (by its build number, " + versions.build() + ")" : "");
        if (version.compareTo(criteria.oldestJira()) < 0) {
            return property(
                    FindingCode.VERSION_TOO_OLD,
                    who + " wrote this backup; Jira Cloud imports from " + criteria.oldestJira() + " on.");
        }
        if (version.compareTo(criteria.oldestSupportedJira()) < 0) {
            return property(
                    FindingCode.VERSION_NOT_GUARANTEED,
                    who + " wrote this backup; the import is supported from " + criteria.oldestSupportedJira()
                            + " on, and not guaranteed before.");
        }
        if (version.isNewerThanAnyOf(criteria.newestJira())) {
            return property(
                    FindingCode.VERSION_TOO_NEW,
                    who + " wrote this backup; the target is known to take " + criteria.newestJira() + " at most.");
        }
        return List.of();
    }

    private static List<BackupFinding> versionsAgree(BackupFacts facts, BackupCriteria criteria) {
        String contradiction = facts.versions().contradiction();
        return contradiction == null || facts.kind() == BackupKind.CLOUD
                ? List.of()
                : property(FindingCode.VERSION_DISAGREES, contradiction + " Ferry goes by the build number.");
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
                FindingCode.COUNTS_DIFFER, message, new BackupPlace(BackupDocuments.ENTITIES, 0, -1, first)));
    }

    private static List<BackupFinding> app(BackupFacts facts, BackupCriteria criteria) {
        List<BackupApp> wanted = facts.apps().stream()
                .filter(app -> criteria.appKeys().contains(app.key()))
                .toList();
        BackupPlace place = BackupPlace.entity(BackupDocuments.ENTITIES, "PluginVersion");
        if (facts.kind() == BackupKind.CLOUD) {
            return List.of(); // which has no list of them
        }
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

    private static List<BackupFinding> appFields(BackupFacts facts, BackupCriteria criteria) {
        CustomFields fields = facts.content().customFields();
        if (fields.appFields() == 0) {
            return List.of();
        }
        String apps = fields.issuesByApp().entrySet().stream()
                .limit(FindingText.NAMED)
                .map(app -> app.getKey() + " ("
                        + FindingText.count(app.getValue(), "issue has a value)", "issues have a value)"))
                .collect(Collectors.joining(", "));
        int more = fields.issuesByApp().size() - FindingText.NAMED;
        return found(
                facts,
                FindingCode.APP_FIELD_TYPES,
                FindingText.count(fields.appFields(), "custom field has a type", "custom fields have types")
                        + " of apps: " + apps
                        + (more > 0 ? ", and " + FindingText.count(more, "app", "apps") + " more" : "") + ".",
                "CustomField");
    }

    private static List<BackupFinding> twice(BackupFacts facts, BackupCriteria criteria) {
        List<BackupFinding> findings = new ArrayList<>();
        twice(facts, findings, FindingCode.ISSUE_ID_TWICE, "Issue", "issue id occurs", "issue ids occur", "");
        twice(
                facts,
                findings,
                FindingCode.ISSUE_KEY_TWICE,
                "Issue",
                "issue key (project and number) occurs",
                "issue keys (project and number) occur",
                "");
        twice(
                facts,
                findings,
                FindingCode.PROJECT_TWICE,
                "Project",
                "id or key of a project occurs",
                "ids or keys of projects occur",
                "");
        twice(
                facts,
                findings,
                FindingCode.USER_TWICE_IN_DIRECTORY,
                "User",
                "lower-case user name occurs",
                "lower-case user names occur",
                " in the same directory");
        twice(
                facts,
                findings,
                FindingCode.USER_KEY_TWICE,
                "ApplicationUser",
                "user key or user name occurs",
                "user keys or user names occur",
                " among the application users");
        twice(
                facts,
                findings,
                FindingCode.MEMBERSHIP_TWICE,
                "Membership",
                "set of parentId, childId and membershipType occurs",
                "sets of parentId, childId and membershipType occur",
                " among the memberships");
        return findings;
    }

    private static void twice(
            BackupFacts facts,
            List<BackupFinding> findings,
            FindingCode code,
            String entity,
            String one,
            String many,
            String where) {
        long number = facts.finds().count(code);
        if (number > 0) {
            findings.addAll(found(facts, code, FindingText.count(number, one, many) + " twice" + where + ".", entity));
        }
    }

    private static List<BackupFinding> statusesAndTypes(BackupFacts facts, BackupCriteria criteria) {
        List<BackupFinding> findings = new ArrayList<>();
        long status = facts.content().issueContents().ofMissingStatus();
        if (status > 0) {
            findings.addAll(found(
                    facts,
                    FindingCode.STATUS_MISSING,
                    FindingText.count(status, "issue has a status that is", "issues have a status that is")
                            + " not in the file.",
                    "Issue"));
        }
        long type = facts.content().issueContents().ofMissingType();
        if (type > 0) {
            findings.addAll(found(
                    facts,
                    FindingCode.ISSUE_TYPE_MISSING,
                    FindingText.count(type, "issue has a type that is", "issues have a type that is")
                            + " not in the file.",
                    "Issue"));
        }
        return findings;
    }

    private static List<BackupFinding> issueLimits(BackupFacts facts, BackupCriteria criteria) {
        List<BackupFinding> findings = new ArrayList<>();
        for (IssueContents.Limited what : IssueContents.Limited.values()) {
            long over = facts.content().issueContents().over(what);
            if (over > 0) {
                findings.addAll(found(
                        facts,
                        what.code(),
                        String.format(
                                Locale.ROOT,
                                "%s over the cloud's limit of %,d %s.",
                                FindingText.count(over, "issue is", "issues are"),
                                what.limit(),
                                what.words()),
                        "Issue"));
            }
        }
        return findings;
    }

    private static List<BackupFinding> configuration(BackupFacts facts, BackupCriteria criteria) {
        Configuration configuration = facts.content().configuration();
        List<BackupFinding> findings = new ArrayList<>();
        SortedSet<String> workflows = configuration.brokenWorkflows();
        if (!workflows.isEmpty()) {
            findings.addAll(found(
                    facts,
                    FindingCode.WORKFLOW_MALFORMED,
                    (workflows.size() == 1 ? "The descriptor of the workflow " : "The descriptors of the workflows ")
                            + FindingText.named(workflows, true) + (workflows.size() == 1 ? " is" : " are")
                            + " not XML.",
                    "Workflow"));
        }
        SortedSet<String> sequences = configuration.lowSequences();
        if (!sequences.isEmpty()) {
            findings.addAll(found(
                    facts,
                    FindingCode.SEQUENCE_TOO_LOW,
                    "The next id is in use already for " + FindingText.named(sequences, false) + ".",
                    "SequenceValueItem"));
        }
        Set<String> groups = facts.content().groups().reserved();
        if (!groups.isEmpty()) {
            findings.addAll(found(
                    facts,
                    FindingCode.GROUPS_RESERVED,
                    "The cloud keeps " + (groups.size() == 1 ? "the group " : "the groups ")
                            + FindingText.named(groups, false) + " for itself; members must be added again by hand.",
                    "Group"));
        }
        long filters = configuration.filtersForEveryone();
        long dashboards = configuration.dashboardsForEveryone();
        if (filters + dashboards > 0) {
            findings.addAll(found(
                    facts,
                    FindingCode.SHARED_WITH_EVERYONE,
                    FindingText.count(filters, "filter", "filters") + " and "
                            + FindingText.count(dashboards, "dashboard is", "dashboards are")
                            + " shared with everyone.",
                    "SharePermissions"));
        }
        return findings;
    }

    private static List<BackupFinding> projects(BackupFacts facts, BackupCriteria criteria) {
        List<BackupFinding> findings = new ArrayList<>();
        long lost = facts.issuesWithoutProject();
        if (lost > 0) {
            findings.addAll(found(
                    facts,
                    FindingCode.PROJECT_MISSING,
                    FindingText.count(lost, "issue belongs", "issues belong") + " to no project of the backup.",
                    "Issue"));
        }
        long unusual = facts.finds().count(FindingCode.PROJECT_KEY_UNUSUAL);
        if (unusual > 0) {
            findings.addAll(found(
                    facts,
                    FindingCode.PROJECT_KEY_UNUSUAL,
                    FindingText.count(unusual, "project key is", "project keys are")
                            + " longer than 10 characters, or not made of capital letters and digits only.",
                    "Project"));
        }
        return findings;
    }

    private static List<BackupFinding> attachments(BackupFacts facts, BackupCriteria criteria) {
        long attachments = facts.counts().getOrDefault("FileAttachment", 0L);
        return attachments == 0 || facts.attachmentsInZip() > 0
                ? List.of()
                : List.of(new BackupFinding(
                        FindingCode.ATTACHMENTS_SEPARATE,
                        "The backup names " + FindingText.count(attachments, "attachment", "attachments")
                                + ", but holds no files.",
                        BackupPlace.entity(BackupDocuments.ENTITIES, "FileAttachment")));
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

    /** A finding at the first record that it is about, where that is known. */
    static List<BackupFinding> found(BackupFacts facts, FindingCode code, String message, String entity) {
        BackupPlace usual = BackupPlace.entity(BackupDocuments.ENTITIES, entity);
        return List.of(new BackupFinding(code, message, facts.finds().first(code, usual)));
    }

    private static List<BackupFinding> entities(FindingCode code, String message) {
        return List.of(new BackupFinding(code, message, BackupPlace.entry(BackupDocuments.ENTITIES)));
    }

    private static List<BackupFinding> property(FindingCode code, String message) {
        return List.of(
                new BackupFinding(code, message, BackupPlace.entity(BackupDocuments.ENTITIES, "OSPropertyEntry")));
    }
}
