package io.ferry.migration;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What people confirmed on Ferry's page, task by task. */
@Repository
@Transactional
public class PageConfirmations {
    private static final Duration COMPLETING = Duration.ofMinutes(5);

    private final JdbcClient sql;
    private final Clock clock;

    PageConfirmations(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Keeps a confirmation. One that the same person gave for the same task is replaced; one of somebody else only after a while, when
     * Camunda surely did not take it: until then it may just be completing the task.
     *
     * @return whether it was kept
     */
    public boolean put(PageConfirmation confirmation) {
        Actor by = confirmation.by().onRecord();
        String reason = confirmation.reason();
        RecordLock.hold(sql, confirmation.migrationId());
        boolean othersFirst = find(confirmation.migrationId(), confirmation.userTask(), confirmation.question())
                .filter(known -> !known.by().equals(by))
                .isPresent();
        int deleted = sql.sql("delete from page_confirmation where migration_id = :id and user_task_key = :task"
                        + (othersFirst ? " and at < :old" : ""))
                .param("id", confirmation.migrationId().value())
                .param("task", confirmation.userTask())
                .param("old", Timestamps.column(Timestamps.now(clock).minus(COMPLETING)))
                .update();
        if (othersFirst && deleted == 0) {
            return false;
        }
        sql.sql(
                        "insert into page_confirmation (migration_id, user_task_key, subject, reason, person, by_channel, by_issuer,"
                                + " by_subject, shown_sha256, at)"
                                + " values (:id, :task, :subject, :reason, :person, :channel, :issuer, :bySubject, :sha256, :now)")
                .param("id", confirmation.migrationId().value())
                .param("task", confirmation.userTask())
                .param("subject", confirmation.question().key())
                .param("reason", reason == null ? null : Addresses.hidden(reason, 2000))
                .param("person", by.name())
                .param("channel", by.channel().name())
                .param("issuer", by.issuer())
                .param("bySubject", by.subject())
                .param("sha256", confirmation.shownSha256())
                .param("now", Timestamps.column(Timestamps.now(clock)))
                .update();
        return true;
    }

    /** What was confirmed for this task, if anything was. */
    @Transactional(readOnly = true)
    public Optional<PageConfirmation> find(MigrationId id, long userTask, Question question) {
        return sql.sql("select * from page_confirmation"
                        + " where migration_id = :id and user_task_key = :task and subject = :subject")
                .param("id", id.value())
                .param("task", userTask)
                .param("subject", question.key())
                .query((row, n) -> new PageConfirmation(
                        id,
                        userTask,
                        question,
                        row.getString("reason"),
                        new Actor(
                                Objects.requireNonNull(row.getString("person")),
                                Actor.Channel.valueOf(row.getString("by_channel")),
                                row.getString("by_issuer"),
                                row.getString("by_subject")),
                        Objects.requireNonNull(row.getString("shown_sha256"))))
                .optional();
    }
}
