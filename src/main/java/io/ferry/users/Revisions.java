package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The changes to a migration's people, numbered. */
@Repository
class Revisions {

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    Revisions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /**
     * A change to people.
     *
     * @param revision its number
     * @param by who makes it; null for Ferry's matching
     */
    record Change(
            MigrationId migration, long revision, @Nullable String by) {}

    /**
     * How far changes have come.
     *
     * @param revision the last change
     * @param bulk the last one that concerned everybody
     * @param accounts the last one that concerned accounts
     */
    record State(long revision, long bulk, long accounts) {
        static final State NONE = new State(0, 0, 0);
    }

    /**
     * Begins a change and gives it a number. The line stays locked until the transaction ends, so that whoever changes
     * something sees all that others changed before.
     */
    Change begin(MigrationId migration, @Nullable String by) {
        int found = client.sql("update mapping_state set revision = revision + 1 where migration_id = ?")
                .param(migration.value())
                .update();
        if (found == 0) {
            client.sql("""
                            insert into mapping_state (migration_id, revision, bulk_revision, accounts_revision)
                            values (?, 1, 1, 1)""").param(migration.value()).update();
        }
        return new Change(migration, state(migration).revision(), by);
    }

    /** Notes that a change concerned everybody. */
    void concernedEverybody(Change change) {
        client.sql("update mapping_state set bulk_revision = ? where migration_id = ?")
                .params(change.revision(), change.migration().value())
                .update();
    }

    /** Notes that a change concerned accounts, and how many there are now. */
    void concernedAccounts(Change change, AccountCounts now) {
        client.sql(
                        "update mapping_state set accounts_revision = ?, accounts = ?, hidden_accounts = ? where migration_id = ?")
                .params(
                        change.revision(),
                        now.people(),
                        now.hidden(),
                        change.migration().value())
                .update();
    }

    /** How many accounts there are. */
    AccountCounts accounts(MigrationId migration) {
        return client.sql("select accounts, hidden_accounts from mapping_state where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> new AccountCounts(row.getLong("accounts"), row.getLong("hidden_accounts")))
                .optional()
                .orElse(AccountCounts.NONE);
    }

    /** Notes whom a change concerned. */
    void concerned(Change change, Collection<String> userKeys) {
        jdbc.batchUpdate(
                "insert into person_change (migration_id, revision, user_key) values (?, ?, ?)",
                userKeys,
                PeopleTables.BATCH,
                (row, userKey) -> {
                    row.setString(1, change.migration().value());
                    row.setLong(2, change.revision());
                    row.setString(3, userKey);
                });
    }

    State state(MigrationId migration) {
        return client.sql("select revision, bulk_revision, accounts_revision from mapping_state where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> new State(
                        row.getLong("revision"), row.getLong("bulk_revision"), row.getLong("accounts_revision")))
                .optional()
                .orElse(State.NONE);
    }

    /** Keys of those whom changes after this one concerned, the latest first; bulk changes are not told. */
    List<String> concernedSince(MigrationId migration, long revision) {
        return client.sql("""
                        select user_key from person_change where migration_id = ? and revision > ?
                        order by migration_id desc, revision desc""").params(migration.value(), revision).query(String.class).list().stream()
                .distinct()
                .toList();
    }

    /** Keys of those whom this change concerned. */
    List<String> concernedBy(MigrationId migration, long revision) {
        return client.sql("select user_key from person_change where migration_id = ? and revision = ?")
                .params(migration.value(), revision)
                .query(String.class)
                .list();
    }

    /** Forgets whom changes concerned. */
    void forgetWhom(MigrationId migration) {
        PeopleTables.delete(client, "person_change", migration);
    }

    /** Whether this is the last change; if so, it stays the last until the transaction ends. Waits for nobody. */
    boolean hold(MigrationId migration, long revision) {
        return client.sql("select revision from mapping_state where migration_id = ? for update skip locked")
                .param(migration.value())
                .query(Long.class)
                .optional()
                .equals(Optional.of(revision));
    }

    /** The change up to which the kept hashes of the list of people stand. */
    long listed(MigrationId migration) {
        return client.sql("select listed from mapping_state where migration_id = ?")
                .param(migration.value())
                .query(Long.class)
                .optional()
                .orElse(State.NONE.revision());
    }

    /** Notes that they stand up to this change. */
    void listed(MigrationId migration, long revision) {
        client.sql("update mapping_state set listed = ? where migration_id = ?")
                .params(revision, migration.value())
                .update();
    }

    /** @param at null while people who were read are not matched yet */
    void matchedAt(MigrationId migration, @Nullable Instant at) {
        client.sql("update mapping_state set matched_at = :at where migration_id = :id")
                .param(
                        "at",
                        at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", migration.value())
                .update();
    }

    /** Whether the people have been matched since they were read. */
    boolean areMatched(MigrationId migration) {
        return client.sql("select count(*) from mapping_state where migration_id = ? and matched_at is not null")
                        .param(migration.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
