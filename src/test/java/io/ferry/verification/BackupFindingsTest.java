package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.MigrationId;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class BackupFindingsTest {
    private static final MigrationId ID = new MigrationId("m-1");
    private static final BackupFinding TWICE = new BackupFinding(
            FindingCode.ISSUE_ID_TWICE,
            "2,000 issue ids occur twice.",
            new BackupPlace("entities.xml", 7, 99, "Issue"));
    private static final BackupFinding CLOUD = new BackupFinding(
            FindingCode.CLOUD_EXPORT, "A cloud export.", new BackupPlace("entities.xml", 0, -1, null));

    private static BackupFindings on(TestDatabase database) {
        DataSource source = database.withTables();
        JdbcTemplate jdbc = new JdbcTemplate(source);
        jdbc.execute("alter table backup_finding drop constraint backup_finding_of_migration");
        jdbc.execute("alter table backup_finding_record drop constraint backup_finding_record_of_migration");
        return new BackupFindings(JdbcClient.create(jdbc), jdbc);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void shouldKeepTheFirstRecordsOfEachFindingUntilTheyAreErased(TestDatabase database) {
        // given
        BackupFindings findings = on(database);
        FindingRecords records = new FindingRecords();
        for (int i = 0; i < 2_000; i++) {
            records.onRecord(
                    FindingCode.ISSUE_ID_TWICE,
                    new FindingRecord(
                            "Issue",
                            String.valueOf(i),
                            null,
                            i + 1,
                            i * 10L,
                            i == 0 ? "a\0b" + "x".repeat(2_000) : null));
        }

        // when
        findings.keep(ID, List.of(CLOUD), new FindingRecords());
        findings.keep(ID, List.of(TWICE, CLOUD), records);

        // then
        assertThat(findings.all(ID))
                .containsExactly(
                        new BackupFindings.Kept(
                                FindingCode.ISSUE_ID_TWICE,
                                TWICE.message(),
                                "entities.xml, line 7, byte 99, entity Issue",
                                2_000),
                        new BackupFindings.Kept(FindingCode.CLOUD_EXPORT, CLOUD.message(), "entities.xml", 0));
        List<FindingRecord> kept = findings.records(ID, FindingCode.ISSUE_ID_TWICE);
        assertThat(kept).hasSize(1_000);
        assertThat(kept.getFirst().note()).startsWith("a?b").hasSize(1_000);
        assertThat(kept.get(1)).isEqualTo(new FindingRecord("Issue", "1", null, 2, 10, null));
        assertThat(findings.records(ID, FindingCode.CLOUD_EXPORT)).isEmpty();

        // and
        assertThat(findings.has(ID)).isTrue();
        assertThat(findings.erase(ID)).isEqualTo(1_000);
        assertThat(findings.has(ID)).isFalse();
        assertThat(findings.all(ID)).isEmpty();
        assertThat(findings.records(ID, FindingCode.ISSUE_ID_TWICE)).isEmpty();
    }
}
