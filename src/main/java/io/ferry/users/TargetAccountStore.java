package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The accounts of the target, and the addresses that others than Jira tell of them. */
@Repository
class TargetAccountStore {

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    TargetAccountStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    void replace(MigrationId migration, Collection<TargetAccount> accounts) {
        PeopleTables.delete(client, "target_account", migration);
        insert(migration, accounts);
    }

    private void insert(MigrationId migration, Collection<TargetAccount> accounts) {
        jdbc.batchUpdate("""
                insert into target_account (migration_id, account_id, display_name, email, active, kind, source)
                values (?, ?, ?, ?, ?, ?, ?)""", accounts, PeopleTables.BATCH, (row, account) -> {
            row.setString(1, migration.value());
            row.setString(2, account.accountId());
            row.setString(3, account.displayName());
            row.setString(4, account.email());
            row.setBoolean(5, account.active());
            row.setString(6, account.kind().name());
            row.setString(7, account.source().name());
        });
    }

    /** Adds the account, or replaces what is known of it. */
    void put(MigrationId migration, TargetAccount account) {
        client.sql("delete from target_account where migration_id = ? and account_id = ?")
                .params(migration.value(), account.accountId())
                .update();
        insert(migration, List.of(account));
    }

    /** Replaces the addresses that this source tells. */
    void replaceAddresses(MigrationId migration, TargetAccount.Source source, Map<String, String> addresses) {
        client.sql("delete from known_address where migration_id = ? and source = ?")
                .params(migration.value(), source.name())
                .update();
        jdbc.batchUpdate(
                "insert into known_address (migration_id, account_id, email, source) values (?, ?, ?, ?)",
                addresses.entrySet(),
                PeopleTables.BATCH,
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

    /** Every account, in the order of their ids. */
    List<TargetAccount> all(MigrationId migration) {
        return client.sql("select * from target_account where migration_id = ? order by account_id")
                .param(migration.value())
                .query((row, n) -> account(row))
                .list();
    }

    Optional<TargetAccount> find(MigrationId migration, String accountId) {
        return client.sql("select * from target_account where migration_id = ? and account_id = ?")
                .params(migration.value(), accountId)
                .query((row, n) -> account(row))
                .optional();
    }

    /** All people's accounts, as far as the directory asks. */
    List<Directory.AccountName> names(MigrationId migration) {
        return client.sql("select * from target_account where migration_id = ? and kind = 'PERSON'")
                .param(migration.value())
                .query((row, n) -> {
                    var account = account(row);
                    return new Directory.AccountName(
                            account.accountId(), account.searchText(), account.active(), account.email() == null);
                })
                .list();
    }

    Map<String, TargetAccount> withIds(MigrationId migration, List<String> accountIds) {
        return PeopleTables.byKeys(
                        client, migration, "target_account", "account_id", accountIds, (row, n) -> account(row))
                .stream()
                .collect(Collectors.toMap(TargetAccount::accountId, Function.identity()));
    }

    /** Erases what is known of the target's accounts; returns how many records that were. */
    boolean has(MigrationId migration) {
        return PeopleTables.any(client, "target_account", migration)
                || PeopleTables.any(client, "known_address", migration);
    }

    long erase(MigrationId migration) {
        return PeopleTables.delete(client, "target_account", migration)
                + PeopleTables.delete(client, "known_address", migration);
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
}
