package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupKind;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupName;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.model.References;
import io.ferry.backup.read.DocumentHandler;
import io.ferry.backup.scan.RecordScanner;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Takes entities.xml: counts every record, and keeps of a few what a migration must know. Values stand in attributes,
 * long ones in child elements; both are read (facts/jira-backup-format.md).
 */
public final class EntitiesHandler implements DocumentHandler, RecordScanner.Records {
    /** Such as "JIRA Build : 8.8.1#808001-sha1:…", and of old "Enterprise Edition, Version: 3.13.2-#335". */
    private static final Pattern BUILD =
            Pattern.compile("JIRA Build\\s*:[ \\t]*([^#\\r\\n]{0,80})(?:#(\\d{1,12}))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern VERSION_IN_TEXT = Pattern.compile("\\d[\\w.-]*");
    private static final int LONGEST_TABLE_OWNERS = 1 << 21;
    private static final Pattern FOR_CLOUD = Pattern.compile("Exported for\\s*:\\s*cloud", Pattern.CASE_INSENSITIVE);

    /** A kind of record: how many there were, and what is wanted of each. */
    private static final class Entity {
        private final Wanted wanted;
        private long count;

        Entity(Wanted wanted) {
            this.wanted = wanted;
        }
    }

    /** The fields that are wanted of a record, and who takes them (in the same order; null where a record has none). */
    private record Wanted(List<String> fields, Consumer<@Nullable String[]> taker) {
        static final Wanted NOTHING = new Wanted(List.of(), values -> {});
    }

    private final BackupLimits limits;
    private final BackupVisitor visitor;
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, Entity> entities = new HashMap<>();
    private SortedMap<String, Long> claimed = new TreeMap<>();
    private @Nullable Long claimedTotal;
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

    private boolean rootSeen;
    private boolean jira;
    private String rootName = "";
    private boolean cloudHeader;
    private @Nullable String headerVersion;
    private @Nullable String headerBuild;
    private @Nullable Instant date;

    private String lastName = "";
    private @Nullable Entity last;
    private @Nullable Entity current;
    private @Nullable String[] values = new @Nullable String[0];
    private int field = -1;
    private final StringBuilder text = new StringBuilder();
    private int mostText;

    public EntitiesHandler(BackupLimits limits, BackupVisitor visitor) {
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

    // ---- events

    @Override
    public String document() {
        return BackupDocuments.ENTITIES;
    }

    @Override
    public boolean canResume() {
        return true;
    }

    @Override
    public void start(XMLStreamReader2 reader, int depth) throws XMLStreamException {
        if (depth == 2) {
            record(reader);
        } else if (depth == 3 && current != null && current.wanted != Wanted.NOTHING) {
            field = current.wanted.fields().indexOf(reader.getLocalName());
            text.setLength(0);
            mostText = field < 0 ? 0 : longestHere(reader.getLocalName());
        } else if (depth == 1) {
            root(reader);
        }
    }

    private void root(XMLStreamReader2 reader) {
        rootSeen = true;
        jira = reader.getLocalName().equals(BackupDocuments.ENTITIES_ROOT);
        rootName = reader.getLocalName().replaceAll("[^\\w.:-]", "?");
        String millis = reader.getAttributeValue(null, "date");
        if (jira && millis != null && millis.matches("\\d{1,15}")) {
            try {
                date = Instant.ofEpochMilli(Long.parseLong(millis));
            } catch (DateTimeException e) {
                date = null;
            }
        }
    }

    private void record(XMLStreamReader2 reader) {
        Entity entity = entity(reader.getLocalName());
        entity.count++;
        current = entity;
        List<String> fields = entity.wanted.fields();
        if (!fields.isEmpty()) {
            values = new @Nullable String[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = clip(reader.getAttributeValue(null, fields.get(i)), longestHere(fields.get(i)));
            }
        }
    }

    private Entity entity(String name) {
        Entity entity = last;
        if (entity == null || !name.equals(lastName)) {
            entity = entities.get(name);
            if (entity == null) {
                if (entities.size() >= limits.maxNames()) {
                    throw new BeyondLimitsException(
                            "More than " + limits.maxNames() + " kinds of records are used (--max-names).");
                }
                entity = new Entity(wanted.getOrDefault(name, Wanted.NOTHING));
                entities.put(name, entity);
            }
            last = entity;
            lastName = name;
        }
        return entity;
    }

    @Override
    public List<String> wanted(String name) {
        return wanted.getOrDefault(name, Wanted.NOTHING).fields();
    }

    @Override
    public void record(String name, @Nullable String[] fields) {
        Entity entity = entity(name);
        entity.count++;
        if (entity.wanted != Wanted.NOTHING) {
            entity.wanted.taker().accept(fields);
        }
    }

    @Override
    public int longest(String name, String wantedField) {
        if (name.equals("Workflow") && wantedField.equals("descriptor")) {
            return Configuration.LONGEST_DESCRIPTOR;
        }
        return name.equals("OSPropertyText") && wantedField.equals("value") ? LONGEST_TABLE_OWNERS : 0;
    }

    @Override
    public boolean isWantedOfSome(String name, String wantedField) {
        return name.equals("CustomFieldValue") && wantedField.equals("stringvalue");
    }

    @Override
    public boolean wants(String name, @Nullable String[] valuesSoFar) {
        String customField = valuesSoFar[0];
        return customField == null || fields.wantsValuesOf(customField);
    }

    private int longestHere(String wantedField) {
        int longest = longest(lastName, wantedField);
        return longest > 0 ? longest : limits.maxValue();
    }

    private static @Nullable String clip(@Nullable String value, int most) {
        return value == null || value.length() <= most ? value : value.substring(0, most);
    }

    @Override
    public void readFrom(Supplier<BackupPlace> places) {
        finds.readFrom(places);
    }

    @Override
    public boolean wantsText() {
        return field >= 0;
    }

    @Override
    public void text(XMLStreamReader2 reader) {
        int room = mostText - text.length();
        if (room > 0) {
            text.append(reader.getTextCharacters(), reader.getTextStart(), Math.min(room, reader.getTextLength()));
        }
    }

    @Override
    public void end(int depth) {
        if (depth == 2 && current != null) {
            if (current.wanted != Wanted.NOTHING) {
                current.wanted.taker().accept(values);
            }
            current = null;
        } else if (depth == 3 && field >= 0) {
            values[field] = text.toString();
            field = -1;
        }
    }

    @Override
    public void abandonRecord() {
        current = null;
        field = -1;
    }

    @Override
    public void comment(String comment, int depth) {
        if (depth == 0 && !jira) {
            header(comment);
        } else {
            ClaimedCounts counts = ClaimedCounts.parse(comment);
            if (counts != null) {
                claimed = counts.byEntity();
                claimedTotal = counts.total();
            }
        }
    }

    /** The header is localised, and can hold a private key: two lines are taken of it, and nothing else is kept. */
    private void header(String comment) {
        Matcher build = BUILD.matcher(comment);
        if (build.find()) {
            String words = build.group(1);
            Matcher version = VERSION_IN_TEXT.matcher(words);
            headerVersion = version.find() ? version.group().replaceAll("(?<![-.])[-.]+$", "") : null;
            headerBuild = build.group(2);
        }
        cloudHeader |= FOR_CLOUD.matcher(comment).find();
    }

    // ---- results

    public boolean rootSeen() {
        return rootSeen;
    }

    public String rootName() {
        return rootName;
    }

    public boolean isJira() {
        return jira;
    }

    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        entities.forEach((name, entity) -> counts.put(name, entity.count));
        return counts;
    }

    public SortedMap<String, Long> claimed() {
        return claimed;
    }

    @Nullable
    public Long claimedTotal() {
        return claimedTotal;
    }

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

    @Nullable
    public String tableOwners() {
        return properties.tableOwners();
    }

    public VersionEvidence versionEvidence() {
        return new VersionEvidence(properties.build(), headerBuild, properties.version(), headerVersion);
    }

    @Nullable
    public String jiraVersion() {
        return properties.version() != null ? properties.version() : headerVersion;
    }

    @Nullable
    public String buildNumber() {
        return properties.build() != null ? properties.build() : headerBuild;
    }

    @Nullable
    public String serverId() {
        return properties.serverId();
    }

    @Nullable
    public Instant date() {
        return date;
    }

    public BackupKind kind() {
        return cloudHeader || versionEvidence().isOfCloud() ? BackupKind.CLOUD : BackupKind.SERVER;
    }
}
