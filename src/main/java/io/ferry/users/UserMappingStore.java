package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.Revisions.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The people of the source: where each stands on the way to an account, and which accounts are suggested. */
@Repository
class UserMappingStore {

    /** How a group of people begins who conflict over an account; its id follows. */
    static final String OF_ACCOUNT = "account:";

    private static final String UNNAMED_ACCOUNT = OF_ACCOUNT + "?";
    private static final String OF_ADDRESS = "address:";
    private static final String OF_PERSON = "person:";

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

    /** Both of one person. */
    record StoredMapping(Found found, Settled settled) {}

    /** A suggestion for a person. */
    record Proposal(String userKey, Suggestion suggestion) {}

    /** One person as the report lists them, and as the restore maps them. */
    record Listed(ListedPerson person, Mapping.Entry mapping, boolean creatable, boolean gone, boolean proposed) {}

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TargetAccountStore accounts;
    private final DecisionStore decisions;

    UserMappingStore(JdbcTemplate jdbc, TargetAccountStore accounts, DecisionStore decisions) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.accounts = accounts;
        this.decisions = decisions;
    }

    void replacePeople(Change change, Collection<SourcePerson> people) {
        var migration = change.migration();
        PeopleTables.delete(client, "source_person", migration);
        PeopleTables.delete(client, "account_suggestion", migration);
        jdbc.batchUpdate("""
                insert into source_person (migration_id, user_key, user_name, display_name, email, active, removed,
                                           inactive_directory, found_state, found_creatable, state, creatable, revision)
                values (?, ?, ?, ?, ?, ?, ?, ?, 'UNMATCHED', false, 'UNMATCHED', false, ?)""", people, PeopleTables.BATCH, (row, person) -> {
            row.setString(1, migration.value());
            row.setString(2, person.userKey());
            row.setString(3, person.userName());
            row.setString(4, person.displayName());
            row.setString(5, person.email());
            row.setBoolean(6, person.active());
            row.setBoolean(7, person.removed());
            row.setString(8, person.inactiveDirectory());
            row.setLong(9, change.revision());
        });
    }

    List<SourcePerson> people(MigrationId migration) {
        return client.sql("select * from source_person where migration_id = ? order by user_key")
                .param(migration.value())
                .query((row, n) -> person(row))
                .list();
    }

    List<StoredMapping> storedMappings(MigrationId migration) {
        return client.sql("select * from source_person where migration_id = ?")
                .param(migration.value())
                .query((row, n) -> new StoredMapping(found(row), settled(row)))
                .list();
    }

    Optional<StoredMapping> storedMapping(MigrationId migration, String userKey) {
        return client.sql("select * from source_person where migration_id = ? and user_key = ?")
                .params(migration.value(), userKey)
                .query((row, n) -> new StoredMapping(found(row), settled(row)))
                .optional();
    }

    void updateMappings(Change change, Collection<StoredMapping> mappings) {
        giveAccountsBack(change, mappings.stream().map(StoredMapping::settled).toList());
        jdbc.batchUpdate("""
                update source_person set state = ?, account_id = ?, conflict = ?, creatable = ?, revision = ?, changed_by = ?,
                    found_state = ?, found_account_id = ?, found_policy = ?, found_conflict = ?, found_creatable = ?
                where migration_id = ? and user_key = ?""", mappings, PeopleTables.BATCH, (row, one) -> {
            setSettled(row, change, one.settled());
            row.setString(7, one.found().state().name());
            row.setString(8, one.found().accountId());
            row.setString(9, one.found().policy());
            row.setString(10, name(one.found().conflict()));
            row.setBoolean(11, one.found().creatable());
            row.setString(12, change.migration().value());
            row.setString(13, one.found().userKey());
        });
    }

    void updateSettled(Change change, Collection<Settled> settled) {
        giveAccountsBack(change, settled);
        jdbc.batchUpdate("""
                update source_person set state = ?, account_id = ?, conflict = ?, creatable = ?, revision = ?, changed_by = ?
                where migration_id = ? and user_key = ?""", settled, PeopleTables.BATCH, (row, one) -> {
            setSettled(row, change, one);
            row.setString(7, change.migration().value());
            row.setString(8, one.userKey());
        });
    }

    /** Accounts are given back before they are given out: two people may be about to swap theirs. */
    private void giveAccountsBack(Change change, Collection<Settled> settled) {
        if (settled.size() == 1) {
            return;
        }
        var migration = change.migration();
        var held = client.sql("select user_key from source_person where migration_id = ? and account_id is not null")
                .param(migration.value())
                .query(String.class)
                .set();
        jdbc.batchUpdate(
                "update source_person set account_id = null where migration_id = ? and user_key = ?",
                settled.stream().filter(one -> held.contains(one.userKey())).toList(),
                PeopleTables.BATCH,
                (row, one) -> {
                    row.setString(1, migration.value());
                    row.setString(2, one.userKey());
                });
    }

    private static void setSettled(PreparedStatement row, Change change, Settled settled) throws SQLException {
        row.setString(1, settled.state().name());
        row.setString(2, settled.accountId());
        row.setString(3, name(settled.conflict()));
        row.setBoolean(4, settled.creatable());
        row.setLong(5, change.revision());
        row.setString(6, change.by());
    }

    private static @Nullable String name(@Nullable Conflict conflict) {
        return conflict == null ? null : conflict.name();
    }

    /** Who holds the account now. */
    Optional<String> holder(MigrationId migration, String accountId) {
        return client.sql("select user_key from source_person where migration_id = ? and account_id = ?")
                .params(migration.value(), accountId)
                .query(String.class)
                .optional();
    }

    void replaceSuggestions(MigrationId migration, Map<String, List<Suggestion>> suggestions) {
        PeopleTables.delete(client, "account_suggestion", migration);
        var rows = suggestions.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(suggestion -> new Proposal(entry.getKey(), suggestion)))
                .toList();
        jdbc.batchUpdate("""
                insert into account_suggestion (migration_id, user_key, account_id, score, policy, reason)
                values (?, ?, ?, ?, ?, ?)""", rows, PeopleTables.BATCH, (statement, row) -> {
            statement.setString(1, migration.value());
            statement.setString(2, row.userKey());
            statement.setString(3, row.suggestion().accountId());
            statement.setInt(4, row.suggestion().score());
            statement.setString(5, row.suggestion().policy());
            statement.setString(6, row.suggestion().reason());
        });
    }

    /** Suggestions with at least this score for people who have no account and no conflict. */
    List<Proposal> proposals(MigrationId migration, int score) {
        var open = client.sql("select user_key from source_person where migration_id = ? and state = 'SUGGESTED'")
                .param(migration.value())
                .query(String.class)
                .set();
        return client
                .sql("select * from account_suggestion where migration_id = ? and score >= ?")
                .params(migration.value(), score)
                .query((row, n) -> proposal(row))
                .list()
                .stream()
                .filter(proposal -> open.contains(proposal.userKey()))
                .toList();
    }

    /** Everybody, as far as the directory asks. */
    List<Directory.Entry> entries(MigrationId migration) {
        return grouped(
                migration,
                client.sql("select * from source_person where migration_id = ?")
                        .param(migration.value())
                        .query((row, n) -> entry(row))
                        .list());
    }

    /** Those people, as far as the directory asks. */
    List<Directory.Entry> entries(MigrationId migration, List<String> userKeys) {
        return grouped(
                migration,
                PeopleTables.byKeys(client, migration, "source_person", "user_key", userKeys, (row, n) -> entry(row)));
    }

    /** Names the account about which people conflict, where only the suggestions tell it. */
    private List<Directory.Entry> grouped(MigrationId migration, List<Directory.Entry> entries) {
        var unnamed = entries.stream()
                .filter(entry -> entry.conflictGroup().equals(UNNAMED_ACCOUNT))
                .map(Directory.Entry::userKey)
                .toList();
        if (unnamed.isEmpty()) {
            return entries;
        }
        var best = new HashMap<String, Suggestion>();
        PeopleTables.byKeys(client, migration, "account_suggestion", "user_key", unnamed, (row, n) -> proposal(row))
                .forEach(proposal -> best.merge(
                        proposal.userKey(),
                        proposal.suggestion(),
                        (one, other) -> one.score() >= other.score() ? one : other));
        return entries.stream()
                .map(entry -> {
                    var suggestion = best.get(entry.userKey());
                    return entry.conflictGroup().equals(UNNAMED_ACCOUNT)
                            ? entry.inGroup(
                                    suggestion == null
                                            ? OF_PERSON + entry.userKey()
                                            : OF_ACCOUNT + suggestion.accountId())
                            : entry;
                })
                .toList();
    }

    private static Directory.Entry entry(ResultSet row) throws SQLException {
        var person = person(row);
        return new Directory.Entry(
                person.userKey(),
                person.searchText(),
                PersonState.valueOf(row.getString("state")),
                person.isGone(),
                row.getBoolean("creatable"),
                person.inactiveDirectory(),
                isProposed(row),
                conflictGroup(person, row));
    }

    private static String conflictGroup(SourcePerson person, ResultSet row) throws SQLException {
        var found = conflict(row.getString("found_conflict"));
        var conflict = found == null ? conflict(row.getString("conflict")) : found;
        if (conflict == null) {
            return "";
        }
        return switch (conflict) {
            case SHARED_ADDRESS ->
                OF_ADDRESS + String.valueOf(person.email()).strip().toLowerCase(Locale.ROOT);
            case TARGET_TAKEN ->
                row.getString("found_account_id") == null
                        ? UNNAMED_ACCOUNT
                        : OF_ACCOUNT + row.getString("found_account_id");
            case SEVERAL_ACCOUNTS, INACTIVE_ACCOUNT, APP_ACCOUNT, TARGET_GONE -> OF_PERSON + person.userKey();
        };
    }

    /** These people as the source has them, by their keys. */
    Map<String, SourcePerson> people(MigrationId migration, Collection<String> userKeys) {
        return PeopleTables.byKeys(
                        client, migration, "source_person", "user_key", List.copyOf(userKeys), (row, n) -> person(row))
                .stream()
                .collect(Collectors.toMap(SourcePerson::userKey, Function.identity()));
    }

    private static boolean isProposed(ResultSet row) throws SQLException {
        return MappingRules.isProposed(
                row.getString("inactive_directory"),
                PersonState.valueOf(row.getString("state")),
                conflict(row.getString("conflict")));
    }

    /** People of inactive directories. */
    List<Directory.Entry> ofInactiveDirectories(MigrationId migration) {
        return client.sql("select * from source_person where migration_id = ? and inactive_directory is not null")
                .param(migration.value())
                .query((row, n) -> entry(row))
                .list();
    }

    /** Who holds each of these accounts. */
    Map<String, String> holders(MigrationId migration, List<String> accountIds) {
        record Held(String accountId, String userKey) {}
        return PeopleTables.byKeys(
                        client,
                        migration,
                        "source_person",
                        "account_id",
                        accountIds,
                        (row, n) -> new Held(row.getString("account_id"), row.getString("user_key")))
                .stream()
                .collect(Collectors.toMap(Held::accountId, Held::userKey));
    }

    /** These people, in the order of the keys given. */
    List<PersonMapping> withKeys(MigrationId migration, List<String> userKeys) {
        var rows =
                PeopleTables.byKeys(
                                client, migration, "source_person", "user_key", userKeys, (row, n) -> mappingRow(row))
                        .stream()
                        .collect(Collectors.toMap(row -> row.person().userKey(), Function.identity()));
        return complete(
                migration,
                userKeys.stream()
                        .flatMap(userKey -> Optional.ofNullable(rows.get(userKey)).stream())
                        .toList());
    }

    /** The keys of all people, in their order; databases disagree about the order of letters. */
    List<String> keys(MigrationId migration) {
        return client
                .sql("select user_key from source_person where migration_id = ?")
                .param(migration.value())
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .toList();
    }

    /** These people as the report lists them, in the order of the keys given. */
    List<Listed> listed(MigrationId migration, List<String> userKeys) {
        var rows = client
                .sql("""
                        select p.user_key, p.state, p.account_id, p.found_policy, p.creatable, p.active, p.removed,
                               p.inactive_directory, p.conflict,
                               d.decided_by, d.decided_at, d.reason, m.matched_at
                        from (values :keys) k(wanted)
                        join source_person p on p.migration_id = :migration and p.user_key = k.wanted
                        join mapping_state m on m.migration_id = p.migration_id
                        left join person_decision d on d.migration_id = p.migration_id and d.user_key = p.user_key""")
                .param("migration", migration.value())
                .param("keys", PeopleTables.values(userKeys))
                .query((row, n) -> listed(row))
                .list()
                .stream()
                .collect(Collectors.toMap(row -> row.mapping().userKey(), Function.identity()));
        return userKeys.stream()
                .flatMap(userKey -> Optional.ofNullable(rows.get(userKey)).stream())
                .toList();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        var userKey = row.getString("user_key");
        var accountId = row.getString("account_id");
        var state = PersonState.valueOf(row.getString("state"));
        var decidedBy = row.getString("decided_by");
        var at = row.getObject(decidedBy == null ? "matched_at" : "decided_at", OffsetDateTime.class);
        return new Listed(
                new ListedPerson(
                        userKey,
                        state,
                        accountId,
                        decidedBy == null && state.hasAccount() ? row.getString("found_policy") : null,
                        decidedBy == null ? "Ferry" : decidedBy,
                        at == null ? null : at.toInstant(),
                        row.getString("reason")),
                new Mapping.Entry(userKey, accountId),
                row.getBoolean("creatable"),
                !row.getBoolean("active") || row.getBoolean("removed"),
                isProposed(row));
    }

    List<PersonMapping> all(MigrationId migration) {
        return complete(
                migration,
                client
                        .sql("select * from source_person where migration_id = ?")
                        .param(migration.value())
                        .query((row, n) -> mappingRow(row))
                        .list()
                        .stream()
                        .sorted(Comparator.comparing(row -> row.person().userKey()))
                        .toList());
    }

    Optional<PersonMapping> find(MigrationId migration, String userKey) {
        return withKeys(migration, List.of(userKey)).stream().findFirst();
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

    /** Erases the people of this migration and what was suggested for them; returns how many records that were. */
    boolean has(MigrationId migration) {
        return PeopleTables.any(client, "source_person", migration)
                || PeopleTables.any(client, "account_suggestion", migration);
    }

    long erase(MigrationId migration) {
        return PeopleTables.delete(client, "source_person", migration)
                + PeopleTables.delete(client, "account_suggestion", migration);
    }

    private record MappingRow(
            SourcePerson person,
            PersonState state,
            @Nullable String accountId,
            @Nullable String policy,
            @Nullable Conflict conflict,
            boolean creatable,
            long revision,
            @Nullable String changedBy) {}

    private static MappingRow mappingRow(ResultSet row) throws SQLException {
        return new MappingRow(
                person(row),
                PersonState.valueOf(row.getString("state")),
                row.getString("account_id"),
                row.getString("found_policy"),
                conflict(row.getString("conflict")),
                row.getBoolean("creatable"),
                row.getLong("revision"),
                row.getString("changed_by"));
    }

    /** Adds what stands in other tables. */
    private List<PersonMapping> complete(MigrationId migration, List<MappingRow> rows) {
        var userKeys = rows.stream().map(row -> row.person().userKey()).toList();
        var suggestions = PeopleTables.byKeys(
                        client, migration, "account_suggestion", "user_key", userKeys, (row, n) -> proposal(row))
                .stream()
                .sorted(Comparator.comparingInt(
                                (Proposal row) -> -row.suggestion().score())
                        .thenComparing(row -> row.suggestion().accountId()))
                .collect(Collectors.groupingBy(
                        Proposal::userKey, Collectors.mapping(Proposal::suggestion, Collectors.toList())));
        var decided = decisions.withKeys(migration, userKeys);
        var accountIds = new ArrayList<String>();
        rows.forEach(row -> Optional.ofNullable(row.accountId()).ifPresent(accountIds::add));
        suggestions.values().forEach(list -> list.forEach(suggestion -> accountIds.add(suggestion.accountId())));
        var known = accounts.withIds(migration, accountIds);
        return rows.stream()
                .map(row -> new PersonMapping(
                        row.person(),
                        row.state(),
                        row.accountId() == null ? null : known.get(row.accountId()),
                        row.policy(),
                        row.conflict(),
                        row.creatable(),
                        decided.get(row.person().userKey()),
                        suggestions.getOrDefault(row.person().userKey(), List.of()).stream()
                                .flatMap(suggestion -> Optional.ofNullable(known.get(suggestion.accountId()))
                                        .map(account -> new PersonMapping.SuggestedAccount(
                                                account, suggestion.score(), suggestion.policy(), suggestion.reason()))
                                        .stream())
                                .toList(),
                        row.revision(),
                        row.changedBy()))
                .toList();
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        return new Proposal(
                row.getString("user_key"),
                new Suggestion(
                        row.getString("account_id"),
                        row.getInt("score"),
                        row.getString("policy"),
                        row.getString("reason")));
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
                row.getBoolean("removed"),
                row.getString("inactive_directory"));
    }
}
