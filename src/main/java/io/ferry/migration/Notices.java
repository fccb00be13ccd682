package io.ferry.migration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who has been told of what. Sending is begun here before it happens, so that nothing is sent twice: what was begun and
 * whose end nobody knows counts as sent.
 */
@Repository
@Transactional
public class Notices {
    /** An outcome that could not be told for so long is no news any more. */
    private static final Duration NEWS = Duration.ofDays(3);

    private final JdbcClient sql;
    private final Clock clock;

    Notices(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Names a notice within a migration.
     *
     * @param subject what it is about, such as {@code task:4711}; at most 200 characters
     * @param stage which of several notices about it, such as {@code PT4H}; at most 40 characters
     */
    public record Key(String subject, String stage) {}

    /** A notice that is still to be sent. */
    public record Wanted(MigrationId id, String channel, Key key) {}

    /** The last sending by a channel, if it failed. */
    public record Failure(String channel, Instant at, String why) {}

    /** Notes that a notice is to be sent; joins the caller's transaction. Does nothing if it is known already. */
    public void want(MigrationId id, String channel, Key key) {
        RecordLock.hold(sql, id);
        if (state(id, channel, key).isEmpty()) {
            insert(id, channel, key, "WANTED");
        }
    }

    /**
     * Begins to send.
     *
     * @return those that are to be sent now: nobody has begun them yet, or sending them failed
     */
    public Set<Key> begin(MigrationId id, String channel, Collection<Key> keys) {
        RecordLock.hold(sql, id);
        Set<Key> begun = new LinkedHashSet<>();
        for (Key key : keys) {
            String state = state(id, channel, key).orElse("");
            if (state.isEmpty()) {
                insert(id, channel, key, "SENDING");
                begun.add(key);
            } else if (state.equals("WANTED") || state.equals("FAILED")) {
                update(id, channel, key, "SENDING", null);
                begun.add(key);
            }
        }
        return begun;
    }

    /** Notes that these have been sent. */
    public void sent(MigrationId id, String channel, Collection<Key> keys) {
        keys.forEach(key -> update(id, channel, key, "SENT", null));
    }

    /**
     * Notes that these could not be sent; they may be begun again.
     *
     * @param why a sentence for people; e-mail addresses are taken out
     */
    public void failed(MigrationId id, String channel, Collection<Key> keys, String why) {
        keys.forEach(key -> update(id, channel, key, "FAILED", Addresses.hidden(why, 500)));
    }

    /** What was wanted in the last three days and has not been sent; what no reminder would repeat by itself. */
    @Transactional(readOnly = true)
    public List<Wanted> wanted() {
        return sql.sql("select migration_id, channel, subject, stage from notice where state in ('WANTED', 'FAILED')"
                        + " and coalesce(wanted_at, at) > :since and (subject like 'ended:%' or subject like 'phase:%'"
                        + " or subject like 'deletion:%') order by at")
                .param("since", Timestamps.column(Timestamps.now(clock).minus(NEWS)))
                .query((row, index) -> new Wanted(
                        new MigrationId(row.getString("migration_id")),
                        row.getString("channel"),
                        new Key(row.getString("subject"), row.getString("stage"))))
                .list();
    }

    /** For each channel the failure, not older than three days, after which nothing has been sent; the newest first. */
    @Transactional(readOnly = true)
    public List<Failure> lastFailures() {
        List<Failure> all = sql.sql("select channel, at, why from notice failed where state = 'FAILED'"
                        + " and at > :since and not exists"
                        + " (select 1 from notice sent where sent.channel = failed.channel and sent.state = 'SENT'"
                        + " and sent.at >= failed.at) order by at desc")
                .param("since", Timestamps.column(Timestamps.now(clock).minus(NEWS)))
                .query((row, index) -> new Failure(
                        row.getString("channel"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("why")))
                .list();
        Map<String, Failure> newest = new LinkedHashMap<>();
        all.forEach(failure -> newest.putIfAbsent(failure.channel(), failure));
        return List.copyOf(newest.values());
    }

    private Optional<String> state(MigrationId id, String channel, Key key) {
        return sql.sql("select state from notice where migration_id = :id and channel = :channel and subject = :subject"
                        + " and stage = :stage")
                .params(columns(id, channel, key))
                .query(String.class)
                .optional();
    }

    private void insert(MigrationId id, String channel, Key key, String state) {
        sql.sql("insert into notice (migration_id, channel, subject, stage, state, at, wanted_at)"
                        + " values (:id, :channel, :subject, :stage, :state, :at, :at)")
                .params(columns(id, channel, key))
                .param("state", state)
                .param("at", Timestamps.column(Timestamps.now(clock)))
                .update();
    }

    private void update(MigrationId id, String channel, Key key, String state, @Nullable String why) {
        sql.sql(
                        "update notice set wanted_at = coalesce(wanted_at, at), state = :state, at = :at, why = :why where migration_id = :id"
                                + " and channel = :channel and subject = :subject and stage = :stage")
                .params(columns(id, channel, key))
                .param("state", state)
                .param("at", Timestamps.column(Timestamps.now(clock)))
                .param("why", why)
                .update();
    }

    private static Map<String, Object> columns(MigrationId id, String channel, Key key) {
        return Map.of("id", id.value(), "channel", channel, "subject", key.subject(), "stage", key.stage());
    }
}
