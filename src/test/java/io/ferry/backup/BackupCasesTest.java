package io.ferry.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.read.BackupUnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small backups with one awkward thing each: what Ferry says of every one of them. The files are not part of the repository;
 * their README says what is wanted, and each line here says it as the reader does.
 */
class BackupCasesTest {
    private static final Path CASES = Path.of("..", "shared", "data", "backup-cases");

    /** File | verdict | complete | people, removed | findings (without ATTACHMENTS_SEPARATE), and words of their messages. */
    private static final String TABLE = """
            00-control.zip | IMPORTABLE | complete | 8, 0 |
            01-email-example-com.zip | NOT_IMPORTABLE | complete | 9, 0 | BLOCKS PEOPLE_WITH_EXAMPLE_EMAIL 1 person has
            02-duplicate-user-same-directory.zip | NOT_IMPORTABLE | complete | 8, 0 | BLOCKS USER_TWICE_IN_DIRECTORY 1 lower-case user name occurs twice in the same directory
            03a-email-double-dot.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            03c-email-trailing-dot.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            03d-email-umlaut.zip | IMPORTABLE | complete | 9, 0 | INFORMS PEOPLE_WITH_UNUSUAL_EMAIL 1 person has
            03f-email-slash-amp.zip | IMPORTABLE | complete | 9, 0 | INFORMS PEOPLE_WITH_UNUSUAL_EMAIL 1 person has
            03g-email-hyphen-domain.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            03h-email-underscore-domain.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            03i-email-localhost.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            03j-email-ip-literal.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            03l-email-nbsp.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS PEOPLE_WITH_INVALID_EMAIL 1 person has
            04-membership-same-ids.zip | NOT_IMPORTABLE | complete | 8, 0 | BLOCKS MEMBERSHIP_TWICE parentId, childId and membershipType
            06-anonymized-user.zip | IMPORTABLE | complete | 9, 0 | INFORMS PEOPLE_ANONYMISED neither matched nor invited
            07-people-only-in-ldap.zip | IMPORTABLE | complete | 8, 0 | INFORMS PEOPLE_FROM_EXTERNAL_DIRECTORY 8 active people come
            09-all-admins-inactive-directory.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS PEOPLE_IN_INACTIVE_DIRECTORY 8 people are only in directories
            10-removed-only-in-user-picker.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 1 | WARNS PEOPLE_REMOVED 1 removed person is still referred to, 1 time
            11-email-shared-active-inactive.zip | IMPORTABLE_WITH_LOSSES | complete | 9, 0 | WARNS EMAIL_SHARED 2 people share 1 address
            13-blocklisted-groups.zip | IMPORTABLE | complete | 8, 0 | INFORMS GROUPS_RESERVED atlassian-addons, atlassian-addons-admin, site-admins, system-administrators
            14-project-key-long-underscore.zip | IMPORTABLE | complete | 8, 0 | INFORMS PROJECT_KEY_UNUSUAL 1 project key is longer than 10
            16-app-custom-field-types.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS APP_FIELD_TYPES com.onresolve.jira.groovy.groovyrunner (0 issues have a value), com.tempoplugin.tempo-accounts
            17-duplicate-issue-id.zip | NOT_IMPORTABLE | complete | 8, 0 | BLOCKS ISSUE_ID_TWICE 1 issue id occurs twice
            18-issue-of-missing-status.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS STATUS_MISSING 1 issue has a status
            19-workflow-descriptor-malformed.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS WORKFLOW_MALFORMED "Broken"
            20-ao-binary-field.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS AO_BINARY_FIELD AO_C0FFEE_THING
            21-ao-oracle-number-without-precision.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS AO_NUMBER_WITHOUT_PRECISION 5 number columns
            22-ao-duplicate-primary-key.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS AO_DUPLICATE_KEY 1 primary key occurs twice in AO_C0FFEE_THING
            23-ao-row-of-too-few-values.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS AO_ROW_WIDTH AO_C0FFEE_THING
            25-ao-is-another-root.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS AO_ANOTHER_DOCUMENT <html>
            26-ao-missing-app-tables.zip | IMPORTABLE | - | 8, 0 | INFORMS AO_APP_WITHOUT_TABLES eu.softwareplant.bigpicture
            27-ao-truncated.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_TRUNCATED activeobjects.xml ends
            30-control-char-raw.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_ILLEGAL_CHARACTERS 1 illegal character (
            31-control-char-reference.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_ILLEGAL_CHARACTERS 1 illegal character (
            32-ffff-raw.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_ILLEGAL_CHARACTERS 1 illegal character (
            34-emoji-cesu8.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_ILLEGAL_CHARACTERS 6 illegal characters (
            35-emoji-plain.zip | IMPORTABLE | complete | 8, 0 |
            36-latin1-bytes.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_ILLEGAL_CHARACTERS 1 illegal character (
            37-declared-latin1.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_RESAVED declares ISO-8859-1
            38-utf16.zip | NOT_IMPORTABLE | - | 0, 0 | BLOCKS XML_RESAVED is UTF-16
            39-utf8-bom.zip | IMPORTABLE | complete | 8, 0 |
            40-blank-line-before-declaration.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_MALFORMED in 1 place
            42-nul.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_ILLEGAL_CHARACTERS 1 illegal character (
            50-build-newer-version-missing.zip | NOT_IMPORTABLE | complete | 8, 0 | BLOCKS VERSION_TOO_NEW Build 999999999
            51-header-enterprise-edition.zip | NOT_IMPORTABLE | complete | 8, 0 | BLOCKS VERSION_TOO_OLD Jira 3.13.2
            52-ondemand.zip | NOT_IMPORTABLE | complete | 8, 0 | BLOCKS CLOUD_EXPORT Cloud
            53-version-11.zip | IMPORTABLE | complete | 8, 0 |
            60-zip-in-zip.zip | unreadable | holds another zip, 2024-Jun-10--0613.zip
            61-macosx.zip | IMPORTABLE | complete | 8, 0 | INFORMS ENTRY_EXTRA on a Mac
            63-upper-case-name.zip | unreadable | holds Entities.xml, but Jira looks for entities.xml
            64-bzip2.zip | unreadable | by bzip2
            65-lzma.zip | unreadable | by LZMA
            67-tar-gz-named-zip.zip | unreadable | packed by gzip
            68-plain-entities.xml | unreadable | taken out of its zip
            69-confluence.zip | unreadable | export of Confluence
            71-empty-file.zip | unreadable | is empty
            80-description-of-9MB.zip | IMPORTABLE | complete | 8, 0 |
            83-attachments-in-the-same-zip.zip | IMPORTABLE | complete | 8, 0 | INFORMS ATTACHMENTS_IN_ZIP 1,200 files
            83b-few-attachments-in-the-same-zip.zip | IMPORTABLE | complete | 8, 0 | INFORMS ATTACHMENTS_IN_ZIP 400 files
            84-issue-with-5001-comments.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS ISSUE_COMMENTS_OVER_LIMIT 1 issue is over the cloud's limit of 5,000 comments
            87-user-name-trailing-space.zip | IMPORTABLE | complete | 9, 0 |
            88-turkish-I.zip | IMPORTABLE | complete | 10, 0 |
            89-no-active-admin-left.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS NOBODY_ACTIVE Nobody in the file is active
            90-bigpicture-8.2.1.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS APP_TOO_OLD 8.2.1
            91-bigtemplate-only.zip | IMPORTABLE_WITH_LOSSES | complete | 8, 0 | WARNS APP_MISSING Neither BigPicture nor BigGantt
            92-archived-project-and-issues.zip | IMPORTABLE | complete | 8, 0 |
            94-xml-1.1.zip | NOT_IMPORTABLE | - | 8, 0 | BLOCKS XML_RESAVED declares XML 1.1
            95-crowd-dir-two-emails.zip | IMPORTABLE | complete | 8, 0 | INFORMS PEOPLE_IN_SEVERAL_DIRECTORIES 1 person is in more than one directory
            """;

    static Map<String, List<String>> wanted() {
        Map<String, List<String>> wanted = new TreeMap<>();
        TABLE.lines().forEach(line -> {
            List<String> cells =
                    Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            wanted.put(cells.getFirst(), cells.subList(1, cells.size()));
        });
        return wanted;
    }

    static Stream<String> files() {
        return wanted().keySet().stream();
    }

    @BeforeEach
    void skipWithoutTheFiles() {
        Assumptions.assumeTrue(
                Files.isDirectory(CASES), "Skipped: the backup cases are not there (looked for " + CASES + ").");
    }

    @Test
    void shouldKnowEveryCase() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".md")))
                    .containsExactlyInAnyOrderElementsOf(wanted().keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldSayWhatIsWanted(String name) {
        List<String> wanted = Objects.requireNonNull(wanted().get(name));
        assertThat(said(CASES.resolve(name), wanted.getLast())).containsExactlyElementsOf(wanted);
    }

    /** What the reader says, in the cells of the table; of messages only those words that are wanted, where they are there. */
    private static List<String> said(Path file, String wantedLast) {
        BackupReading reading;
        try {
            reading = new BackupReader().read(file);
        } catch (BackupUnreadableException refused) {
            String message = String.valueOf(refused.getMessage());
            return List.of("unreadable", message.contains(wantedLast) ? wantedLast : message);
        }
        List<String> findings = reading.findings().stream()
                .filter(finding -> finding.code() != FindingCode.ATTACHMENTS_SEPARATE)
                .map(finding -> {
                    String begin = finding.severity() + " " + finding.code() + " ";
                    boolean asWanted = wantedLast.startsWith(begin)
                            && finding.message().contains(wantedLast.substring(begin.length()));
                    return asWanted ? wantedLast : begin + finding.message();
                })
                .toList();
        return List.of(
                reading.verdict().name(),
                reading.complete() ? "complete" : "-",
                reading.peopleCounts().total() + ", " + reading.peopleCounts().removed(),
                String.join("; ", findings));
    }

    @Test
    void shouldShowARemovedPersonByTheLastNameThatTheBackupHolds() {
        BackupReading reading = new BackupReader().read(CASES.resolve("10-removed-only-in-user-picker.zip"));
        assertThat(reading.removedPeople()).singleElement().satisfies(person -> {
            assertThat(person.userKey()).isEqualTo("JIRAUSER77777");
            assertThat(person.userName()).isEqualTo("left.long.ago");
            assertThat(person.references().fields()).isEqualTo(1);
        });
    }
}
