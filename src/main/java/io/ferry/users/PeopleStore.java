package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables that hold people's data. */
@Repository
class PeopleStore {

    private static final int BATCH = 1000;
    private static final List<String> TABLES =
            List.of("source_person", "target_account", "account_suggestion", "person_decision", "known_address");

    /** What matching found for one person. */
    record Found(
            String userKey,
            PersonState state,
            @Nullable String accountId,
            @Nullable String policy,
            @Nullable Conflict conflict,
            boolean creatable) {}

    /** Where one person stands, with decisions laid over what was found. */
    record Settled(
            String userKey,
            PersonState state,
            @Nullable String accountId,
            @Nullable Conflict conflict,
            boolean creatable) {}

    /**
     * A change to people.
     *
     * @param revision its number
     * @param by who makes it; null for Ferry's matching
     */
    record Change(
            MigrationId migration, long revision, @Nullable String by) {}

    /** A suggestion for a person who has the given one as best. */
    record Proposal(String userKey, Suggestion suggestion) {}

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    PeopleStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    void replacePeople(Change change, Collection<SourcePerson> people) {
        var migration = change.migration();
        delete("source_person", migration);
        delete("account_suggestion", migration);
        jdbc.batchUpdate("""
                insert into source_person (migration_id, user_key, user_name, display_name, email, active, removed,
                                           found_state, found_creatable, state, creatable,
                                           search_text, inactive, revision)
                values (?, ?, ?, ?, ?, ?, ?, 'UNMATCHED', false, 'UNMATCHED', false, ?, ?, ?)""", people, BATCH, (row, person) -> {
            row.setString(1, migration.value());
            row.setString(2, person.userKey());
            row.setString(3, person.userName());
            row.setString(4, person.displayName());
            row.setString(5, person.email());
            row.setBoolean(6, person.active());
            row.setBoolean(7, person.removed());
            row.setString(8, person.searchText());
            row.setBoolean(9, person.isGone());
            row.setLong(10, change.revision());
        });
    }

    void replaceAccounts(MigrationId migration, Collection<TargetAccount> accounts) {
        delete("target_account", migration);
        insertAccounts(migration, accounts);
    }

    private void insertAccounts(MigrationId migration, Collection<TargetAccount> accounts) {
        jdbc.batchUpdate("""
                insert into target_account (migration_id, account_id, display_name, email, active, kind, source, search_text)
                values (?, ?, ?, ?, ?, ?, ?, ?)""", accounts, BATCH, (row, account) -> {
            row.setString(1, migration.value());
            row.setString(2, account.accountId());
            row.setString(3, account.displayName());
            row.setString(4, account.email());
            row.setBoolean(5, account.active());
            row.setString(6, account.kind().name());
            row.setString(7, account.source().name());
            row.setString(8, account.searchText());
        });
    }

    /** Adds the account, or replaces what is known of it. */
    void putAccount(MigrationId migration, TargetAccount account) {
        client.sql("delete from target_account where migration_id = ? and account_id = ?")
                .params(migration.value(), account.accountId())
                .update();
        insertAccounts(migration, List.of(account));
    }

    /** Replaces the addresses that this source tells. */
    void replaceAddresses(MigrationId migration, TargetAccount.Source source, Map<String, String> addresses) {
        client.sql("delete from known_address where migration_id = ? and source = ?")
                .params(migration.value(), source.name())
                .update();
        jdbc.batchUpdate(
                "insert into known_address (migration_id, account_id, email, source) values (?, ?, ?, ?)",
                addresses.entrySet(),
                BATCH,
                (row, address) -> {
                    row.setString(1, migration.value());
                    row.setString(2, address.getKey());
                    row.setString(3, address.getValue());
                    row.setString(4, source.name());
                });
    }

    /** The addresses that this source told, by account id. */
    Map<String, String> addresses(MigrationId migration, TargetAccount.Source source) {
        var addresses = new HashMap<String, String>();
        client.sql("select account_id, email from known_address where migration_id = ? and source = ?")
                .params(migration.value(), source.name())
                .query((ResultSet row) -> {
                    addresses.put(row.getString("account_id"), row.getString("email"));
                });
        return addresses;
    }

    List<SourcePerson> people(MigrationId migration) {
        return client.sql("select * from source_person where migration_id = ? order by user_key")
                .param(migration.value())
                .query((row, n) -> person(row))
                .list();
    }

    List<TargetAccount> accounts(MigrationId migration) {
        return client.sql("select * from target_account where migration_id = ? order by account_id")
                .param(migration.value())
                .query((row, n) -> account(row))
                .list();
    }

    Map<String, Decision> decisions(MigrationId migration) {
        return client
                .sql("select * from person_decision where migration_id = ? order by user_key")
                .param(migration.value())
                .query((row, n) -> decision(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Decision::userKey, Function.identity()));
    }

    void putDecisions(MigrationId migration, Collection<Decision> decisions) {
        removeDecisions(migration, decisions.stream().map(Decision::userKey).toList());
        jdbc.batchUpdate("""
                insert into person_decision (migration_id, user_key, kind, account_id, reason, decided_by, decided_at)
                values (?, ?, ?, ?, ?, ?, ?)""", decisions, BATCH, (row, decision) -> {
            row.setString(1, migration.value());
            row.setString(2, decision.userKey());
            row.setString(3, decision.kind().name());
            row.setString(4, decision.accountId());
            row.setString(5, decision.reason());
            row.setString(6, decision.by());
            row.setObject(7, OffsetDateTime.ofInstant(decision.at(), ZoneOffset.UTC));
        });
    }

    void removeDecisions(MigrationId migration, Collection<String> userKeys) {
        jdbc.batchUpdate(
                "delete from person_decision where migration_id = ? and user_key = ?",
                userKeys,
                BATCH,
                (row, userKey) -> {
                    row.setString(1, migration.value());
                    row.setString(2, userKey);
                });
    }

    void updateFound(MigrationId migration, Collection<Found> found) {
        jdbc.batchUpdate("""
                update source_person set found_state = ?, found_account_id = ?, found_policy = ?, found_conflict = ?,
                                         found_creatable = ?
                where migration_id = ? and user_key = ?""", found, BATCH, (row, one) -> {
            row.setString(1, one.state().name());
            row.setString(2, one.accountId());
            row.setString(3, one.policy());
            row.setString(4, one.conflict() == null ? null : one.conflict().name());
            row.setBoolean(5, one.creatable());
            row.setString(6, migration.value());
            row.setString(7, one.userKey());
        });
    }

    List<Found> found(MigrationId migration) {
        return client.sql("select * from source_person where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> found(row))
                .list();
    }

    Optional<Found> found(MigrationId migration, String userKey) {
        return client.sql("select * from source_person where migration_id = ? and user_key = ?")
                .params(migration.value(), userKey)
                .query((row, n) -> found(row))
                .optional();
    }

    /** Who holds the account now. */
    Optional<String> holder(MigrationId migration, String accountId) {
        return client.sql("select user_key from source_person where migration_id = ? and account_id = ?")
                .params(migration.value(), accountId)
                .query(String.class)
                .optional();
    }

    Optional<TargetAccount> account(MigrationId migration, String accountId) {
        return client.sql("select * from target_account where migration_id = ? and account_id = ?")
                .params(migration.value(), accountId)
                .query((row, n) -> account(row))
                .optional();
    }

    List<Settled> settled(MigrationId migration) {
        return client.sql(
                        "select user_key, state, account_id, conflict, creatable from source_person where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> settled(row))
                .list();
    }

    Optional<Settled> settled(MigrationId migration, String userKey) {
        return client.sql("""
                        select user_key, state, account_id, conflict, creatable from source_person
                        where migration_id = ? and user_key = ?""")
                .params(migration.value(), userKey)
                .query((row, n) -> settled(row))
                .optional();
    }

    void updateSettled(Change change, Collection<Settled> settled) {
        // Accounts are given back first: two people may be about to swap theirs.
        if (settled.size() > 1) {
            jdbc.batchUpdate("""
                    update source_person set account_id = null
                    where migration_id = ? and user_key = ? and account_id is not null""", settled, BATCH, (row, one) -> {
                row.setString(1, change.migration().value());
                row.setString(2, one.userKey());
            });
        }
        jdbc.batchUpdate("""
                update source_person set state = ?, account_id = ?, conflict = ?, creatable = ?, revision = ?, changed_by = ?
                where migration_id = ? and user_key = ?""", settled, BATCH, (row, one) -> {
            row.setString(1, one.state().name());
            row.setString(2, one.accountId());
            row.setString(3, one.conflict() == null ? null : one.conflict().name());
            row.setBoolean(4, one.creatable());
            row.setLong(5, change.revision());
            row.setString(6, change.by());
            row.setString(7, change.migration().value());
            row.setString(8, one.userKey());
        });
    }

    void replaceSuggestions(MigrationId migration, Map<String, List<Suggestion>> suggestions) {
        delete("account_suggestion", migration);
        record Row(String userKey, Suggestion suggestion) {}
        var rows = suggestions.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(suggestion -> new Row(entry.getKey(), suggestion)))
                .toList();
        jdbc.batchUpdate("""
                insert into account_suggestion (migration_id, user_key, account_id, score, policy, reason)
                values (?, ?, ?, ?, ?, ?)""", rows, BATCH, (statement, row) -> {
            statement.setString(1, migration.value());
            statement.setString(2, row.userKey());
            statement.setString(3, row.suggestion().accountId());
            statement.setInt(4, row.suggestion().score());
            statement.setString(5, row.suggestion().policy());
            statement.setString(6, row.suggestion().reason());
        });
        client.sql("update source_person set best_score = null where migration_id = ? and best_score is not null")
                .param(migration.value())
                .update();
        jdbc.batchUpdate(
                "update source_person set best_score = ? where migration_id = ? and user_key = ?",
                suggestions.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .toList(),
                BATCH,
                (statement, entry) -> {
                    statement.setInt(1, entry.getValue().getFirst().score());
                    statement.setString(2, migration.value());
                    statement.setString(3, entry.getKey());
                });
    }

    /** All suggestions for people without an account, conflicts apart, whose best one has at least this score. */
    List<Proposal> proposals(MigrationId migration, int score) {
        return client.sql("""
                        select s.user_key, s.account_id, s.score, s.policy, s.reason
                        from account_suggestion s
                        join source_person p on p.migration_id = s.migration_id and p.user_key = s.user_key
                        where s.migration_id = ? and p.state = 'SUGGESTED' and p.best_score >= ? and s.score = p.best_score
                        order by s.user_key""")
                .params(migration.value(), score)
                .query((row, n) -> new Proposal(row.getString("user_key"), suggestion(row)))
                .list();
    }

    private static Suggestion suggestion(ResultSet row) throws SQLException {
        return new Suggestion(
                row.getString("account_id"), row.getInt("score"), row.getString("policy"), row.getString("reason"));
    }

    /** How many people the filter and the search let through. */
    long count(MigrationId migration, PeopleFilter filter, String search) {
        return client.sql(
                        "select count(*) from source_person where migration_id = :migration %s and search_text like :like"
                                .formatted(filter.condition()))
                .param("migration", migration.value())
                .param("states", filter.states())
                .param("like", like(search))
                .query(Long.class)
                .single();
    }

    /**
     * A page of people in the order of their keys.
     *
     * @param search what key, name or address must contain; empty for everybody
     */
    List<PersonStanding> page(MigrationId migration, PeopleFilter filter, String search, int page, int size) {
        var keys = client.sql(
                        "select user_key from source_person where migration_id = :migration %s %s order by %s limit :size offset :offset"
                                .formatted(
                                        filter.condition(),
                                        search.isEmpty() ? "" : "and search_text like :like",
                                        filter.order()))
                .param("migration", migration.value())
                .param("states", filter.states())
                .param("like", like(search))
                .param("size", size)
                .param("offset", (long) page * size)
                .query(String.class)
                .list();
        return withKeys(migration, keys);
    }

    /** People who were changed after a revision, the latest first. */
    List<PersonStanding> changedSince(MigrationId migration, long revision, int atMost) {
        return standings(migration, """
                select * from source_person where migration_id = :migration and revision > :revision
                order by migration_id desc, revision desc limit :size""", Map.of("revision", revision, "size", atMost));
    }

    /** Keys of those whose last change was this one. */
    List<String> changedBy(MigrationId migration, long revision) {
        return client.sql(
                        "select user_key from source_person where migration_id = ? and revision = ? order by user_key")
                .params(migration.value(), revision)
                .query(String.class)
                .list();
    }

    /** People's accounts that contain the search in id, name or address. */
    List<TargetAccount> searchAccounts(MigrationId migration, String search, int atMost) {
        return client.sql("""
                        select * from target_account
                        where migration_id = ? and kind = 'PERSON' and search_text like ?
                        order by active desc, display_name, account_id limit ?""")
                .params(migration.value(), like(search), atMost)
                .query((row, n) -> account(row))
                .list();
    }

    Map<String, TargetAccount> accountsWithIds(MigrationId migration, List<String> accountIds) {
        return byKeys(migration, "select * from target_account", "account_id", accountIds, (row, n) -> account(row))
                .stream()
                .collect(Collectors.toMap(TargetAccount::accountId, Function.identity()));
    }

    /** Who holds each of these accounts. */
    Map<String, String> holders(MigrationId migration, List<String> accountIds) {
        record Held(String accountId, String userKey) {}
        return byKeys(
                        migration,
                        "select account_id, user_key from source_person",
                        "account_id",
                        accountIds,
                        (row, n) -> new Held(row.getString("account_id"), row.getString("user_key")))
                .stream()
                .collect(Collectors.toMap(Held::accountId, Held::userKey));
    }

    private static String like(String search) {
        var plain = search.strip().toLowerCase(Locale.ROOT);
        return "%" + plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private List<PersonStanding> withKeys(MigrationId migration, List<String> keys) {
        return keys.isEmpty()
                ? List.of()
                : standings(
                        migration,
                        "select * from source_person where migration_id = :migration and user_key in (:keys) order by user_key",
                        Map.of("keys", keys));
    }

    List<PersonStanding> all(MigrationId migration) {
        return standings(
                migration, "select * from source_person where migration_id = :migration order by user_key", Map.of());
    }

    Optional<PersonStanding> find(MigrationId migration, String userKey) {
        return standings(
                        migration,
                        "select * from source_person where migration_id = :migration and user_key = :userKey",
                        Map.of("userKey", userKey))
                .stream()
                .findFirst();
    }

    List<PersonStanding> creatable(MigrationId migration) {
        return standings(
                migration,
                "select * from source_person where migration_id = :migration and creatable = true order by user_key",
                Map.of());
    }

    Mapping mapping(MigrationId migration) {
        record Row(
                String userKey, PersonState state, @Nullable String accountId) {}
        var rows = client.sql("select user_key, state, account_id from source_person where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> new Row(
                        row.getString("user_key"),
                        PersonState.valueOf(row.getString("state")),
                        row.getString("account_id")))
                .list();
        return new Mapping(
                rows.stream()
                        .map(row -> new Mapping.Entry(row.userKey(), row.accountId()))
                        .toList(),
                rows.stream().filter(row -> !row.state().isSettled()).count());
    }

    /** Erases everything about people of this migration; returns how many people and accounts there were. */
    long erase(MigrationId migration) {
        long erased = 0;
        for (var table : TABLES) {
            erased += delete(table, migration);
        }
        return erased;
    }

    private int delete(String table, MigrationId migration) {
        return client.sql("delete from " + table + " where migration_id = ?")
                .param(migration.value())
                .update();
    }

    private List<PersonStanding> standings(MigrationId migration, String sql, Map<String, ?> params) {
        record Row(
                SourcePerson person,
                PersonState state,
                @Nullable String accountId,
                @Nullable String policy,
                @Nullable Conflict conflict,
                boolean creatable,
                long revision,
                @Nullable String changedBy) {}
        var rows = client.sql(sql)
                .param("migration", migration.value())
                .params(params)
                .query((row, n) -> new Row(
                        person(row),
                        PersonState.valueOf(row.getString("state")),
                        row.getString("account_id"),
                        row.getString("found_policy"),
                        conflict(row.getString("conflict")),
                        row.getBoolean("creatable"),
                        row.getLong("revision"),
                        row.getString("changed_by")))
                .list();
        var userKeys = rows.stream().map(row -> row.person().userKey()).toList();
        var suggestions = suggestions(migration, userKeys);
        var decisions =
                byKeys(migration, "select * from person_decision", "user_key", userKeys, (row, n) -> decision(row))
                        .stream()
                        .collect(Collectors.toMap(Decision::userKey, Function.identity()));
        var accountIds = new ArrayList<String>();
        rows.forEach(row -> Optional.ofNullable(row.accountId()).ifPresent(accountIds::add));
        suggestions.values().forEach(list -> list.forEach(suggestion -> accountIds.add(suggestion.accountId())));
        var accounts = accountsWithIds(migration, accountIds);
        return rows.stream()
                .map(row -> new PersonStanding(
                        row.person(),
                        row.state(),
                        row.accountId() == null ? null : accounts.get(row.accountId()),
                        row.policy(),
                        row.conflict(),
                        row.creatable(),
                        decisions.get(row.person().userKey()),
                        suggestions.getOrDefault(row.person().userKey(), List.of()).stream()
                                .flatMap(suggestion -> Optional.ofNullable(accounts.get(suggestion.accountId()))
                                        .map(account -> new PersonStanding.SuggestedAccount(
                                                account, suggestion.score(), suggestion.policy(), suggestion.reason()))
                                        .stream())
                                .toList(),
                        row.revision(),
                        row.changedBy()))
                .toList();
    }

    private Map<String, List<Suggestion>> suggestions(MigrationId migration, List<String> userKeys) {
        record Row(String userKey, Suggestion suggestion) {}
        var found = new HashMap<String, List<Suggestion>>();
        byKeys(
                        migration,
                        "select * from account_suggestion",
                        "user_key",
                        userKeys,
                        (row, n) -> new Row(row.getString("user_key"), suggestion(row)))
                .forEach(row -> found.computeIfAbsent(row.userKey(), k -> new ArrayList<>())
                        .add(row.suggestion()));
        found.values()
                .forEach(list -> list.sort(
                        Comparator.comparingInt(Suggestion::score).reversed().thenComparing(Suggestion::accountId)));
        return found;
    }

    /** Looks keys up in pieces: databases limit the number of parameters. */
    private <T> List<T> byKeys(
            MigrationId migration, String select, String column, List<String> keys, RowMapper<T> mapper) {
        var found = new ArrayList<T>();
        var distinct = keys.stream().distinct().toList();
        for (int from = 0; from < distinct.size(); from += BATCH) {
            found.addAll(client.sql(select + " where migration_id = :migration and " + column + " in (:keys)")
                    .param("migration", migration.value())
                    .param("keys", distinct.subList(from, Math.min(from + BATCH, distinct.size())))
                    .query(mapper)
                    .list());
        }
        return found;
    }

    private static Settled settled(ResultSet row) throws SQLException {
        return new Settled(
                row.getString("user_key"),
                PersonState.valueOf(row.getString("state")),
                row.getString("account_id"),
                conflict(row.getString("conflict")),
                row.getBoolean("creatable"));
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getString("user_key"),
                PersonState.valueOf(row.getString("found_state")),
                row.getString("found_account_id"),
                row.getString("found_policy"),
                conflict(row.getString("found_conflict")),
                row.getBoolean("found_creatable"));
    }

    private static @Nullable Conflict conflict(@Nullable String name) {
        return name == null ? null : Conflict.valueOf(name);
    }

    private static SourcePerson person(ResultSet row) throws SQLException {
        return new SourcePerson(
                row.getString("user_key"),
                row.getString("user_name"),
                row.getString("display_name"),
                row.getString("email"),
                row.getBoolean("active"),
                row.getBoolean("removed"));
    }

    private static TargetAccount account(ResultSet row) throws SQLException {
        return new TargetAccount(
                row.getString("account_id"),
                row.getString("display_name"),
                row.getString("email"),
                row.getBoolean("active"),
                TargetAccount.Kind.valueOf(row.getString("kind")),
                TargetAccount.Source.valueOf(row.getString("source")));
    }

    private static Decision decision(ResultSet row) throws SQLException {
        Instant at = row.getObject("decided_at", OffsetDateTime.class).toInstant();
        return new Decision(
                row.getString("user_key"),
                Decision.Kind.valueOf(row.getString("kind")),
                row.getString("account_id"),
                row.getString("reason"),
                row.getString("decided_by"),
                at);
    }
}
