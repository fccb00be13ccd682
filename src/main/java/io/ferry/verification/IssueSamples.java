package io.ferry.verification;

import io.ferry.backup.model.BackupReading;
import io.ferry.jira.cloud.CloudIssue;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.MigrationId;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Issues that were drawn from the backup, to be looked at one by one in the target. They hold what people wrote, so they stand
 * in a table of their own that can be emptied, not among the facts.
 */
@Repository
public class IssueSamples {
    private static final int ROWS_AT_ONCE = 1000;

    private final JdbcClient sql;
    private final JdbcTemplate batches;
    private final VerificationProperties properties;
    private final SecureRandom seeds = new SecureRandom();

    IssueSamples(JdbcClient sql, JdbcTemplate batches, VerificationProperties properties) {
        this.sql = sql;
        this.batches = batches;
        this.properties = properties;
    }

    /** Draws issues while a backup is read; with a seed of its own. */
    public IssueSampler sampler() {
        return new IssueSampler(properties.sampledIssues(), seeds.nextInt(Integer.MAX_VALUE));
    }

    /**
     * Keeps what was drawn, in place of an earlier drawing.
     *
     * @param sampler has listened to the whole reading
     * @return what there is to say of it without naming an issue
     */
    @Transactional
    public BackupContent keep(MigrationId id, IssueSampler sampler, BackupReading reading) {
        erase(id);
        var drawn = sampler.drawn(reading.projects());
        int[] position = {0};
        batches.batchUpdate(
                "insert into sampled_issue (migration_id, position, issue_key, summary, type, status, priority,"
                        + " assignee_key, created, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                drawn,
                ROWS_AT_ONCE,
                (PreparedStatement row, SampledIssue issue) -> {
                    row.setString(1, id.value());
                    row.setInt(2, position[0]++);
                    row.setString(3, issue.key());
                    row.setString(4, issue.summary());
                    row.setString(5, issue.type());
                    row.setString(6, issue.status());
                    row.setString(7, issue.priority());
                    row.setString(8, issue.assigneeKey());
                    row.setString(9, issue.created());
                    row.setString(10, issue.updated());
                });
        return new BackupContent(
                sampler.seed(), drawn.size(), sampler.seen(), sampler.filters(), CountedPeople.of(reading.people()));
    }

    /** Whether any are kept. */
    @Transactional(readOnly = true)
    public boolean has(MigrationId id) {
        return sql.sql("select exists (select 1 from sampled_issue where migration_id = ?)")
                .param(id.value())
                .query(Boolean.class)
                .single();
    }

    /** Forgets the drawn issues; returns how many they were. */
    @Transactional
    public int erase(MigrationId id) {
        return sql.sql("delete from sampled_issue where migration_id = :id")
                .param("id", id.value())
                .update();
    }

    /**
     * Looks at the drawn issues in the target.
     *
     * @param content what {@link #keep} said of them
     * @param assignees gives those of these user keys whom it knows, with what is to be expected of each
     * @return empty where none were drawn
     */
    public Optional<IssueCheck> check(MigrationId id, BackupContent content, JiraCloud target, Expectations assignees) {
        var drawn = drawn(id);
        return drawn.isEmpty() ? Optional.empty() : Optional.of(check(content, drawn, target, assignees));
    }

    List<SampledIssue> drawn(MigrationId id) {
        return sql.sql("select * from sampled_issue where migration_id = :id order by position")
                .param("id", id.value())
                .query((row, index) -> new SampledIssue(
                        row.getString("issue_key"),
                        row.getString("summary"),
                        row.getString("type"),
                        row.getString("status"),
                        row.getString("priority"),
                        row.getString("assignee_key"),
                        row.getString("created"),
                        row.getString("updated")))
                .list();
    }

    static IssueCheck check(BackupContent content, List<SampledIssue> drawn, JiraCloud target, Expectations assignees) {
        var found = target.issues(drawn.stream().map(SampledIssue::key).toList()).stream()
                .collect(Collectors.toMap(CloudIssue::key, Function.identity(), (first, second) -> first));
        var known = assignees.of(
                drawn.stream()
                        .map(SampledIssue::assigneeKey)
                        .filter(key -> !key.isEmpty())
                        .collect(Collectors.toSet()),
                found.values().stream()
                        .map(CloudIssue::assignee)
                        .filter(account -> !account.isEmpty())
                        .collect(Collectors.toSet()));
        return IssueCheck.of(content, drawn, found, known);
    }

    /** Tells what is to be expected of people whom issues were assigned to. */
    @FunctionalInterface
    public interface Expectations {
        /**
         * What is to be expected.
         *
         * @param userKeys people of the source
         * @param found ids of the accounts that the issues are assigned to now
         * @return by user key; people who are not known are left out
         */
        Map<String, Assignee> of(Set<String> userKeys, Set<String> found);
    }

    /**
     * Who stands for a person of the source, and what else follows from what was decided about the person.
     *
     * @param accountId empty for whoever has no account
     * @param decided the person by user key, and what the mapping says and who decided it; empty for whoever was matched by
     *     address: then nothing else can follow
     * @param follows which accounts (empty: nobody) follow from that as well, and why
     */
    public record Assignee(String accountId, String decided, Map<String, String> follows) {
        public Assignee {
            follows = Map.copyOf(follows);
        }

        /** Matched by the address, by which Jira's import goes too. */
        public static Assignee byAddress(String accountId) {
            return new Assignee(accountId, "", Map.of());
        }

        @Override
        public String toString() {
            return "Assignee[hidden]";
        }
    }
}
