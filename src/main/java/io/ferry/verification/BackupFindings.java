package io.ferry.verification;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.migration.MigrationId;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was found in a migration's backup, and the records that each finding is about. The records hold data of people: they
 * are for Ferry's page, and are erased with all that is known of people.
 */
@Repository
public class BackupFindings {
    private static final int ROWS_AT_ONCE = 1000;
    private static final int LONGEST = 1000;
    private static final int LONGEST_MESSAGE = 2000;

    private final JdbcClient sql;
    private final JdbcTemplate batches;

    BackupFindings(JdbcClient sql, JdbcTemplate batches) {
        this.sql = sql;
        this.batches = batches;
    }

    /**
     * A finding as it was kept.
     *
     * @param place where the first of it stands, as people read it
     * @param records how many records it is about, as far as they could be told apart
     */
    public record Kept(FindingCode code, String message, String place, long records) {}

    /** Keeps what was found, in place of what an earlier reading found. */
    @Transactional
    public void keep(MigrationId id, List<BackupFinding> findings, FindingRecords records) {
        erase(id);
        List<Integer> positions = IntStream.range(0, findings.size()).boxed().toList();
        batches.batchUpdate(
                "insert into backup_finding (migration_id, position, code, message, place, records)"
                        + " values (?, ?, ?, ?, ?, ?)",
                positions,
                ROWS_AT_ONCE,
                (PreparedStatement row, Integer position) -> {
                    BackupFinding finding = findings.get(position);
                    row.setString(1, id.value());
                    row.setInt(2, position);
                    row.setString(3, finding.code().name());
                    row.setString(4, cut(finding.message(), LONGEST_MESSAGE));
                    row.setString(5, cut(finding.where().asText(), LONGEST));
                    row.setLong(6, records.number(finding.code()));
                });
        records.first().forEach((code, found) -> keep(id, code, found));
    }

    private void keep(MigrationId id, FindingCode code, List<FindingRecord> found) {
        int[] position = {0};
        batches.batchUpdate(
                "insert into backup_finding_record (migration_id, code, position, entity, record_id, record_key, line,"
                        + " byte_offset, note) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                found,
                ROWS_AT_ONCE,
                (PreparedStatement row, FindingRecord kept) -> {
                    row.setString(1, id.value());
                    row.setString(2, code.name());
                    row.setInt(3, position[0]++);
                    row.setString(4, cut(kept.entity(), LONGEST));
                    row.setString(5, cutOrNull(kept.id()));
                    row.setString(6, cutOrNull(kept.key()));
                    row.setLong(7, kept.line());
                    row.setLong(8, kept.byteOffset());
                    row.setString(9, cutOrNull(kept.note()));
                });
    }

    private static String cut(String text, int most) {
        // PostgreSQL stores no NUL.
        String plain = text.replace('\0', '?');
        return plain.length() <= most ? plain : plain.substring(0, most);
    }

    private static @Nullable String cutOrNull(@Nullable String text) {
        return text == null ? null : cut(text, LONGEST);
    }

    /** {@return what was found, the worst first; empty where no backup was read} */
    public List<Kept> all(MigrationId id) {
        return sql.sql(
                        "select code, message, place, records from backup_finding where migration_id = ? order by position")
                .param(id.value())
                .query((row, number) -> new Kept(
                        FindingCode.valueOf(row.getString("code")),
                        row.getString("message"),
                        row.getString("place"),
                        row.getLong("records")))
                .list();
    }

    /** {@return the first records that a finding is about, at most 1,000} */
    public List<FindingRecord> records(MigrationId id, FindingCode code) {
        return sql.sql("select entity, record_id, record_key, line, byte_offset, note from backup_finding_record"
                        + " where migration_id = ? and code = ? order by position")
                .params(id.value(), code.name())
                .query((row, number) -> new FindingRecord(
                        row.getString("entity"),
                        row.getString("record_id"),
                        row.getString("record_key"),
                        row.getLong("line"),
                        row.getLong("byte_offset"),
                        row.getString("note")))
                .list();
    }

    /** Whether any are kept. */
    @Transactional(readOnly = true)
    public boolean has(MigrationId id) {
        return sql.sql("select exists (select 1 from backup_finding_record where migration_id = ?)")
                .param(id.value())
                .query(Boolean.class)
                .single();
    }

    /** Erases the records, which hold data of people, and the findings; returns how many records that were. */
    @Transactional
    public long erase(MigrationId id) {
        sql.sql("delete from backup_finding where migration_id = ?")
                .param(id.value())
                .update();
        return sql.sql("delete from backup_finding_record where migration_id = ?")
                .param(id.value())
                .update();
    }
}
