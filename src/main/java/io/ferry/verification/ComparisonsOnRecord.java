package io.ferry.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ferry.base.Json;
import io.ferry.migration.MigrationId;
import io.ferry.verification.RuleResult.Item;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What was compared last, with every item that differs: too many, at times, for a fact or a form. */
@Repository
@Transactional
public class ComparisonsOnRecord {
    private static final JsonMapper JSON = Json.MAPPER;
    private static final int LONGEST_TEXT = 1000;
    private static final int ROWS_AT_ONCE = 1000;

    private final JdbcClient sql;
    private final JdbcTemplate batches;
    private final Clock clock;

    ComparisonsOnRecord(JdbcClient sql, JdbcTemplate batches, Clock clock) {
        this.sql = sql;
        this.batches = batches;
        this.clock = clock;
    }

    /**
     * A comparison on record.
     *
     * @param rules what the rules found, each with its first items only
     */
    public record Kept(ComparisonPoint point, Instant at, Verdict verdict, List<RuleResult> rules) {
        public Kept {
            rules = List.copyOf(rules);
        }
    }

    /** An item and the rule that found it. */
    public record KeptItem(String rule, Item item) {}

    /** Items of a page, and how many there are on all pages. */
    public record Page(List<KeptItem> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** Puts a comparison on record, in place of an earlier one for the same point. */
    public void keep(MigrationId id, ComparisonPoint point, Comparison comparison) {
        for (var table : List.of("comparison_item", "comparison")) {
            sql.sql("delete from " + table + " where migration_id = :id and comparison_point = :point")
                    .param("id", id.value())
                    .param("point", point.name())
                    .update();
        }
        sql.sql("insert into comparison (migration_id, comparison_point, at, verdict, rules)"
                        + " values (:id, :point, :at, :verdict, :rules)")
                .param("id", id.value())
                .param("point", point.name())
                .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .param("verdict", comparison.verdict().name())
                .param("rules", write(comparison.brief().rules()))
                .update();
        var items = new ArrayList<KeptItem>();
        comparison.rules().forEach(rule -> rule.items().forEach(item -> items.add(new KeptItem(rule.name(), item))));
        int[] position = {0};
        batches.batchUpdate(
                "insert into comparison_item (migration_id, comparison_point, position, rule, verdict, what, expected, found)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                items,
                ROWS_AT_ONCE,
                (PreparedStatement row, KeptItem kept) -> {
                    row.setString(1, id.value());
                    row.setString(2, point.name());
                    row.setInt(3, position[0]++);
                    row.setString(4, kept.rule());
                    row.setString(5, kept.item().verdict().name());
                    row.setString(6, cut(kept.item().what()));
                    row.setString(7, cut(kept.item().expected()));
                    row.setString(8, cut(kept.item().found()));
                });
    }

    /** All comparisons of a migration, in the order of the route. */
    @Transactional(readOnly = true)
    public List<Kept> all(MigrationId id) {
        return sql
                .sql("select comparison_point, at, verdict, rules from comparison where migration_id = :id")
                .param("id", id.value())
                .query((row, index) -> kept(row))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparing(Kept::point))
                .toList();
    }

    /** The last comparison for this point. */
    @Transactional(readOnly = true)
    public Optional<Kept> find(MigrationId id, ComparisonPoint point) {
        return all(id).stream().filter(kept -> kept.point() == point).findFirst();
    }

    /**
     * A page of what differs.
     *
     * @param rule only this rule's items; null for all
     * @param page counted from 0
     * @param size items on a page, 1 or more
     */
    @Transactional(readOnly = true)
    public Page page(MigrationId id, ComparisonPoint point, @Nullable String rule, int page, int size) {
        String where = " from comparison_item where migration_id = :id and comparison_point = :point"
                + (rule == null ? "" : " and rule = :rule");
        long total = sql.sql("select count(*)" + where)
                .param("id", id.value())
                .param("point", point.name())
                .param("rule", rule)
                .query(Long.class)
                .single();
        var items = sql.sql("select rule, verdict, what, expected, found" + where
                        + " order by position limit :size offset :offset")
                .param("id", id.value())
                .param("point", point.name())
                .param("rule", rule)
                .param("size", size)
                .param("offset", (long) page * size)
                .query((row, index) -> item(row))
                .list();
        return new Page(items, total);
    }

    /** Hands over everything that differs, one item after the other. */
    @Transactional(readOnly = true)
    public void forEachItem(MigrationId id, ComparisonPoint point, Consumer<KeptItem> consumer) {
        for (int page = 0; ; page++) {
            var items = page(id, point, null, page, ROWS_AT_ONCE).items();
            items.forEach(consumer);
            if (items.size() < ROWS_AT_ONCE) {
                return;
            }
        }
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                ComparisonPoint.valueOf(row.getString("comparison_point")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Verdict.valueOf(row.getString("verdict")),
                read(row.getString("rules")));
    }

    private static KeptItem item(ResultSet row) throws SQLException {
        return new KeptItem(
                row.getString("rule"),
                new Item(
                        row.getString("what"),
                        Verdict.valueOf(row.getString("verdict")),
                        row.getString("expected"),
                        row.getString("found")));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }

    private static String write(List<RuleResult> rules) {
        try {
            return JSON.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Results cannot be kept as JSON", e);
        }
    }

    private static List<RuleResult> read(String rules) {
        try {
            return JSON.readValue(rules, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record holds rules that are none", e);
        }
    }
}
