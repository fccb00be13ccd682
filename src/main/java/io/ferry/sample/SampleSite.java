package io.ferry.sample;

import java.io.IOException;

/**
 * Writes how a sample site is set up: groups, fields, workflows, sequences. All of it is sound, but for what is wanted
 * otherwise; then the damaged records come on top, so that the backup without damage is their clean twin.
 */
final class SampleSite {
    private static final long FIRST_ID = 10_000;
    private static final long LATE_ID = 5_000_000;
    private static final int LONG_TEXT = 9 << 20;
    private static final String OF_JIRA = "com.atlassian.jira.plugin.system.customfieldtypes:";

    private final SampleBackupSpec spec;
    private final SamplePeople people;
    private final RecordWriter out;
    private long nextId = LATE_ID;

    SampleSite(SampleBackupSpec spec, SamplePeople people, RecordWriter out) {
        this.spec = spec;
        this.people = people;
        this.out = out;
    }

    void write() throws IOException {
        if (spec.has(Damage.JIRA_4)) {
            return;
        }
        sound();
        damagedPeople();
        damagedGroups();
        damagedIssues();
        damagedConfiguration();
    }

    private void sound() throws IOException {
        field(FIRST_ID + 50, OF_JIRA + "userpicker", "Reviewer");
        field(FIRST_ID + 51, OF_JIRA + "textfield", "Customer");
        group(FIRST_ID, "jira-administrators");
        group(FIRST_ID + 1, "jira-software-users");
        out.record("GlobalPermissionEntry")
                .attribute("id", FIRST_ID)
                .attribute("permission", "ADMINISTER")
                .attribute("group_id", "jira-administrators")
                .end();
        membership(
                FIRST_ID, spec.has(Damage.NO_ADMINISTRATOR) ? 1 : FIRST_ID, "jira-administrators", people.lowerName(0));
        membership(FIRST_ID + 1, FIRST_ID, "jira-software-users", people.lowerName(0));
        out.record("ProjectRoleActor")
                .attribute("id", FIRST_ID)
                .attribute("roletype", "atlassian-user-role-actor")
                .attribute("roletypeparameter", people.key(0))
                .end();
        sequence("CustomField", FIRST_ID + 100);
        sequence("Group", FIRST_ID + 100);
        share(FIRST_ID + 100, "group");
        workflow("Sample workflow", "<workflow><meta name=\"a\">R &amp; D</meta></workflow>");
    }

    // ---- damage

    private void damagedPeople() throws IOException {
        person(Damage.EXAMPLE_EMAIL, 1, "testuser@example.com");
        person(Damage.INVALID_EMAIL, 1, "john..doe@acme.test");
        person(Damage.UNUSUAL_EMAIL, 1, "jürgen@acme.test");
        person(Damage.IP_EMAIL, 1, "ann@[192.0.2.7]");
        person(Damage.LOOK_ALIKE_EMAIL, 1, "\u0430nn@acme.test");
        person(Damage.BLANKS_AROUND_EMAIL, 1, "\u00A0blanks@acme.test\u200B");
        person(Damage.LOST_DIRECTORY, 99_999, "lost@acme.test");
        person(Damage.ANONYMISED, 1, "JIRAUSER5000000@jira.invalid");
        if (spec.has(Damage.EXTERNAL_DIRECTORY)) {
            directory(20_001, "Corporate LDAP", "CONNECTOR", 1);
            person(Damage.EXTERNAL_DIRECTORY, 20_001, "external@acme.test");
        }
        if (spec.has(Damage.INACTIVE_DIRECTORY)) {
            directory(20_002, "Old directory", "INTERNAL", 0);
            person(Damage.INACTIVE_DIRECTORY, 20_002, "old@acme.test");
        }
        if (spec.has(Damage.DUPLICATE_USER)) {
            user(1, people.lowerName(0).toUpperCase(java.util.Locale.ROOT), people.lowerName(0), "second@acme.test");
        }
        if (spec.has(Damage.DUPLICATE_USER_KEY)) {
            key(people.key(0), people.lowerName(0));
        }
        if (spec.has(Damage.REMOVED_PERSON)) {
            key("JIRAUSER77777", "left.long.ago");
            fieldValue(FIRST_ID + 50, "JIRAUSER77777");
        }
    }

    private void person(Damage damage, long directory, String email) throws IOException {
        if (spec.has(damage)) {
            String name = damage.option();
            user(directory, name, name, email);
            key("JIRAUSER" + nextId++, name);
        }
    }

    private void user(long directory, String name, String lowerName, String email) throws IOException {
        out.record("User")
                .attribute("id", nextId++)
                .attribute("directoryId", directory)
                .attribute("userName", name)
                .attribute("lowerUserName", lowerName)
                .attribute("active", 1)
                .attribute("displayName", name)
                .attribute("emailAddress", email)
                .end();
    }

    private void key(String key, String lowerName) throws IOException {
        out.record("ApplicationUser")
                .attribute("id", nextId++)
                .attribute("userKey", key)
                .attribute("lowerUserName", lowerName)
                .end();
    }

    private void directory(long id, String name, String type, int active) throws IOException {
        out.record("Directory")
                .attribute("id", id)
                .attribute("directoryName", name)
                .attribute("active", active)
                .attribute("type", type)
                .attribute("position", 9)
                .end();
    }

    private void damagedGroups() throws IOException {
        if (spec.has(Damage.RESERVED_GROUP)) {
            group(nextId++, "site-admins");
        }
        if (spec.has(Damage.DUPLICATE_MEMBERSHIP)) {
            membership(FIRST_ID + 1, FIRST_ID, "jira-software-users", people.lowerName(0));
        }
    }

    private void group(long id, String name) throws IOException {
        out.record("Group")
                .attribute("id", id)
                .attribute("groupName", name)
                .attribute("lowerGroupName", name)
                .attribute("active", 1)
                .attribute("type", "GROUP")
                .attribute("directoryId", 1)
                .end();
    }

    private void membership(long parent, long child, String group, String user) throws IOException {
        out.record("Membership")
                .attribute("id", nextId++)
                .attribute("parentId", parent)
                .attribute("childId", child)
                .attribute("membershipType", "GROUP_USER")
                .attribute("lowerParentName", group)
                .attribute("lowerChildName", user)
                .attribute("directoryId", 1)
                .end();
    }

    private void damagedIssues() throws IOException {
        issue(Damage.DUPLICATE_ISSUE_ID, FIRST_ID, nextId++, 1, 10_001);
        issue(Damage.DUPLICATE_ISSUE_KEY, nextId++, 1, 1, 10_001);
        issue(Damage.LOST_STATUS, nextId++, nextId++, 99_999, 10_001);
        issue(Damage.LOST_ISSUE_TYPE, nextId++, nextId++, 1, 99_999);
        many(Damage.MANY_COMMENTS, 5_001, "Action", "issue");
        many(Damage.MANY_ATTACHMENTS, 2_001, "FileAttachment", "issue");
        many(Damage.MANY_LINKS, 2_001, "IssueLink", "source");
        many(Damage.MANY_WORKLOGS, 10_001, "Worklog", "issue");
        many(Damage.MANY_REMOTE_LINKS, 2_001, "RemoteIssueLink", "issueid");
        if (spec.has(Damage.LONG_TEXT)) {
            out.record("Action")
                    .attribute("id", nextId++)
                    .attribute("issue", FIRST_ID)
                    .attribute("type", "comment");
            out.attribute("body", "a long text\n" + "x".repeat(LONG_TEXT)).end();
        }
    }

    private void issue(Damage damage, long id, long number, long status, long type) throws IOException {
        if (spec.has(damage)) {
            out.record("Issue")
                    .attribute("id", id)
                    .attribute("number", number)
                    .attribute("project", FIRST_ID)
                    .attribute("reporter", people.key(0))
                    .attribute("type", type)
                    .attribute("status", status)
                    .end();
        }
    }

    private void many(Damage damage, int number, String entity, String field) throws IOException {
        if (spec.has(damage)) {
            for (int i = 0; i < number; i++) {
                out.record(entity)
                        .attribute("id", nextId++)
                        .attribute(field, FIRST_ID + 1)
                        .attribute("type", "comment")
                        .end();
            }
        }
    }

    private void damagedConfiguration() throws IOException {
        if (spec.has(Damage.APP_FIELDS)) {
            field(FIRST_ID + 52, "com.onresolve.jira.groovy.groovyrunner:scripted-field", "Total cost");
            fieldValue(FIRST_ID + 52, "17");
        }
        if (spec.has(Damage.BROKEN_WORKFLOW)) {
            workflow("Broken", "<workflow><meta name=\"a\">R & D</meta></workflow>");
        }
        if (spec.has(Damage.LOW_SEQUENCE)) {
            sequence("Project", FIRST_ID);
        }
        if (spec.has(Damage.SHARED_WITH_EVERYONE)) {
            share(FIRST_ID + 101, "global");
        }
        if (spec.has(Damage.DUPLICATE_PROJECT)) {
            project(SampleEntities.projectKey(0));
        }
        if (spec.has(Damage.LONG_PROJECT_KEY)) {
            project("VERY_LONG_PROJECT_KEY");
        }
    }

    private void project(String key) throws IOException {
        out.record("Project")
                .attribute("id", nextId++)
                .attribute("name", "One more project")
                .attribute("lead", people.key(0))
                .attribute("key", key)
                .end();
    }

    private void field(long id, String type, String name) throws IOException {
        out.record("CustomField")
                .attribute("id", id)
                .attribute("customfieldtypekey", type)
                .attribute("name", name)
                .end();
    }

    private void fieldValue(long field, String value) throws IOException {
        out.record("CustomFieldValue")
                .attribute("id", nextId++)
                .attribute("issue", FIRST_ID)
                .attribute("customfield", field)
                .attribute("stringvalue", value)
                .end();
    }

    private void sequence(String name, long next) throws IOException {
        out.record("SequenceValueItem")
                .attribute("seqName", name)
                .attribute("seqId", spec.has(Damage.RESERVED_GROUP) && name.equals("Group") ? 2 * LATE_ID : next)
                .end();
    }

    private void share(long filter, String type) throws IOException {
        out.record("SharePermissions")
                .attribute("id", nextId++)
                .attribute("entityId", filter)
                .attribute("entityType", "SearchRequest")
                .attribute("type", type)
                .end();
    }

    private void workflow(String name, String descriptor) throws IOException {
        out.record("Workflow")
                .attribute("id", nextId++)
                .attribute("name", name)
                .attribute("descriptor", "<?xml version=\"1.0\"?>\n" + descriptor)
                .end();
    }
}
