package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people decided about people; kept apart from them, so that reading the sites again loses no decision. */
@Repository
class DecisionStore {

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    DecisionStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    Map<String, PersonDecision> all(MigrationId migration) {
        return client
                .sql("select * from person_decision where migration_id = ? order by user_key")
                .param(migration.value())
                .query((row, n) -> decision(row))
                .list()
                .stream()
                .collect(Collectors.toMap(PersonDecision::userKey, Function.identity()));
    }

    void put(MigrationId migration, Collection<PersonDecision> decisions) {
        remove(migration, decisions.stream().map(PersonDecision::userKey).toList());
        jdbc.batchUpdate("""
                insert into person_decision (migration_id, user_key, kind, account_id, reason, decided_by, decided_at)
                values (?, ?, ?, ?, ?, ?, ?)""", decisions, PeopleTables.BATCH, (row, decision) -> {
            row.setString(1, migration.value());
            row.setString(2, decision.userKey());
            row.setString(3, decision.kind().name());
            row.setString(4, decision.accountId());
            row.setString(5, decision.reason());
            row.setString(6, decision.by());
            row.setObject(7, OffsetDateTime.ofInstant(decision.at(), ZoneOffset.UTC));
        });
    }

    void remove(MigrationId migration, Collection<String> userKeys) {
        jdbc.batchUpdate(
                "delete from person_decision where migration_id = ? and user_key = ?",
                userKeys,
                PeopleTables.BATCH,
                (row, userKey) -> {
                    row.setString(1, migration.value());
                    row.setString(2, userKey);
                });
    }

    /** The decisions about these people, by user key. */
    Map<String, PersonDecision> withKeys(MigrationId migration, List<String> userKeys) {
        return PeopleTables.byKeys(
                        client, migration, "person_decision", "user_key", userKeys, (row, n) -> decision(row))
                .stream()
                .collect(Collectors.toMap(PersonDecision::userKey, Function.identity()));
    }

    /** Erases all decisions; returns how many there were. */
    boolean has(MigrationId migration) {
        return PeopleTables.any(client, "person_decision", migration);
    }

    long erase(MigrationId migration) {
        return PeopleTables.delete(client, "person_decision", migration);
    }

    private static PersonDecision decision(ResultSet row) throws SQLException {
        Instant at = row.getObject("decided_at", OffsetDateTime.class).toInstant();
        return new PersonDecision(
                row.getString("user_key"),
                PersonDecision.Kind.valueOf(row.getString("kind")),
                row.getString("account_id"),
                row.getString("reason"),
                row.getString("decided_by"),
                at);
    }
}
