package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The number of the last change to a migration's people, and how many stand where: kept beside the people, since counting
 * 200,000 of them for every page takes too long.
 */
@Repository
class Tallies {

    private final JdbcClient client;

    Tallies(JdbcTemplate jdbc) {
        this.client = JdbcClient.create(jdbc);
    }

    /**
     * Begins a change and gives its number. The line stays locked until the transaction ends, so that whoever changes
     * something sees all that others changed before.
     */
    long nextRevision(MigrationId migration) {
        int found = client.sql("update mapping_state set revision = revision + 1 where migration_id = ?")
                .param(migration.value())
                .update();
        if (found == 0) {
            client.sql("""
                            insert into mapping_state (migration_id, revision, accounts, hidden_addresses)
                            values (?, 1, 0, 0)""").param(migration.value()).update();
        }
        return revision(migration);
    }

    /** The number of the last change; 0 before the first. */
    long revision(MigrationId migration) {
        return client.sql("select revision from mapping_state where migration_id = ?")
                .param(migration.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    void matchedAt(MigrationId migration, Instant at) {
        client.sql("update mapping_state set matched_at = ? where migration_id = ?")
                .params(OffsetDateTime.ofInstant(at, ZoneOffset.UTC), migration.value())
                .update();
    }

    /** When everybody was matched last. */
    Optional<Instant> matchedAt(MigrationId migration) {
        return client.sql("select matched_at from mapping_state where migration_id = ? and matched_at is not null")
                .param(migration.value())
                .query((row, n) -> row.getObject("matched_at", OffsetDateTime.class))
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Counts people and accounts anew. */
    void recount(MigrationId migration) {
        delete("people_tally", migration);
        client.sql("""
                        insert into people_tally (migration_id, state, people, missing, inactive)
                        select migration_id, state, count(*), sum(case when creatable then 1 else 0 end),
                               sum(case when inactive then 1 else 0 end)
                        from source_person where migration_id = ? group by migration_id, state""").param(migration.value()).update();
        recountAccounts(migration);
    }

    /** Counts the accounts anew. */
    void recountAccounts(MigrationId migration) {
        client.sql("""
                        update mapping_state set
                            accounts = (select count(*) from target_account
                                        where migration_id = :migration and kind = 'PERSON'),
                            hidden_addresses = (select count(*) from target_account
                                                where migration_id = :migration and kind = 'PERSON' and email is null)
                        where migration_id = :migration""").param("migration", migration.value()).update();
    }

    /** Notes one account of which the address is known now. */
    void accountLearnt(MigrationId migration, boolean isNew, boolean wasHidden) {
        client.sql("""
                        update mapping_state set accounts = accounts + ?, hidden_addresses = hidden_addresses - ?
                        where migration_id = ?""")
                .params(isNew ? 1 : 0, wasHidden ? 1 : 0, migration.value())
                .update();
    }

    /** Moves one person from one state to another. */
    void moved(
            MigrationId migration,
            PersonState from,
            boolean missing,
            PersonState to,
            boolean stillMissing,
            boolean gone) {
        add(migration, from, -1, missing ? -1 : 0, gone ? -1 : 0);
        add(migration, to, 1, stillMissing ? 1 : 0, gone ? 1 : 0);
    }

    private void add(MigrationId migration, PersonState state, int people, int missing, int inactive) {
        int found = client.sql("""
                        update people_tally set people = people + ?, missing = missing + ?, inactive = inactive + ?
                        where migration_id = ? and state = ?""")
                .params(people, missing, inactive, migration.value(), state.name())
                .update();
        if (found == 0) {
            client.sql("""
                            insert into people_tally (migration_id, state, people, missing, inactive)
                            values (?, ?, ?, ?, ?)""")
                    .params(migration.value(), state.name(), people, missing, inactive)
                    .update();
        }
    }

    PeopleCounts counts(MigrationId migration) {
        var byState = new EnumMap<PersonState, Long>(PersonState.class);
        var sums = new long[2];
        client.sql("select * from people_tally where migration_id = ?")
                .param(migration.value())
                .query((ResultSet row) -> {
                    byState.put(PersonState.valueOf(row.getString("state")), row.getLong("people"));
                    sums[0] += row.getLong("missing");
                    sums[1] += row.getLong("inactive");
                });
        var accounts = client.sql("select accounts, hidden_addresses from mapping_state where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> new long[] {row.getLong("accounts"), row.getLong("hidden_addresses")})
                .optional()
                .orElse(new long[2]);
        return new PeopleCounts(byState, sums[0], sums[1], accounts[0], accounts[1]);
    }

    void erase(MigrationId migration) {
        delete("people_tally", migration);
        delete("mapping_state", migration);
    }

    private void delete(String table, MigrationId migration) {
        client.sql("delete from " + table + " where migration_id = ?")
                .param(migration.value())
                .update();
    }
}
