package io.ferry.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.Severity;
import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupKind;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupProgress;
import io.ferry.backup.model.BackupProject;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupTable;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.model.PeopleCounts;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldReadRealBackupsAsAnIndependentReadingDoes() throws Exception {
        for (Path file : Backups.real()) {
            assertSameFigures(new BackupReader().read(file), IndependentReading.of(file));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "jira-4", "jira-6", "jira-7", "jira-99", "cloud", "no-app", "lost-project", "no-tables"})
    void shouldReadGeneratedBackupsAsAnIndependentReadingDoes(String kind) throws Exception {
        // given
        SampleBackupSpec sound =
                SampleBackupSpec.of(120, 60).withProjects(5).withAppRows(77).withSeed(7);
        SampleBackupSpec spec = kind.isEmpty() ? sound : sound.damaged(Damage.of(kind));
        Path file = Backups.sample(folder, spec);

        // when
        BackupReading reading = new BackupReader().read(file);

        // then
        assertSameFigures(reading, IndependentReading.of(file));
        assertThat(reading.issues()).isEqualTo(120);
    }

    private static void assertSameFigures(BackupReading reading, IndependentReading independent) {
        assertThat(reading.sha256()).isEqualTo(independent.sha256);
        assertThat(reading.entities()).isEqualTo(independent.entities);
        Map<String, Long> issues = new TreeMap<>();
        reading.projects().forEach(project -> issues.put(project.key(), project.issues()));
        assertThat(issues).isEqualTo(independent.issuesByProject);
        Map<String, String> apps = new TreeMap<>();
        reading.apps().forEach(app -> apps.put(app.key(), app.version()));
        assertThat(apps).isEqualTo(independent.apps);
        Map<String, Long> rows = new TreeMap<>();
        reading.appData().forEach(table -> rows.put(table.table(), table.rows()));
        assertThat(rows).isEqualTo(independent.rows);
        assertThat(reading.people().stream().filter(person -> !person.removed()).map(BackupPerson::userKey))
                .containsExactlyElementsOf(independent.keysOfPeople);
        assertThat(reading.people().stream().filter(BackupPerson::removed).map(BackupPerson::userKey))
                .containsAll(independent.removedKeys);
        assertThat(reading.peopleCounts().total()).isEqualTo(independent.keysOfPeople.size());
        assertThat(reading.peopleCounts().active()).isEqualTo(independent.active);
        assertThat(reading.peopleCounts().withoutEmail()).isEqualTo(independent.withoutEmail);
        assertThat(reading.peopleCounts().sharedEmail()).isEqualTo(independent.sharedEmail);
        assertThat(reading.jiraVersion()).isEqualTo(independent.properties.get("jira.version"));
        assertThat(reading.buildNumber()).isEqualTo(independent.properties.get("jira.version.patched"));
        assertThat(reading.serverId()).isEqualTo(independent.properties.get("jira.sid.key"));
    }

    @Test
    void shouldReadTheKnownFiguresOfTheOlderRealBackup() {
        // given
        Path file = Backups.real().stream()
                .filter(path -> path.toString().contains("6.3.11"))
                .findFirst()
                .orElseThrow();

        // when
        BackupReading reading = new BackupReader().read(file);

        // then (the figures that its description gives)
        assertThat(reading.jiraVersion()).isEqualTo("6.3.11");
        assertThat(reading.kind()).isEqualTo(BackupKind.SERVER);
        assertThat(reading.entities()).containsEntry("User", 9L).containsEntry("ApplicationUser", 10L);
        assertThat(reading.claimed()).isEqualTo(reading.entities());
        assertThat(reading.directories()).hasSize(2);
        assertThat(reading.projects()).extracting(BackupProject::key).containsExactly("STJP", "TJP");
        assertThat(reading.issues()).isEqualTo(104);
        assertThat(reading.peopleCounts()).isEqualTo(new PeopleCounts(9, 9, 1, 0, 4));
        assertThat(reading.people())
                .filteredOn(person -> person.userKey().equals("will.rename"))
                .singleElement()
                .extracting(BackupPerson::userName)
                .isEqualTo("renamed.will");
        assertThat(reading.importable()).isFalse();
        assertThat(Backups.codes(reading)).contains(FindingCode.VERSION_TOO_OLD);
    }

    @Test
    void shouldCallASoundSampleImportableThoughItsPeopleAreAwkward() {
        // when
        BackupReading reading = Backups.readSample(folder, SampleBackupSpec.of(100, 30));

        // then
        assertThat(reading.importable()).isTrue();
        assertThat(reading.complete()).isTrue();
        assertThat(reading.findings()).noneMatch(finding -> finding.severity() == Severity.BLOCKS);
        assertThat(reading.app("eu.softwareplant.bigpicture")).isPresent();
        assertThat(reading.exportedAt()).isEqualTo(SampleBackup.EXPORTED_AT);
        assertThat(reading.exportedAtFrom()).isEqualTo(BackupReading.ExportTimeSource.ROOT);
        assertThat(reading.peopleCounts().total()).isEqualTo(30);
        assertThat(reading.rowsByPrefix().keySet()).containsExactly("AO_60DB71", "AO_9F2A74", "AO_C0FFEE");
        assertThat(reading.appData())
                .filteredOn(table -> table.table().equals("AO_9F2A74_BOX"))
                .extracting(BackupTable::app)
                .containsExactly("eu.softwareplant.bigpicture");
    }

    @Test
    void shouldReadValuesFromChildElementsToo() {
        // given
        Path file = Backups.zip(folder, """
                <entity-engine-xml date="1">
                    <OSPropertyString id="7"><value><![CDATA[9.1.0]]></value></OSPropertyString>
                    <OSPropertyEntry id="7" entityName="jira.properties" propertyKey="jira.version"/>
                    <Issue id="1" key="OLD-1" reporter="gone"/>
                    <Issue id="2" key="OLD-2" reporter="b"/>
                    <Project id="10" key="NEW" originalkey="OLD">
                        <name>Two
                lines</name>
                    </Project>
                    <Directory id="1" active="0" position="0"/>
                    <Directory id="2" active="1" position="1"/>
                    <ApplicationUser id="1" userKey="b" lowerUserName="bo"/>
                    <User id="1" directoryId="1" userName="Bo" active="1"><displayName>Bo &amp; <![CDATA[<Co>]]></displayName></User>
                    <User id="2" directoryId="2" userName="Bo" active="0" displayName="Second" emailAddress="bo@example.com"/>
                </entity-engine-xml>
                """, "<backup/>");

        // when
        BackupReading reading = new BackupReader().read(file);

        // then
        assertThat(reading.jiraVersion()).isEqualTo("9.1.0");
        assertThat(reading.projects()).containsExactly(new BackupProject("10", "NEW", "Two\nlines", 2));
        BackupPerson bo = reading.people().getFirst();
        assertThat(bo.userKey()).isEqualTo("b");
        assertThat(bo.displayName()).as("the first active directory wins").isEqualTo("Second");
        assertThat(bo.active()).isFalse();
        assertThat(bo.directories()).isEqualTo(2);
        assertThat(bo.references().issues()).isEqualTo(1);
        assertThat(reading.people().get(1).removed()).isTrue();
        assertThat(reading.people().get(1).userKey()).isEqualTo("gone");
    }

    @Test
    void shouldReadMixedTextOfAChildElementAsOneValue() {
        // given
        Path file = Backups.zip(
                folder,
                "<entity-engine-xml><User directoryId=\"1\" userName=\"bo\" active=\"1\">"
                        + "<displayName>Bo &amp; <![CDATA[<Co>]]> &#x263A;</displayName></User></entity-engine-xml>",
                "<backup/>");

        // when
        BackupReading reading = new BackupReader().read(file);

        // then
        assertThat(reading.people()).extracting(BackupPerson::displayName).containsExactly("Bo & <Co> \u263A");
        assertThat(reading.people()).extracting(BackupPerson::userKey).containsExactly("bo");
    }

    @Test
    void shouldHandOverEveryIssueInTheSamePass() {
        // given
        List<BackupIssue> issues = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        Path file = Backups.sample(folder, Backups.SMALL);

        // when
        BackupReading reading = new BackupReader().read(file, new BackupVisitor() {
            @Override
            public boolean wantsIssues() {
                return true;
            }

            @Override
            public void onIssue(BackupIssue issue) {
                issues.add(issue);
            }

            @Override
            public void onProgress(BackupProgress progress) {
                shares.add(progress.share());
            }
        });

        // then
        assertThat(issues).hasSize(60);
        assertThat(issues.stream()
                        .map(BackupIssue::projectId)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .isEqualTo(reading.projects().stream()
                        .collect(Collectors.toMap(BackupProject::id, BackupProject::issues)));
        assertThat(issues).allSatisfy(issue -> assertThat(issue.summary()).isNotBlank());
        assertThat(shares).isNotEmpty().isSorted().allMatch(share -> share <= 1);
    }

    @Test
    void shouldNotShowAnybodyInLogs() {
        // when
        BackupReading reading = Backups.readSample(folder, SampleBackupSpec.of(50, 30));

        // then
        String told = reading + " " + reading.people() + " " + reading.findings();
        assertThat(told).doesNotContain("@").doesNotContain("Administrator").doesNotContain("NOT-A-KEY");
    }

    @Test
    void shouldTakeTheOwnersOfTablesFromWhatTheSiteWroteDown() {
        // given a mapping as Jira keeps it, and as text in an element of its own
        String mapping = "{\"AO_38321B_CUSTOM_CONTENT_LINK\":{\"key\":\"com.atlassian.plugins.jira-links\","
                + "\"name\":\"Links\",\"vendor\":{\"key\":\"no.app\"}},"
                + "\"AO_60DB71_SPRINT\":{\"name\":\"Boards\",\"key\":\"another.owner\"}}";
        String entities = """
                <entity-engine-xml date="1">
                    <OSPropertyEntry id="7" entityName="jira.properties" entityId="1" propertyKey="%s" type="6"/>
                    %s
                </entity-engine-xml>
                """;
        String key = "com.atlassian.activeobjects.admin.ActiveObjectsPluginToTablesMapping";
        String tables = """
                <backup xmlns="http://www.atlassian.com/ao">
                  <table name="AO_38321B_CUSTOM_CONTENT_LINK"><column name="ID" primaryKey="true" sqlType="4"/></table>
                  <table name="AO_60DB71_SPRINT"><column name="ID" primaryKey="true" sqlType="4"/></table>
                  <table name="AO_54307E_SLA"><column name="ID" primaryKey="true" sqlType="4"/></table>
                  <table name="AO_000000_UNKNOWN"><column name="ID" primaryKey="true" sqlType="4"/></table>
                </backup>
                """;

        for (String text : List.of(
                "<OSPropertyText id=\"7\" value=\"" + mapping.replace("\"", "&quot;") + "\"/>",
                "<OSPropertyText id=\"7\"><value><![CDATA[" + mapping + "]]></value></OSPropertyText>")) {
            // when
            BackupReading reading = new BackupReader().read(Backups.zip(folder, entities.formatted(key, text), tables));

            // then what the site wrote comes before what is known, and what is known counts as guessed
            assertThat(reading.appData())
                    .extracting(BackupTable::table, BackupTable::app, BackupTable::guessed)
                    .containsExactly(
                            tuple("AO_000000_UNKNOWN", null, false),
                            tuple("AO_38321B_CUSTOM_CONTENT_LINK", "com.atlassian.plugins.jira-links", false),
                            tuple("AO_54307E_SLA", "com.atlassian.servicedesk", true),
                            tuple("AO_60DB71_SPRINT", "another.owner", false));
        }
    }
}
