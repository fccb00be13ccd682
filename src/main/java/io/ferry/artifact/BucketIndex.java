package io.ferry.artifact;

import io.ferry.artifact.BucketFile.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is in the bucket, in the database that all Ferrys share. Whoever adds to a file is its writer; each change of it says who
 * makes it and does nothing if another one is the writer by now, so that two Ferrys never mix what they send.
 */
@BucketIsUsed
@Repository
class BucketIndex {
    private static final String WRITES = " where id = :id and writer = :writer and state in ('INCOMING', 'DOWNLOAD')";

    private final JdbcClient client;
    private final TransactionTemplate alone;
    private final Clock clock;

    @Autowired
    BucketIndex(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this(jdbc, transactions, Clock.systemUTC());
    }

    /** @param clock says when something of a file came; the clocks of several Ferrys have to agree within seconds */
    BucketIndex(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.client = JdbcClient.create(jdbc);
        // What is in the bucket stays there when others take back what they did in the database.
        this.alone = new TransactionTemplate(transactions);
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Puts a new file on record.
     *
     * @param slot what there may be only one of
     * @return false if there is one already
     */
    boolean add(BucketFile file, String slot) {
        try {
            alone.executeWithoutResult(transaction -> client.sql("""
                            insert into bucket_file (id, state, slot, owner, kind, name, bytes, source, mark, begun_at, moved_at,
                                next_part, received, tail_bytes, whole, version)
                            values (:id, :state, :slot, :owner, :kind, :name, :bytes, :source, :mark, :now, :now,
                                1, 0, 0, false, :version)""")
                    .param("id", file.id().value())
                    .param("state", file.state().name())
                    .param("slot", slot)
                    .param("owner", file.owner())
                    .param("kind", file.kind().name())
                    .param("name", file.name())
                    .param("bytes", file.bytes())
                    .param(
                            "source",
                            file.source() == null ? null : file.source().name())
                    .param("mark", file.mark())
                    .param("now", at(file.begunAt()))
                    .param("version", file.version())
                    .update());
            return true;
        } catch (DuplicateKeyException another) {
            return false;
        }
    }

    Optional<BucketFile> find(ArtifactId id) {
        return client.sql("select * from bucket_file where id = :id")
                .param("id", id.value())
                .query(BucketIndex::row)
                .optional();
    }

    Optional<BucketFile> inSlot(String slot) {
        return client.sql("select * from bucket_file where slot = :slot")
                .param("slot", slot)
                .query(BucketIndex::row)
                .optional();
    }

    List<BucketFile> in(State... states) {
        return client.sql("select * from bucket_file where state in (:states) order by begun_at, id")
                .param("states", List.of(states).stream().map(State::name).toList())
                .query(BucketIndex::row)
                .list();
    }

    List<BucketFile> of(String owner, State... states) {
        return client.sql("select * from bucket_file where owner = :owner and state in (:states) order by begun_at, id")
                .param("owner", owner)
                .param("states", List.of(states).stream().map(State::name).toList())
                .query(BucketIndex::row)
                .list();
    }

    /**
     * Makes somebody the only one who may add to a file. If the one before did not leave, the numbers of parts that it may
     * still be sending are left out, so that they take no part's place.
     *
     * @param gap so many parts one writer sends at once
     */
    Optional<BucketFile> take(ArtifactId id, String writer, int gap) {
        return Optional.ofNullable(alone.execute(transaction -> {
            int taken = client.sql("""
                            update bucket_file set next_part = next_part + case when writer is null then 0 else :gap end,
                                writer = :writer, moved_at = :now
                            where id = :id and state in ('INCOMING', 'DOWNLOAD')""")
                    .param("writer", writer)
                    .param("gap", gap)
                    .param("now", at(now()))
                    .param("id", id.value())
                    .update();
            return taken == 0 ? null : find(id).orElse(null);
        }));
    }

    /** Says that the writer is there; false if another one is the writer by now. */
    boolean beat(ArtifactId id, String writer) {
        return writes("update bucket_file set moved_at = :now" + WRITES, id, writer) > 0;
    }

    /** Nobody adds to it any more, so the next one need not wait. */
    void leave(ArtifactId id, String writer) {
        leave(id, writer, 0);
    }

    /**
     * The same, where parts may still be on their way.
     *
     * @param gap so many numbers of parts are left out
     */
    void leave(ArtifactId id, String writer, int gap) {
        alone.executeWithoutResult(transaction -> client.sql(
                        "update bucket_file set writer = null, next_part = next_part + :gap, moved_at = :now" + WRITES)
                .param("gap", gap)
                .param("now", at(now()))
                .param("id", id.value())
                .param("writer", writer)
                .update());
    }

    boolean begun(ArtifactId id, String writer, String uploadId) {
        return alone.execute(transaction -> client.sql("update bucket_file set upload_id = :upload" + WRITES)
                        .param("upload", uploadId)
                        .param("id", id.value())
                        .param("writer", writer)
                        .update())
                > 0;
    }

    /** Notes a part; what was in the tail is in it. */
    boolean received(ArtifactId id, String writer, Bucket.Part part) {
        return Boolean.TRUE.equals(alone.execute(transaction -> {
            int noted = client.sql("""
                            update bucket_file set received = received + :bytes, next_part = :next, tail = null, tail_bytes = 0,
                                moved_at = :now""" + WRITES)
                    .param("bytes", part.bytes())
                    .param("next", part.number() + 1)
                    .param("now", at(now()))
                    .param("id", id.value())
                    .param("writer", writer)
                    .update();
            if (noted > 0) {
                client.sql("insert into bucket_part (file_id, number, bytes, etag, md5) values (?, ?, ?, ?, ?)")
                        .params(id.value(), part.number(), part.bytes(), part.etag(), part.md5())
                        .update();
            }
            return noted > 0;
        }));
    }

    boolean tail(ArtifactId id, String writer, String object, long bytes) {
        return alone.execute(transaction -> client.sql(
                                "update bucket_file set tail = :tail, tail_bytes = :bytes, moved_at = :now" + WRITES)
                        .param("tail", object)
                        .param("bytes", bytes)
                        .param("now", at(now()))
                        .param("id", id.value())
                        .param("writer", writer)
                        .update())
                > 0;
    }

    /** Notes that a tail is about to be sent, which may come though nobody hears of it. */
    void tailBegins(String object) {
        alone.executeWithoutResult(
                transaction -> client.sql("insert into bucket_tail (object, begun_at) values (:object, :now)")
                        .param("object", object)
                        .param("now", at(now()))
                        .update());
    }

    /** Notes that the bucket does not have a tail any more. */
    void tailGone(String object) {
        alone.executeWithoutResult(transaction -> client.sql("delete from bucket_tail where object = ?")
                .param(object)
                .update());
    }

    /** Tails that no file has, though they were begun before then. */
    List<String> leftTails(Instant before) {
        return client.sql("select object from bucket_tail t where begun_at < ? and not exists"
                        + " (select 1 from bucket_file f where f.tail = t.object)")
                .param(at(before))
                .query(String.class)
                .list();
    }

    /** Notes that the object is there. */
    boolean whole(ArtifactId id, String writer, long bytes) {
        return alone.execute(transaction -> client.sql("""
                                update bucket_file set whole = true, bytes = :bytes, received = :bytes, tail = null,
                                    tail_bytes = 0, moved_at = :now""" + WRITES)
                        .param("bytes", bytes)
                        .param("now", at(now()))
                        .param("id", id.value())
                        .param("writer", writer)
                        .update())
                > 0;
    }

    boolean expected(ArtifactId id, String writer, long bytes) {
        return alone.execute(transaction -> client.sql("update bucket_file set bytes = :bytes" + WRITES)
                        .param("bytes", bytes)
                        .param("id", id.value())
                        .param("writer", writer)
                        .update())
                > 0;
    }

    /** A later try must not go on with it. */
    void forgetVersion(ArtifactId id, String writer) {
        writes("update bucket_file set version = null, moved_at = :now" + WRITES, id, writer);
    }

    List<Bucket.Part> parts(ArtifactId id) {
        return client.sql("select number, bytes, etag, md5 from bucket_part where file_id = ? order by number")
                .param(id.value())
                .query((row, index) ->
                        new Bucket.Part(row.getInt(1), row.getLong(2), row.getString(3), row.getString(4)))
                .list();
    }

    /** Stores a whole file; false if it is not on its way any more. */
    boolean keep(ArtifactId id, State as, String sha256) {
        return alone.execute(transaction -> client.sql("""
                                update bucket_file set state = :as, slot = null, sha256 = :sha256, stored_at = :now, moved_at = :now,
                                    writer = null
                                where id = :id and whole and state in ('INCOMING', 'DOWNLOAD')""")
                        .param("as", as.name())
                        .param("sha256", sha256)
                        .param("now", at(now()))
                        .param("id", id.value())
                        .update())
                > 0;
    }

    void settled(ArtifactId id) {
        alone.executeWithoutResult(transaction -> client.sql(
                        "update bucket_file set state = 'STORED' where id = ? and state = 'UNSETTLED'")
                .param(id.value())
                .update());
    }

    /** Takes on something that nobody has looked after for a while; false if another one has. */
    boolean claim(ArtifactId id, State state, Duration since) {
        return alone.execute(transaction -> client.sql("""
                                update bucket_file set moved_at = :now
                                where id = :id and state = :state and moved_at < :before""")
                        .param("now", at(now()))
                        .param("id", id.value())
                        .param("state", state.name())
                        .param("before", at(now().minus(since)))
                        .update())
                > 0;
    }

    /** Refuses a file on its way; false if it is not any more. */
    boolean refuse(ArtifactId id, IncomingFile.Rejection why) {
        return alone.execute(transaction -> client.sql("""
                        update bucket_file set state = 'REFUSED', slot = null, writer = null, moved_at = :now,
                            rejection_title = :title, rejection_what_to_do = :what
                        where id = :id and state = 'INCOMING'""")
                        .param("now", at(now()))
                        .param("title", cut(why.title(), 2000))
                        .param("what", cut(why.whatToDo(), 4000))
                        .param("id", id.value())
                        .update())
                > 0;
    }

    /** Throws a file away that is on its way or was refused; false if it is neither any more. */
    boolean discard(ArtifactId id) {
        return alone.execute(transaction -> client.sql("""
                                update bucket_file set state = 'DELETED', slot = null, writer = null, moved_at = :now
                                where id = :id and state in ('INCOMING', 'REFUSED')""")
                        .param("now", at(now()))
                        .param("id", id.value())
                        .update())
                > 0;
    }

    /** From now on it does not count. */
    void delete(ArtifactId id) {
        alone.executeWithoutResult(transaction -> client.sql(
                        "update bucket_file set state = 'DELETED', slot = null, writer = null, moved_at = ? where id = ?")
                .params(at(now()), id.value())
                .update());
    }

    /** The same, if nothing of it came since then and nobody has stored it. */
    boolean deleteIfStill(ArtifactId id, Instant before) {
        return alone.execute(transaction -> client.sql("""
                                update bucket_file set state = 'DELETED', slot = null, writer = null, moved_at = :now
                                where id = :id and state in ('INCOMING', 'DOWNLOAD', 'REFUSED') and moved_at < :before""")
                        .param("now", at(now()))
                        .param("id", id.value())
                        .param("before", at(before))
                        .update())
                > 0;
    }

    /** Its content is gone; the row too, unless it says why it was refused. */
    void purged(ArtifactId id) {
        alone.executeWithoutResult(transaction -> {
            client.sql("delete from bucket_part where file_id = ?")
                    .param(id.value())
                    .update();
            client.sql("""
                            update bucket_file set upload_id = null, tail = null, tail_bytes = 0, received = 0, whole = false
                            where id = ? and state = 'REFUSED'""").param(id.value()).update();
            client.sql("delete from bucket_file where id = ? and state = 'DELETED'")
                    .param(id.value())
                    .update();
        });
    }

    private int writes(String sql, ArtifactId id, String writer) {
        Integer done = alone.execute(transaction -> client.sql(sql)
                .param("now", at(now()))
                .param("id", id.value())
                .param("writer", writer)
                .update());
        return done == null ? 0 : done;
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static BucketFile row(ResultSet row, int index) throws SQLException {
        String title = row.getString("rejection_title");
        String source = row.getString("source");
        return new BucketFile(
                new ArtifactId(row.getString("id")),
                State.valueOf(row.getString("state")),
                row.getString("owner"),
                ArtifactKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getLong("bytes"),
                source == null ? null : IncomingFile.Source.valueOf(source),
                row.getString("mark"),
                instant(row, "begun_at"),
                instant(row, "moved_at"),
                title == null ? null : new IncomingFile.Rejection(title, row.getString("rejection_what_to_do")),
                row.getString("writer"),
                row.getInt("next_part"),
                row.getString("upload_id"),
                row.getLong("received"),
                row.getString("tail"),
                row.getLong("tail_bytes"),
                row.getBoolean("whole"),
                row.getString("version"),
                row.getString("sha256"),
                row.getObject("stored_at") == null ? null : instant(row, "stored_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
