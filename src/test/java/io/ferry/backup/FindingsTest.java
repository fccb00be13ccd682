package io.ferry.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.findings.Severity;
import io.ferry.backup.judge.BackupCriteria;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupProject;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.base.VersionNumber;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every finding: a file that triggers it, and one that does not. */
class FindingsTest {
    private static final SampleBackupSpec AWKWARD = SampleBackupSpec.of(60, 24).withAppRows(50);

    private static final Map<FindingCode, SampleBackupSpec> TRIGGERS = Map.ofEntries(
            trigger(FindingCode.ZIP_TRUNCATED, Damage.TRUNCATE),
            trigger(FindingCode.ZIP_DAMAGED, Damage.FLIPPED_BYTES),
            trigger(FindingCode.ENTRY_DUPLICATE, Damage.DUPLICATE_ENTRY),
            trigger(FindingCode.ENTRY_ENCRYPTED, Damage.ENCRYPTED),
            trigger(FindingCode.ENTRY_COMPRESSION_UNKNOWN, Damage.UNKNOWN_COMPRESSION),
            trigger(FindingCode.ENTRY_IN_FOLDER, Damage.IN_FOLDER),
            trigger(FindingCode.ENTRY_NAME_UNSAFE, Damage.CLIMBING_NAME),
            trigger(FindingCode.ENTRY_EXTRA, Damage.EXTRA_ENTRY),
            trigger(FindingCode.ENTRY_SIZE_DIFFERS, Damage.WRONG_SIZE),
            trigger(FindingCode.ENTRY_CHECKSUM_DIFFERS, Damage.WRONG_CHECKSUM),
            trigger(FindingCode.ENTRY_EXPANDS_TOO_MUCH, Damage.BOMB),
            trigger(FindingCode.XML_TRUNCATED, Damage.TRUNCATE_XML),
            trigger(FindingCode.XML_MALFORMED, Damage.MALFORMED),
            trigger(FindingCode.XML_ILLEGAL_CHARACTERS, Damage.CONTROL_CHARACTERS),
            trigger(FindingCode.XML_WITH_DOCTYPE, Damage.DOCTYPE),
            trigger(FindingCode.XML_BEYOND_LIMITS, Damage.DEEP),
            trigger(FindingCode.COUNTS_DIFFER, Damage.COUNT_MISMATCH),
            trigger(FindingCode.COUNTS_MISSING, Damage.NO_COUNTS),
            trigger(FindingCode.ACTIVE_OBJECTS_MISSING, Damage.NO_ACTIVE_OBJECTS),
            trigger(FindingCode.ACTIVE_OBJECTS_EMPTY, Damage.EMPTY_ACTIVE_OBJECTS),
            trigger(FindingCode.ACTIVE_OBJECTS_WITHOUT_TABLES, Damage.NO_TABLES),
            trigger(FindingCode.CLOUD_EXPORT, Damage.CLOUD),
            trigger(FindingCode.VERSION_UNKNOWN, Damage.NO_VERSION),
            trigger(FindingCode.VERSION_TOO_OLD, Damage.JIRA_6),
            trigger(FindingCode.VERSION_NOT_GUARANTEED, Damage.JIRA_7),
            trigger(FindingCode.VERSION_TOO_NEW, Damage.JIRA_99),
            trigger(FindingCode.APP_MISSING, Damage.NO_APP),
            trigger(FindingCode.APP_TOO_OLD, Damage.OLD_APP),
            trigger(FindingCode.PEOPLE_MISSING, Damage.JIRA_4),
            trigger(FindingCode.PROJECT_MISSING, Damage.LOST_PROJECT),
            trigger(FindingCode.EXPORT_TIME_FROM_ENTRY, Damage.NO_DATE),
            trigger(FindingCode.ATTACHMENTS_IN_ZIP, Damage.ATTACHMENTS),
            trigger(FindingCode.XML_RESAVED, Damage.LATIN_1),
            trigger(FindingCode.AO_ANOTHER_DOCUMENT, Damage.OTHER_APP_DOCUMENT),
            trigger(FindingCode.AO_BINARY_FIELD, Damage.BINARY_FIELD),
            trigger(FindingCode.AO_DUPLICATE_KEY, Damage.DUPLICATE_ROW),
            trigger(FindingCode.AO_ROW_WIDTH, Damage.SHORT_ROW),
            trigger(FindingCode.AO_DATA_WITHOUT_TABLE, Damage.LOST_TABLE),
            trigger(FindingCode.AO_VALUE_UNFIT, Damage.INVALID_DATE),
            trigger(FindingCode.AO_NUMBER_WITHOUT_PRECISION, Damage.ORACLE_NUMBERS),
            trigger(FindingCode.AO_APP_WITHOUT_TABLES, Damage.NO_BIGPICTURE_TABLES),
            trigger(FindingCode.VERSION_DISAGREES, Damage.VERSION_CONTRADICTION),
            trigger(FindingCode.APP_FIELD_TYPES, Damage.APP_FIELDS),
            trigger(FindingCode.PEOPLE_WITH_UNUSUAL_EMAIL, Damage.UNUSUAL_EMAIL),
            trigger(FindingCode.PEOPLE_WITH_EXAMPLE_EMAIL, Damage.EXAMPLE_EMAIL),
            trigger(FindingCode.PEOPLE_ANONYMISED, Damage.ANONYMISED),
            trigger(FindingCode.PEOPLE_FROM_EXTERNAL_DIRECTORY, Damage.EXTERNAL_DIRECTORY),
            trigger(FindingCode.PEOPLE_IN_INACTIVE_DIRECTORY, Damage.INACTIVE_DIRECTORY),
            trigger(FindingCode.PEOPLE_WITHOUT_DIRECTORY, Damage.LOST_DIRECTORY),
            trigger(FindingCode.NOBODY_ACTIVE, Damage.NOBODY_ACTIVE),
            trigger(FindingCode.NO_ACTIVE_ADMINISTRATOR, Damage.NO_ADMINISTRATOR),
            trigger(FindingCode.USER_TWICE_IN_DIRECTORY, Damage.DUPLICATE_USER),
            trigger(FindingCode.USER_KEY_TWICE, Damage.DUPLICATE_USER_KEY),
            trigger(FindingCode.MEMBERSHIP_TWICE, Damage.DUPLICATE_MEMBERSHIP),
            trigger(FindingCode.GROUPS_RESERVED, Damage.RESERVED_GROUP),
            trigger(FindingCode.ISSUE_ID_TWICE, Damage.DUPLICATE_ISSUE_ID),
            trigger(FindingCode.ISSUE_KEY_TWICE, Damage.DUPLICATE_ISSUE_KEY),
            trigger(FindingCode.PROJECT_TWICE, Damage.DUPLICATE_PROJECT),
            trigger(FindingCode.STATUS_MISSING, Damage.LOST_STATUS),
            trigger(FindingCode.ISSUE_TYPE_MISSING, Damage.LOST_ISSUE_TYPE),
            trigger(FindingCode.WORKFLOW_MALFORMED, Damage.BROKEN_WORKFLOW),
            trigger(FindingCode.SEQUENCE_TOO_LOW, Damage.LOW_SEQUENCE),
            trigger(FindingCode.PROJECT_KEY_UNUSUAL, Damage.LONG_PROJECT_KEY),
            trigger(FindingCode.ISSUE_COMMENTS_OVER_LIMIT, Damage.MANY_COMMENTS),
            trigger(FindingCode.ISSUE_ATTACHMENTS_OVER_LIMIT, Damage.MANY_ATTACHMENTS),
            trigger(FindingCode.ISSUE_LINKS_OVER_LIMIT, Damage.MANY_LINKS),
            trigger(FindingCode.ISSUE_WORKLOGS_OVER_LIMIT, Damage.MANY_WORKLOGS),
            trigger(FindingCode.ISSUE_REMOTE_LINKS_OVER_LIMIT, Damage.MANY_REMOTE_LINKS),
            trigger(FindingCode.SHARED_WITH_EVERYONE, Damage.SHARED_WITH_EVERYONE),
            Map.entry(FindingCode.ATTACHMENTS_SEPARATE, Backups.SMALL),
            Map.entry(FindingCode.PEOPLE_WITHOUT_EMAIL, AWKWARD),
            Map.entry(FindingCode.PEOPLE_WITH_INVALID_EMAIL, AWKWARD),
            Map.entry(FindingCode.EMAIL_SHARED, AWKWARD),
            Map.entry(FindingCode.PEOPLE_IN_SEVERAL_DIRECTORIES, AWKWARD),
            Map.entry(FindingCode.PEOPLE_REMOVED, AWKWARD.withSeed(3)));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static Map.Entry<FindingCode, SampleBackupSpec> trigger(FindingCode code, Damage damage) {
        return Map.entry(code, Backups.SMALL.damaged(damage));
    }

    static Stream<Arguments> everyFinding() {
        return Stream.of(FindingCode.values()).map(code -> Arguments.of(code, TRIGGERS.get(code)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyFinding")
    void shouldFindItWhereItIs(FindingCode code, SampleBackupSpec damaged) {
        // when
        BackupReading reading = Backups.readSample(folder, damaged);

        // then
        List<BackupFinding> found = reading.findings().stream()
                .filter(finding -> finding.code() == code)
                .toList();
        assertThat(found).as("findings %s", reading.findings()).isNotEmpty();
        assertThat(found).allSatisfy(finding -> {
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.whatToDo()).isNotBlank();
            assertThat(finding.where().asText()).isNotBlank();
        });
        assertThat(reading.importable())
                .isEqualTo(reading.findings().stream().noneMatch(finding -> finding.severity() == Severity.BLOCKS));
        if (code.severity() == Severity.BLOCKS) {
            assertThat(reading.importable()).isFalse();
        }
    }

    @Test
    void shouldFindNothingInASoundBackupWithoutAwkwardPeopleAndAttachments() {
        assertThat(Backups.readSample(folder, SampleBackupSpec.of(2, 5).withoutAwkwardPeople())
                        .findings())
                .isEmpty();
    }

    @Test
    void shouldFindNothingButWhatIsWrong() {
        // Each kind of damage must not be mistaken for another, except where one brings the other with it.
        List<FindingCode> companions = List.of(FindingCode.ATTACHMENTS_SEPARATE);
        Map<FindingCode, List<FindingCode>> brings = Map.ofEntries(Map.entry(
                FindingCode.PEOPLE_MISSING, List.of(FindingCode.VERSION_TOO_OLD, FindingCode.COUNTS_MISSING)));
        TRIGGERS.forEach((code, spec) -> {
            if (!spec.damage().isEmpty()) {
                List<FindingCode> allowed = new ArrayList<>(companions);
                allowed.add(code);
                allowed.addAll(brings.getOrDefault(code, List.of()));
                assertThat(Backups.codes(Backups.readSample(folder, spec)))
                        .as("%s", code)
                        .isSubsetOf(allowed);
            }
        });
    }

    /** Kinds of damage of which no file can be read, and what the refusal says. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "LZMA, compressed by LZMA",
        "BZIP2, compressed by bzip2",
        "TAR_GZ, packed by gzip",
        "WEB_PAGE, a web page",
        "EMPTY_FILE, is empty",
        "ZIP_IN_ZIP, holds another zip",
        "UPPER_CASE_NAME, in small letters",
        "CONFLUENCE, export of Confluence"
    })
    void shouldSayWhatAFileIsInstead(Damage damage, String wanted) {
        Path file = Backups.sample(folder, Backups.SMALL.damaged(damage));

        assertThatThrownBy(() -> new BackupReader().read(file))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining(wanted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "INVALID_EMAIL, john..doe@acme.test",
        "IP_EMAIL, ann@[192.0.2.7]",
        "LOOK_ALIKE_EMAIL, \u0430nn@acme.test",
        "BLANKS_AROUND_EMAIL, [U+00A0]blanks@acme.test[U+200B]"
    })
    void shouldFindAddressesThatNoMailReachesAndShowTheirBlanks(Damage damage, String shown) {
        // given
        SampleBackupSpec clean = SampleBackupSpec.of(2, 5).withoutAwkwardPeople();

        // when
        List<FindingRecord> records = new ArrayList<>();
        BackupReading reading = new BackupReader()
                .read(
                        Backups.sample(folder, clean.damaged(damage)),
                        recordsOf(FindingCode.PEOPLE_WITH_INVALID_EMAIL, records));

        // then
        assertThat(Backups.codes(reading)).containsExactly(FindingCode.PEOPLE_WITH_INVALID_EMAIL);
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.note()).isEqualTo(shown);
            assertThat(record.line()).isPositive();
        });
        assertThat(Backups.readSample(folder, clean).findings()).isEmpty();
    }

    @Test
    void shouldShowTheBlanksOfAnAddressThatTwoPeopleShare() {
        // given
        Path file = Backups.zip(folder, """
                <entity-engine-xml date="1">
                    <User directoryId="1" userName="bo" emailAddress="bo@acme.test"/>
                    <User directoryId="1" userName="bob" emailAddress="Bo@acme.test "/>
                </entity-engine-xml>
                """, "<backup/>");

        // when
        List<FindingRecord> records = new ArrayList<>();
        new BackupReader().read(file, recordsOf(FindingCode.EMAIL_SHARED, records));

        // then
        assertThat(records).extracting(FindingRecord::note).contains("bo@acme.test", "Bo@acme.test[U+0020]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MANY_COMMENTS, ISSUE_COMMENTS_OVER_LIMIT, Action",
        "MANY_ATTACHMENTS, ISSUE_ATTACHMENTS_OVER_LIMIT, FileAttachment",
        "MANY_LINKS, ISSUE_LINKS_OVER_LIMIT, IssueLink",
        "MANY_WORKLOGS, ISSUE_WORKLOGS_OVER_LIMIT, Worklog",
        "MANY_REMOTE_LINKS, ISSUE_REMOTE_LINKS_OVER_LIMIT, RemoteIssueLink",
        "SHARED_WITH_EVERYONE, SHARED_WITH_EVERYONE, SharePermissions",
        "LOW_SEQUENCE, SEQUENCE_TOO_LOW, SequenceValueItem"
    })
    void shouldSayWhereTheRecordsOfAFindingStand(Damage damage, FindingCode code, String entity) throws Exception {
        // given
        Path file = Backups.sample(folder, Backups.SMALL.damaged(damage));
        String text = IndependentReading.text(file, "entities.xml");

        // when
        List<FindingRecord> records = new ArrayList<>();
        new BackupReader().read(file, recordsOf(code, records));

        // then
        assertThat(records).isNotEmpty().allSatisfy(record -> {
            String before = new String(text.getBytes(UTF_8), 0, (int) record.byteOffset(), UTF_8);
            assertThat(text.substring(before.length())).startsWith("<" + entity + " ");
            assertThat(record.line()).isEqualTo(before.lines().count());
        });
    }

    private static BackupVisitor recordsOf(FindingCode wanted, List<FindingRecord> records) {
        return new BackupVisitor() {
            @Override
            public boolean wantsRecords() {
                return true;
            }

            @Override
            public void onRecord(FindingCode code, FindingRecord found) {
                if (code == wanted) {
                    records.add(found);
                }
            }
        };
    }

    @Test
    void shouldNameThePlaceOfIllegalCharacters() throws Exception {
        // given
        Path file = Backups.sample(folder, Backups.SMALL.damaged(Damage.CONTROL_CHARACTERS));
        String before = IndependentReading.text(file, "entities.xml").split("\u000B", 2)[0];

        // when
        BackupFinding finding = find(file, FindingCode.XML_ILLEGAL_CHARACTERS);

        // then
        assertThat(finding.message()).startsWith("3 illegal characters");
        assertThat(finding.where())
                .isEqualTo(new BackupPlace("entities.xml", before.lines().count(), before.length(), "Action"));
    }

    @Test
    void shouldNameEveryMalformedRecordAndReadOnBehindIt() {
        // given
        Path file = Backups.zip(folder, """
                <entity-engine-xml date="1">
                    <Issue id="1" project="9"/>
                    <Issue id="2" project="9" summary="fish & chips"/>
                    <Issue id="3" project="9"/>
                    <Action id="1" body="a < b"/>
                    <Action id="2"><body>text</oops></Action>
                    <Project id="9" key="P" name="p"/>
                <!--
                 Total : 6

                 Action : 2
                 Issue : 3
                 Project : 1
                -->
                </entity-engine-xml>
                """, "<backup/>");

        // when
        BackupReading reading = new BackupReader().read(file);

        // then
        BackupFinding finding = find(file, FindingCode.XML_MALFORMED);
        assertThat(finding.message())
                .contains("in 3 places")
                .contains("line 3 (Issue), line 5 (Action), line 6 (Action)");
        assertThat(finding.where().line()).isEqualTo(3);
        assertThat(reading.projects()).extracting(BackupProject::issues).containsExactly(2L);
        assertThat(reading.claimed()).containsEntry("Action", 2L);
    }

    @Test
    void shouldSayWhichCountsDiffer() {
        // given
        Path file = Backups.sample(folder, Backups.SMALL.damaged(Damage.COUNT_MISMATCH));

        // then
        BackupFinding finding = find(file, FindingCode.COUNTS_DIFFER);
        assertThat(finding.message()).contains("Issue 60 instead of 61");
        assertThat(finding.where().entity()).isEqualTo("Issue");
    }

    @Test
    void shouldNotTakeAnAddressInTwoDirectoriesForTwoPeople() {
        // given
        String two = "<entity-engine-xml><User directoryId=\"1\" userName=\"bo\" emailAddress=\"bo@example.com\"/>"
                + "<User directoryId=\"2\" userName=\"Bo\" emailAddress=\"BO@example.com\"/>%s</entity-engine-xml>";
        String third = "<User directoryId=\"1\" userName=\"bob\" emailAddress=\"Bo@Example.com\"/>";

        // then
        BackupReader reader = new BackupReader();
        assertThat(Backups.codes(reader.read(Backups.zip(folder, two.formatted(""), "<backup/>"))))
                .contains(FindingCode.PEOPLE_IN_SEVERAL_DIRECTORIES)
                .doesNotContain(FindingCode.EMAIL_SHARED);
        BackupReading shared = reader.read(Backups.zip(folder, two.formatted(third), "<backup/>"));
        assertThat(Backups.codes(shared)).contains(FindingCode.EMAIL_SHARED);
        assertThat(shared.peopleCounts().sharedEmail()).isEqualTo(2);
    }

    @Test
    void shouldTakeSpellingsOfOneAddressForOne() {
        // given
        Path file = Backups.zip(folder, """
                <entity-engine-xml>
                    <User directoryId="1" userName="bo" emailAddress="bo@b\u00FCcher.test"/>
                    <User directoryId="1" userName="bob" emailAddress="&#160;Bo@xn--bcher-kva.test."/>
                </entity-engine-xml>
                """, "<backup/>");

        // then
        assertThat(new BackupReader().read(file).peopleCounts().sharedEmail()).isEqualTo(2);
    }

    @Test
    void shouldJudgeByWhatTheTargetTakes() {
        // given
        Path file = Backups.sample(folder, Backups.SMALL);
        BackupCriteria older = BackupCriteria.defaults().withNewestJira(VersionNumber.of("9.11"));
        BackupCriteria same = BackupCriteria.defaults().withNewestJira(VersionNumber.of("9.12"));

        // then
        assertThat(Backups.codes(new BackupReader(BackupLimits.defaults(), older).read(file)))
                .contains(FindingCode.VERSION_TOO_NEW);
        assertThat(Backups.codes(new BackupReader(BackupLimits.defaults(), same).read(file)))
                .doesNotContain(FindingCode.VERSION_TOO_NEW);
    }

    @Test
    void shouldExplainEveryFindingInTheGuide() throws IOException {
        String guide = Files.readString(Path.of("docs", "inspect.md"));
        assertThat(FindingCode.values())
                .allSatisfy(
                        code -> assertThat(guide).contains("| `" + code + "` |").contains(code.whatToDo()));
    }

    private static BackupFinding find(Path file, FindingCode code) {
        return new BackupReader()
                .read(file).findings().stream()
                        .filter(finding -> finding.code() == code)
                        .findFirst()
                        .orElseThrow();
    }
}
