package io.ferry.backup.content;

import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupName;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.model.References;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the records of entities.xml come to: which fields of which records are wanted, and who holds them together.
 */
public final class SiteContent {
    private final BackupLimits limits;
    private final BackupVisitor visitor;
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Finds finds;
    private final People people;
    private final Projects projects;
    private final IssueContents issues;
    private final Groups groups;
    private final CustomFields fields;
    private final Configuration configuration;
    private final Configuration.Highest issueIds;
    private final SiteProperties properties;
    private final Map<String, BackupApp> apps = new TreeMap<>();

    /**
     * @param visitor is told the issues and names if it wants them, and the records that findings are about
     */
    SiteContent(BackupLimits limits, BackupVisitor visitor) {
        this.limits = limits;
        this.visitor = visitor;
        this.finds = new Finds(visitor);
        this.people = new People(limits, finds);
        this.projects = new Projects(limits, finds);
        this.issues = new IssueContents(limits, finds);
        this.groups = new Groups(limits, finds, people);
        this.fields = new CustomFields(limits, finds, people);
        this.configuration = new Configuration(limits, finds);
        this.issueIds = configuration.highest("Issue");
        this.properties = new SiteProperties(limits);
        want();
    }

    /** What is wanted of a kind of record. */
    Wanted wanted(String entity) {
        return wanted.getOrDefault(entity, Wanted.NOTHING);
    }

    // ---- what is wanted

    private void want() {
        want(List.of("id", "directoryName", "type", "active", "position"), people::directory, "Directory");
        wantWithId(
                List.of("directoryId", "userName", "lowerUserName", "displayName", "emailAddress", "active", "id"),
                people::user,
                "User");
        wantWithId(List.of("userKey", "lowerUserName", "id"), people::key, "ApplicationUser");
        wantWithId(List.of("id", "key", "name", "lead", "originalkey"), this::project, "Project");
        want(List.of("projectId", "projectKey"), projects::formerKey, "ProjectKey");
        want(List.of("id", "entityName", "propertyKey"), properties::entry, "OSPropertyEntry");
        want(List.of("id", "value"), properties::value, "OSPropertyString");
        want(List.of("id", "value"), properties::value, "OSPropertyText");
        want(List.of("key", "version"), this::app, "PluginVersion");
        List<String> ofIssues =
                List.of("project", "key", "reporter", "assignee", "creator", "id", "number", "type", "status");
        if (visitor.wantsIssues()) {
            want(
                    Stream.concat(ofIssues.stream(), Stream.of("priority", "summary", "created", "updated"))
                            .toList(),
                    this::issueForVisitor,
                    "Issue");
        } else {
            want(ofIssues, this::issue, "Issue");
        }
        References.WHERE.forEach((entity, reference) ->
                want(reference.attributes(), keys -> people.refer(reference.kind(), keys), entity));
        wantContents();
        wantConfiguration();
        if (visitor.wantsIssues()) {
            for (BackupName.Kind kind : BackupName.Kind.values()) {
                wantName(kind);
            }
        }
    }

    private void wantContents() {
        want(List.of("author", "updateauthor", "issue", "type"), this::action, "Action");
        want(
                List.of("author", "updateauthor", "issue"),
                log -> {
                    people.refer(References.Kind.WORKLOG, log[0], log[1]);
                    issues.has(IssueContents.Limited.WORKLOGS, log[2]);
                },
                "Worklog");
        wantWithId(
                List.of("author", "issue", "id"),
                file -> {
                    people.refer(References.Kind.OTHER, file[0]);
                    issues.has(IssueContents.Limited.ATTACHMENTS, file[1]);
                },
                "FileAttachment");
        wantWithId(
                List.of("source", "destination", "id"),
                link -> {
                    issues.has(IssueContents.Limited.LINKS, link[0]);
                    issues.has(IssueContents.Limited.LINKS, link[1]);
                },
                "IssueLink");
        wantWithId(
                List.of("issueid", "issue", "id"),
                link -> issues.has(IssueContents.Limited.REMOTE_LINKS, link[0] != null ? link[0] : link[1]),
                "RemoteIssueLink");
        want(
                List.of("sourceName", "associationType"),
                association -> people.refer(
                        "WatchIssue".equals(association[1]) ? References.Kind.WATCH : References.Kind.OTHER,
                        association[0]),
                "UserAssociation");
        want(List.of("customfield", "issue", "stringvalue"), fields::value, "CustomFieldValue");
    }

    private void wantConfiguration() {
        wantWithId(List.of("id", "customfieldtypekey", "name"), fields::field, "CustomField");
        wantWithId(List.of("id", "groupName", "lowerGroupName"), groups::group, "Group");
        wantWithId(
                List.of(
                        "parentId",
                        "childId",
                        "membershipType",
                        "lowerChildName",
                        "childName",
                        "id",
                        "lowerParentName"),
                groups::membership,
                "Membership");
        want(List.of("permission", "group_id"), groups::globalPermission, "GlobalPermissionEntry");
        want(
                List.of("permission", "permissionKey", "type", "parameter", "scheme"),
                groups::schemePermission,
                "SchemePermissions");
        wantWithId(
                List.of("roletype", "roletypeparameter", "id"),
                actor -> {
                    if ("atlassian-user-role-actor".equals(actor[0])) {
                        people.refer(References.Kind.ROLE, actor[1]);
                    }
                },
                "ProjectRoleActor");
        wantWithId(List.of("id", "name", "descriptor"), configuration::workflow, "Workflow");
        want(List.of("seqName", "seqId"), configuration::sequence, "SequenceValueItem");
        want(List.of("entityId", "entityType", "type"), configuration::share, "SharePermissions");
        want(
                List.of("id", "username"),
                page -> {
                    people.refer(References.Kind.OTHER, page[1]);
                    configuration.dashboard(page);
                },
                "PortalPage");
        want(List.of("id"), status -> issues.status(status[0]), "Status");
        want(List.of("id"), type -> issues.type(type[0]), "IssueType");
        for (String entity : List.of("Version", "Resolution", "FieldScreen", "ProjectRole", "EventType")) {
            wantWithId(List.of("id"), nothing -> {}, entity);
        }
    }

    /** What is wanted of a record, and its id for the comparison with the sequence of that kind. */
    private void wantWithId(List<String> fields, Consumer<@Nullable String[]> taker, String entity) {
        int id = fields.indexOf("id");
        Configuration.Highest highest = configuration.highest(entity);
        want(
                fields,
                values -> {
                    highest.see(values[id]);
                    taker.accept(values);
                },
                entity);
    }

    private void action(@Nullable String[] action) {
        people.refer(References.Kind.COMMENT, action[0], action[1]);
        if (action[3] == null || action[3].equals("comment")) {
            issues.has(IssueContents.Limited.COMMENTS, action[2]);
        }
    }

    /** Names in addition to what is wanted of such a record anyway. */
    private void wantName(BackupName.Kind kind) {
        Wanted before = wanted.getOrDefault(kind.entity(), Wanted.NOTHING);
        List<String> fields = Stream.concat(before.fields().stream(), Stream.of("id", "name"))
                .distinct()
                .toList();
        int first = before.fields().size();
        int idAt = fields.indexOf("id");
        int nameAt = fields.indexOf("name");
        want(
                fields,
                values -> {
                    before.taker().accept(Arrays.copyOf(values, first));
                    String id = values[idAt];
                    String name = values[nameAt];
                    if (id != null && name != null) {
                        visitor.onName(new BackupName(kind, id, name));
                    }
                },
                kind.entity());
    }

    private void want(List<String> fields, Consumer<@Nullable String[]> taker, String entity) {
        wanted.put(entity, new Wanted(fields, taker));
    }

    // ---- what the records hold

    private void issue(@Nullable String[] issue) {
        projects.issue(issue[0], issue[1]);
        people.refer(References.Kind.ISSUE, issue[2], issue[4], issue[3]);
        issueIds.see(issue[5]);
        issues.issue(issue[5], issue[1], issue[0], issue[6], issue[7], issue[8]);
    }

    private void issueForVisitor(@Nullable String[] issue) {
        issue(issue);
        visitor.onIssue(new BackupIssue(
                Objects.requireNonNullElse(issue[5], ""),
                issue[1],
                issue[0],
                issue[6],
                issue[7],
                issue[8],
                issue[9],
                issue[10],
                issue[2],
                issue[3],
                issue[4],
                issue[11],
                issue[12]));
    }

    private void project(@Nullable String[] project) {
        projects.project(project[0], project[1], project[2], project[4]);
        people.refer(References.Kind.PROJECT, project[3]);
    }

    private void app(@Nullable String[] app) {
        String key = app[0];
        if (key != null) {
            apps.put(key, new BackupApp(key, Objects.requireNonNullElse(app[1], "")));
            if (apps.size() > limits.maxThings()) {
                throw new BeyondLimitsException("More than " + limits.maxThings() + " apps are listed (--max-things).");
            }
        }
    }

    // ---- results

    public People people() {
        return people;
    }

    public Projects projects() {
        return projects;
    }

    public List<BackupApp> apps() {
        return List.copyOf(apps.values());
    }

    public Finds finds() {
        return finds;
    }

    public IssueContents issueContents() {
        return issues;
    }

    public Groups groups() {
        return groups;
    }

    public CustomFields customFields() {
        return fields;
    }

    public Configuration configuration() {
        return configuration;
    }

    SiteProperties properties() {
        return properties;
    }
}
