package io.ferry.migration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which file of each kind counts among those that people uploaded: one for each migration. */
@Repository
@Transactional
public class UploadedFiles {
    private final JdbcClient sql;
    private final Clock clock;

    UploadedFiles(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The file of this kind that counts. */
    @Transactional(readOnly = true)
    public Optional<UploadedFile> find(MigrationId id, String kind) {
        return sql.sql("select * from uploaded_file where migration_id = :id and kind = :kind")
                .param("id", id.value())
                .param("kind", kind)
                .query(UploadedFiles::toUploaded)
                .optional();
    }

    /**
     * Lets a file count from now on, in the place of the one before.
     *
     * @param evenIfTaken whether it may replace one that a task has taken: the task waits again
     * @return whether it counts; if not, a task took the one before in the meantime
     */
    public boolean put(
            MigrationId id,
            String kind,
            String artifactId,
            String name,
            long bytes,
            String sha256,
            boolean evenIfTaken) {
        RecordLock.hold(sql, id);
        Optional<UploadedFile> before = find(id, kind);
        if (before.isPresent() && before.get().artifactId().equals(artifactId)) {
            return true;
        }
        if (before.isPresent() && before.get().takenAt() != null && !evenIfTaken) {
            return false;
        }
        remove(id, kind);
        sql.sql("insert into uploaded_file (migration_id, kind, artifact_id, name, bytes, sha256, at)"
                        + " values (:id, :kind, :artifact, :name, :bytes, :sha256, :at)")
                .params(Map.of(
                        "id", id.value(),
                        "kind", kind,
                        "artifact", artifactId,
                        "name", name,
                        "bytes", bytes,
                        "sha256", sha256,
                        "at", Timestamps.column(Timestamps.now(clock))))
                .update();
        return true;
    }

    /**
     * Takes the file that counts for a task, which may have it again if its job runs twice. No other visit of a task gets it
     * any more.
     *
     * @param visit the key of the element instance that takes it
     * @param since only a file that was uploaded at this time or later
     * @return nothing where there is no such file, or where another visit took it
     */
    public Optional<UploadedFile> take(MigrationId id, String kind, long visit, Instant since) {
        RecordLock.hold(sql, id);
        sql.sql("update uploaded_file set taken_at = :now, taken_by = :visit"
                        + " where migration_id = :id and kind = :kind and taken_at is null and at >= :since")
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .param("visit", visit)
                .param("id", id.value())
                .param("kind", kind)
                .param("since", Timestamps.column(since))
                .update();
        return sql.sql("select * from uploaded_file where migration_id = :id and kind = :kind and taken_by = :visit")
                .param("id", id.value())
                .param("kind", kind)
                .param("visit", visit)
                .query(UploadedFiles::toUploaded)
                .optional();
    }

    /** Lets no file of this kind count any more. */
    public void remove(MigrationId id, String kind) {
        sql.sql("delete from uploaded_file where migration_id = :id and kind = :kind")
                .param("id", id.value())
                .param("kind", kind)
                .update();
    }

    private static UploadedFile toUploaded(ResultSet row, int index) throws SQLException {
        @Nullable OffsetDateTime takenAt = row.getObject("taken_at", OffsetDateTime.class);
        return new UploadedFile(
                row.getString("kind"),
                row.getString("artifact_id"),
                row.getString("name"),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                takenAt == null ? null : takenAt.toInstant());
    }
}
