package io.ferry.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.Json;
import io.ferry.migration.MigrationId;
import io.ferry.migration.PagedHash;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The pages of the list of everybody, and who is on which: see {@link PeopleList}. */
@Repository
class PeoplePageStore {

    private static final ObjectMapper JSON = Json.MAPPER;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    PeoplePageStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /** The pages of the list that are kept, in their order. */
    List<PeopleList.Page> all(MigrationId migration) {
        return client.sql("select * from people_page where migration_id = ? order by page")
                .param(migration.value())
                .query((row, n) -> new PeopleList.Page(
                        row.getInt("page"),
                        row.getString("first_key"),
                        row.getInt("people"),
                        row.getInt("missing"),
                        row.getInt("inactive"),
                        row.getInt("proposed"),
                        read(row.getString("others"), new TypeReference<>() {}),
                        row.getString("list_sha256"),
                        row.getString("mapping_sha256")))
                .list();
    }

    /** The first key on each page, in the order of the pages. */
    List<String> firstKeys(MigrationId migration) {
        return client.sql("select first_key from people_page where migration_id = ? order by page")
                .param(migration.value())
                .query(String.class)
                .list();
    }

    List<String> keysOnPage(MigrationId migration, int page) {
        return read(
                client.sql("select user_keys from people_page_keys where migration_id = ? and page = ?")
                        .params(migration.value(), page)
                        .query(String.class)
                        .single(),
                new TypeReference<>() {});
    }

    void replace(MigrationId migration, PeopleList.Pages made) {
        PeopleTables.delete(client, "people_page", migration);
        PeopleTables.delete(client, "people_page_keys", migration);
        insert(migration, made.pages());
        var keys = Objects.requireNonNull(made.keys(), "Only pages that were made are put");
        jdbc.batchUpdate(
                "insert into people_page_keys (migration_id, page, user_keys) values (?, ?, ?)",
                made.pages(),
                PeopleTables.BATCH,
                (row, page) -> {
                    int from = page.number() * PagedHash.PAGE;
                    row.setString(1, migration.value());
                    row.setInt(2, page.number());
                    row.setString(3, json(keys.subList(from, from + page.people())));
                });
    }

    void put(MigrationId migration, PeopleList.Page page) {
        client.sql("delete from people_page where migration_id = ? and page = ?")
                .params(migration.value(), page.number())
                .update();
        insert(migration, List.of(page));
    }

    private void insert(MigrationId migration, List<PeopleList.Page> pages) {
        jdbc.batchUpdate("""
                insert into people_page (migration_id, page, first_key, people, missing, inactive, proposed, others,
                                         list_sha256, mapping_sha256)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", pages, PeopleTables.BATCH, (row, page) -> {
            row.setString(1, migration.value());
            row.setInt(2, page.number());
            row.setString(3, page.firstKey());
            row.setInt(4, page.people());
            row.setInt(5, page.missing());
            row.setInt(6, page.inactive());
            row.setInt(7, page.proposed());
            row.setString(8, json(page.others()));
            row.setString(9, page.list());
            row.setString(10, page.mapping());
        });
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Lists of keys can be written", impossible);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The list of people is no JSON", e);
        }
    }
}
