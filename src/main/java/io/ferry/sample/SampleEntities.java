package io.ferry.sample;

import io.ferry.base.VersionNumber;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the entities.xml of a sample backup: every kind of record in the order of its name, as Jira does. */
final class SampleEntities {
    static final long EXPORTED_AT = 1_718_000_000_000L;

    private static final long FIRST_ID = 10_000;
    private static final int FIELD_VALUES = 18;
    private static final int HISTORY_STEPS = 4;
    private static final int CHANGES = 8;
    private static final List<String> STATUS = List.of("Open", "In Progress", "In Review", "Done");
    private static final int FIRST_TYPE = 10_001;
    private static final List<String> TYPES = List.of("Bug", "Task", "Story", "Epic");
    private static final List<String> PRIORITIES = List.of("Highest", "High", "Medium", "Low", "Lowest");
    private static final int FILTERS = 3;

    private final SampleBackupSpec spec;
    private final SamplePeople people;
    private final SampleTexts texts;
    private final RecordWriter out;

    SampleEntities(SampleBackupSpec spec, OutputStream out) {
        this.spec = spec;
        this.people = new SamplePeople(spec);
        this.texts = new SampleTexts(spec.seed());
        this.out = new RecordWriter(out);
    }

    void write() throws IOException {
        String encoding = spec.has(Damage.LATIN_1) ? "ISO-8859-1" : spec.has(Damage.UTF_16) ? "UTF-16" : "UTF-8";
        out.raw("<?xml version=\"" + (spec.has(Damage.XML_1_1) ? "1.1" : "1.0") + "\" encoding=\"" + encoding
                + "\"?>\n");
        if (spec.has(Damage.DOCTYPE)) {
            doctype();
        }
        header();
        out.raw("<entity-engine-xml");
        if (!spec.has(Damage.NO_DATE)) {
            out.attribute("date", EXPORTED_AT);
        }
        out.raw(">\n");
        comments();
        keys();
        history();
        components();
        fieldValues();
        directories();
        attachments();
        issues();
        names("IssueType", FIRST_TYPE, TYPES);
        workflows();
        properties();
        if (spec.has(Damage.TRUNCATE_XML)) {
            out.raw("    <PluginVersion id=\"1\" name=\"Cut o").flush();
            return;
        }
        apps();
        names("Priority", 1, PRIORITIES);
        projects();
        filters();
        names("Status", 1, STATUS);
        users();
        watches();
        worklogs();
        new SampleSite(spec, people, out).write();
        oddities();
        if (!spec.has(Damage.NO_COUNTS) && !spec.has(Damage.JIRA_4)) {
            counts();
        }
        out.raw("</entity-engine-xml>\n").flush();
    }

    private String version() {
        Map<Damage, String> others = Map.of(
                Damage.CLOUD, "1001.0.0-SNAPSHOT",
                Damage.JIRA_4, "4.2",
                Damage.JIRA_6, "6.3.11",
                Damage.JIRA_7, "7.2.1",
                Damage.JIRA_99, "99.1.0",
                Damage.ONDEMAND, "6.3-OD-06-017",
                Damage.ENTERPRISE_EDITION, "3.13.2");
        return spec.damage().stream()
                .filter(others::containsKey)
                .map(others::get)
                .findFirst()
                .orElse("9.12.5");
    }

    private String build() {
        if (spec.has(Damage.BUILD_TOO_NEW)) {
            return "999999999";
        }
        if (spec.has(Damage.VERSION_CONTRADICTION)) {
            return "820005";
        }
        return switch (version()) {
            case "4.2" -> "587";
            case "6.3.11" -> "6341";
            case "7.2.1" -> "72001";
            case "99.1.0" -> "99010000";
            case "6.3-OD-06-017" -> "6327";
            case "3.13.2" -> "335";
            case "9.12.5" -> "9120005";
            default -> "100112005";
        };
    }

    private void doctype() {
        out.raw("<!DOCTYPE entity-engine-xml [\n<!ENTITY a \"aaaaaaaaaa\">\n");
        for (char entity = 'b'; entity <= 'i'; entity++) {
            String before = "&" + (char) (entity - 1) + ";";
            out.raw("<!ENTITY " + entity + " \"" + before.repeat(10) + "\">\n");
        }
        out.raw("<!ENTITY outside SYSTEM \"file:///etc/hostname\">\n]>\n");
    }

    /** Long, and in the language of the site; it even holds what looks like a secret. */
    private void header() {
        out.raw("<!--\n\n___ Exportiert ___________________________\n\n");
        out.raw("     am                                            : Montag, 10. Juni 2024 06:13:20 UTC\n");
        if (spec.has(Damage.CLOUD)) {
            out.raw("     Exported for                                  : cloud\n");
        }
        out.raw("\n___ Umgebung ____________________________\n\n");
        if (!spec.has(Damage.NO_VERSION)) {
            String shown = spec.has(Damage.ENTERPRISE_EDITION) ? "Enterprise Edition, Version: 3.13.2-" : version();
            out.raw("     JIRA Build                                    : " + shown + "#" + build()
                    + "-sha1:0123456789abcdef0123456789abcdef01234567\n");
        }
        for (int i = 0; i < 300; i++) {
            out.raw("     sample.property." + i + "                           : value " + i + "\n");
        }
        out.raw("     Private Key                                   : NOT-A-KEY-BUT-MUST-NEVER-BE-SHOWN\n\n -->\n");
    }

    private void comments() throws IOException {
        long id = FIRST_ID;
        for (long issue = 0; issue < spec.issues(); issue++) {
            Dice dice = new Dice(spec.seed(), "comments", issue);
            int comments = dice.below(7);
            for (int i = 0; i < comments; i++) {
                String author = people.someKey(dice);
                out.record("Action")
                        .attribute("id", id++)
                        .attribute("issue", FIRST_ID + issue)
                        .attribute("author", author)
                        .attribute("type", "comment");
                if (i == 0 && issue % 400 == 0) {
                    damagedText();
                }
                out.attribute("body", texts.text(dice, 10, true))
                        .attribute("created", time(dice))
                        .attribute("updateauthor", author)
                        .attribute("updated", time(dice))
                        .end();
            }
        }
    }

    /** An attribute that no parser accepts, where that is wanted. */
    private void damagedText() {
        if (spec.has(Damage.CONTROL_CHARACTERS)) {
            out.raw(" level=\"a vertical tab ")
                    .bytes((byte) 0x0B)
                    .raw(", an escape ")
                    .bytes((byte) 0x1B);
            out.raw(", half a letter ").bytes((byte) 0xC3).raw("\"");
        }
        if (spec.has(Damage.CONTROL_REFERENCE)) {
            out.raw(" source=\"an escape &#x1B; as a reference\"");
        }
        if (spec.has(Damage.MALFORMED)) {
            out.raw(" level=\"fish & chips < 5\"");
        }
    }

    private void keys() throws IOException {
        out.record("Application")
                .attribute("id", 1)
                .attribute("name", "crowd-embedded")
                .end();
        if (spec.has(Damage.JIRA_4)) {
            return;
        }
        for (int person = 0; person < people.keys(); person++) {
            boolean removed = person >= spec.users();
            out.record("ApplicationUser")
                    .attribute("id", FIRST_ID + person)
                    .attribute("userKey", people.key(person))
                    .attribute("lowerUserName", removed ? "left." + person : people.lowerName(person))
                    .end();
        }
    }

    private void history() throws IOException {
        long groups = spec.issues() * CHANGES;
        for (long group = 0; group < groups; group++) {
            Dice dice = new Dice(spec.seed(), "group", group);
            out.record("ChangeGroup")
                    .attribute("id", FIRST_ID + group)
                    .attribute("issue", FIRST_ID + group / CHANGES)
                    .attribute("author", people.someKey(dice))
                    .attribute("created", time(dice))
                    .end();
        }
        for (long item = 0; item < groups * 2; item++) {
            Dice dice = new Dice(spec.seed(), "item", item);
            out.record("ChangeItem")
                    .attribute("id", FIRST_ID + item)
                    .attribute("group", FIRST_ID + item / 2)
                    .attribute("fieldtype", "jira");
            if (dice.chance(85)) {
                int status = dice.below(STATUS.size());
                int before = (status + 1) % STATUS.size();
                out.attribute("field", "status")
                        .attribute("oldvalue", 1 + before)
                        .attribute("oldstring", STATUS.get(before))
                        .attribute("newvalue", 1 + status)
                        .attribute("newstring", STATUS.get(status));
            } else {
                // The history keeps the whole text before and after, as Jira's does.
                String before = texts.text(dice, 6, true);
                out.attribute("field", "description")
                        .attribute("oldstring", before)
                        .attribute("newstring", before + texts.sentence(dice));
            }
            out.end();
        }
    }

    private void components() throws IOException {
        for (int project = 0; project < spec.projects(); project++) {
            Dice dice = new Dice(spec.seed(), "component", project);
            out.record("Component")
                    .attribute("id", FIRST_ID + project)
                    .attribute("project", FIRST_ID + project)
                    .attribute("name", "Component " + project)
                    .attribute("lead", people.someKey(dice))
                    .end();
        }
    }

    private void fieldValues() throws IOException {
        for (long value = 0; value < spec.issues() * FIELD_VALUES; value++) {
            Dice dice = new Dice(spec.seed(), "value", value);
            out.record("CustomFieldValue")
                    .attribute("id", FIRST_ID + value)
                    .attribute("issue", FIRST_ID + value / FIELD_VALUES)
                    .attribute("customfield", FIRST_ID + value % FIELD_VALUES);
            if (dice.chance(15)) {
                out.attribute("stringvalue", texts.sentence(dice));
            } else {
                out.attribute("numbervalue", Integer.toString(dice.below(1_000)) + ".0");
            }
            out.end();
        }
    }

    private void directories() throws IOException {
        if (spec.has(Damage.JIRA_4)) {
            return;
        }
        out.record("Directory")
                .attribute("id", 1)
                .attribute("directoryName", "Jira Internal Directory")
                .attribute("active", 1)
                .attribute("type", "INTERNAL")
                .attribute("position", 0)
                .end();
        if (!spec.plain()) {
            out.record("Directory")
                    .attribute("id", 10_000)
                    .attribute("directoryName", "Company directory")
                    .attribute("active", 1)
                    .attribute("type", "CONNECTOR")
                    .attribute("position", 1)
                    .end();
        }
    }

    private void attachments() throws IOException {
        for (long file = 0; file < spec.issues() / 3; file++) {
            Dice dice = new Dice(spec.seed(), "file", file);
            out.record("FileAttachment")
                    .attribute("id", FIRST_ID + file)
                    .attribute("issue", FIRST_ID + file * 3)
                    .attribute("mimetype", "image/png")
                    .attribute("filename", "screenshot-" + file + ".png")
                    .attribute("created", time(dice))
                    .attribute("filesize", dice.below(5_000_000))
                    .attribute("author", people.someKey(dice))
                    .end();
        }
    }

    private void issues() throws IOException {
        boolean byKey = VersionNumber.of(version()).parts().getFirst() < 8;
        for (long issue = 0; issue < spec.issues(); issue++) {
            Dice dice = new Dice(spec.seed(), "issue", issue);
            int project = (int) (issue % spec.projects());
            long number = issue / spec.projects() + 1;
            String reporter = people.someKey(dice);
            out.record("Issue").attribute("id", FIRST_ID + issue);
            if (byKey) {
                out.attribute("key", projectKey(project) + "-" + number);
            }
            if (!spec.has(Damage.JIRA_4)) {
                out.attribute("number", number)
                        .attribute("project", FIRST_ID + project + (isLost(issue) ? 1_000_000 : 0));
            }
            out.attribute("reporter", reporter)
                    .attribute("assignee", dice.chance(80) ? people.someKey(dice) : null)
                    .attribute("creator", reporter)
                    .attribute("type", FIRST_TYPE + dice.below(TYPES.size()))
                    .attribute("summary", texts.sentence(dice).strip())
                    .attribute("description", dice.chance(70) ? texts.text(dice, 20, true) : null)
                    .attribute("priority", 1 + dice.below(PRIORITIES.size()))
                    .attribute("status", 1 + dice.below(STATUS.size()))
                    .attribute("created", time(dice))
                    .attribute("updated", time(dice))
                    .attribute("votes", 0)
                    .attribute("watches", 1)
                    .attribute("workflowId", FIRST_ID + issue)
                    .end();
        }
    }

    private void names(String entity, int first, List<String> names) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            out.record(entity)
                    .attribute("id", first + i)
                    .attribute("name", names.get(i))
                    .end();
        }
    }

    private void filters() throws IOException {
        for (int filter = 0; filter < FILTERS; filter++) {
            String author = people.someKey(new Dice(spec.seed(), "filter", filter));
            out.record("SearchRequest")
                    .attribute("id", FIRST_ID + 100 + filter)
                    .attribute("name", "Sample filter " + (filter + 1))
                    .attribute("author", author)
                    .attribute("user", author)
                    .end();
        }
    }

    private boolean isLost(long issue) {
        return spec.has(Damage.LOST_PROJECT) && issue % 10 == 0;
    }

    private void workflows() throws IOException {
        for (long issue = 0; issue < spec.issues(); issue++) {
            out.record("OSCurrentStep")
                    .attribute("id", FIRST_ID + issue)
                    .attribute("entryId", FIRST_ID + issue)
                    .attribute("stepId", 1)
                    .attribute("actionId", 0)
                    .attribute("owner", "")
                    .attribute("startDate", time(new Dice(spec.seed(), "step", issue)))
                    .attribute("status", "Open")
                    .end();
        }
        for (long step = 0; step < spec.issues() * HISTORY_STEPS; step++) {
            Dice dice = new Dice(spec.seed(), "history", step);
            out.record("OSHistoryStep")
                    .attribute("id", FIRST_ID + spec.issues() + step)
                    .attribute("entryId", FIRST_ID + step / HISTORY_STEPS)
                    .attribute("stepId", 1 + step % HISTORY_STEPS)
                    .attribute("actionId", 11 + dice.below(5))
                    .attribute("owner", "")
                    .attribute("startDate", time(dice))
                    .attribute("finishDate", time(dice))
                    .attribute("status", "Finished")
                    .attribute("caller", people.someKey(dice))
                    .end();
        }
    }

    private void properties() throws IOException {
        String[][] properties = {
            {"jira.sid.key", "FERR-YSAM-PLE0-0001"},
            {"jira.title", "A sample Jira"},
            {"jira.baseurl", "https://jira.example.com"},
            {"jira.version.patched", build()},
            {"jira.version", version()}
        };
        int count = spec.has(Damage.NO_VERSION) ? 3 : spec.has(Damage.ENTERPRISE_EDITION) ? 4 : properties.length;
        for (int i = 0; i < count; i++) {
            out.record("OSPropertyEntry")
                    .attribute("id", FIRST_ID + i)
                    .attribute("entityName", "jira.properties")
                    .attribute("entityId", 1)
                    .attribute("propertyKey", properties[i][0])
                    .attribute("type", 5)
                    .end();
        }
        for (int i = 0; i < count; i++) {
            out.record("OSPropertyString")
                    .attribute("id", FIRST_ID + i)
                    .attribute("value", properties[i][1])
                    .end();
        }
        out.record("OSPropertyText")
                .attribute("id", FIRST_ID + 100)
                .attribute("value", "a long\ntext with <markup/> and\n    <Issue id=\"no record, but text\"/>\n")
                .end();
        for (long issue = 0; issue < spec.issues(); issue++) {
            out.record("OSWorkflowEntry")
                    .attribute("id", FIRST_ID + issue)
                    .attribute("name", "jira")
                    .attribute("state", 1)
                    .end();
        }
    }

    private void apps() throws IOException {
        if (spec.has(Damage.CLOUD)) {
            return;
        }
        app(1, "Atlassian Jira - Plugins - View Issue Panel", "com.atlassian.jira.jira-view-issue-plugin", version());
        app(2, "Jira Agile", "com.pyxis.greenhopper.jira", "9.12.5");
        app(3, "A & B's little helper", "com.example.helper", "1.0");
        if (!spec.has(Damage.NO_APP)) {
            String bigPicture = spec.has(Damage.OLD_APP) ? "7.9.4" : "8.36.1";
            app(4, "BigPicture", "eu.softwareplant.bigpicture", bigPicture);
        }
    }

    private void app(int id, String name, String key, String version) throws IOException {
        out.record("PluginVersion")
                .attribute("id", FIRST_ID + id)
                .attribute("name", name)
                .attribute("key", key)
                .attribute("version", version)
                .end();
    }

    private void projects() throws IOException {
        for (int project = 0; project < spec.projects(); project++) {
            Dice dice = new Dice(spec.seed(), "project", project);
            out.record("Project")
                    .attribute("id", FIRST_ID + project)
                    .attribute("name", project == 1 ? "Проект & \"Söhne\"" : "Sample project " + (project + 1))
                    .attribute("lead", people.someKey(dice))
                    .attribute("key", projectKey(project))
                    .attribute("originalkey", projectKey(project))
                    .attribute("projecttype", "software")
                    .end();
        }
        for (int project = 0; project < spec.projects(); project++) {
            out.record("ProjectKey")
                    .attribute("id", FIRST_ID + project)
                    .attribute("projectId", FIRST_ID + project)
                    .attribute("projectKey", projectKey(project))
                    .end();
        }
    }

    static String projectKey(int project) {
        StringBuilder key = new StringBuilder("SP");
        for (int rest = project; rest > 0; rest /= 26) {
            key.append((char) ('A' + rest % 26));
        }
        return key.toString();
    }

    private void users() throws IOException {
        if (spec.has(Damage.JIRA_4)) {
            return;
        }
        long id = FIRST_ID;
        for (int person = 0; person < spec.users(); person++) {
            for (SamplePeople.Entry entry : people.entries(person)) {
                out.record("User")
                        .attribute("id", id++)
                        .attribute("directoryId", entry.directory())
                        .attribute("userName", entry.userName())
                        .attribute("lowerUserName", people.lowerName(person))
                        .attribute("active", entry.active() && !spec.has(Damage.NOBODY_ACTIVE) ? 1 : 0)
                        .attribute("displayName", entry.displayName())
                        .attribute("emailAddress", entry.email() == null ? "" : entry.email());
                if (!spec.has(Damage.CLOUD)) {
                    out.attribute("credential", "{NOT-A-HASH}");
                }
                out.end();
            }
        }
    }

    private void watches() throws IOException {
        for (long issue = 0; issue < spec.issues(); issue++) {
            out.record("UserAssociation")
                    .attribute("sourceName", people.someKey(new Dice(spec.seed(), "watch", issue)))
                    .attribute("sinkNodeId", FIRST_ID + issue)
                    .attribute("sinkNodeEntity", "Issue")
                    .attribute("associationType", "WatchIssue")
                    .end();
        }
    }

    private void worklogs() throws IOException {
        for (long log = 0; log < spec.issues() / 2; log++) {
            Dice dice = new Dice(spec.seed(), "worklog", log);
            out.record("Worklog")
                    .attribute("id", FIRST_ID + log)
                    .attribute("issue", FIRST_ID + log * 2)
                    .attribute("author", people.someKey(dice))
                    .attribute("body", texts.text(dice, 2, false))
                    .attribute("created", time(dice))
                    .attribute("timeworked", 60 * (1 + dice.below(480)))
                    .end();
        }
    }

    private void oddities() throws IOException {
        if (spec.has(Damage.DEEP)) {
            out.raw("<deep>".repeat(10_000))
                    .raw("</deep>".repeat(10_000))
                    .raw("\n")
                    .flush();
        }
        if (spec.has(Damage.MANY_ATTRIBUTES)) {
            out.raw("    <Zoo");
            for (int i = 0; i < 10_000; i++) {
                out.attribute("a" + i, i);
            }
            out.raw("/>\n").flush();
        }
        if (spec.has(Damage.LONG_TAG) || spec.has(Damage.BOMB)) {
            String megabyte = (spec.has(Damage.BOMB) ? "\n" : "a").repeat(1 << 20);
            out.raw(spec.has(Damage.BOMB) ? "" : "    <Zoo long=\"");
            for (int i = 0; i < (spec.has(Damage.BOMB) ? 200 : 20); i++) {
                out.raw(megabyte).flush();
            }
            out.raw(spec.has(Damage.BOMB) ? "" : "\"/>\n");
        }
    }

    private void counts() {
        Map<String, Long> counts = out.counts();
        long extra = spec.has(Damage.COUNT_MISMATCH) ? 1 : 0;
        long total = counts.values().stream().mapToLong(Long::longValue).sum() + extra;
        out.raw("<!--\n\n\n___ Entities ________________________________\n\n");
        out.raw("     " + padded("Total") + total + "\n\n");
        counts.forEach((entity, count) ->
                out.raw("     " + padded(entity) + (count + (entity.equals("Issue") ? extra : 0)) + "\n"));
        out.raw("\n -->\n");
    }

    private static String padded(String name) {
        return name + " ".repeat(Math.max(1, 46 - name.length())) + ": ";
    }

    private static String time(Dice dice) {
        byte[] text = "2000-00-00 00:00:00.0".getBytes(StandardCharsets.US_ASCII);
        two(text, 2, 14 + dice.below(10));
        two(text, 5, 1 + dice.below(12));
        two(text, 8, 1 + dice.below(28));
        two(text, 11, dice.below(24));
        two(text, 14, dice.below(60));
        two(text, 17, dice.below(60));
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
