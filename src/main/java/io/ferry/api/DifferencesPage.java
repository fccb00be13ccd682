package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Tab;
import io.ferry.migration.Migration;
import io.ferry.verification.ComparisonsOnRecord.Kept;
import io.ferry.verification.ComparisonsOnRecord.KeptItem;
import io.ferry.verification.ComparisonsOnRecord.Page;
import io.ferry.verification.RuleResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that differs, for whoever judges the result: the form in Tasklist leads here.
 *
 * @param comparisons one link for each comparison
 * @param shown the comparison that is shown; null if nothing has been compared
 */
record DifferencesPage(
        Frame frame, List<Tab> comparisons, @Nullable Shown shown) implements View {
    /** So many differences stand on one page. */
    static final int SIZE = 100;

    /** A comparison, rule by rule. */
    record Shown(String title, Badge verdict, Instant at, List<Rule> rules, Items items) {}

    /**
     * What a rule found.
     *
     * @param allowed how much may differ
     * @param items how many differences, and where they are shown; null if there are none
     */
    record Rule(
            String question,
            String name,
            Badge verdict,
            String expected,
            String found,
            String allowed,
            @Nullable Link items) {}

    /**
     * A page of what differs.
     *
     * @param rule the rule whose differences alone are shown, if any
     * @param all where the differences of all rules are shown
     * @param table the address of all differences as CSV
     * @param where which page this is; null if there is one only
     */
    record Items(
            long total,
            @Nullable String rule,
            String all,
            String table,
            List<KeptItem> items,
            @Nullable String where,
            @Nullable Link before,
            @Nullable Link after) {}

    /** The page of a migration for which nothing has been compared. */
    static DifferencesPage empty(Frame frame) {
        return new DifferencesPage(frame, List.of(), null);
    }

    /**
     * The page of one comparison.
     *
     * @param all all comparisons
     * @param kept the one that is shown
     * @param rule the rule whose differences alone are shown, if any
     * @param number the number of the page, from 0
     */
    static DifferencesPage of(
            Frame frame, Migration migration, List<Kept> all, Kept kept, @Nullable String rule, Page page, int number) {
        String point = kept.point().key();
        return new DifferencesPage(
                frame,
                all.stream()
                        .map(one -> new Tab(
                                new Link(
                                        address(one.point().key(), null, 0),
                                        one.point().title()),
                                one == kept))
                        .toList(),
                new Shown(
                        kept.point().title(),
                        Badge.of(kept.verdict()),
                        kept.at(),
                        kept.rules().stream().map(one -> rule(one, point)).toList(),
                        items(migration, point, rule, page, number)));
    }

    private static Rule rule(RuleResult rule, String point) {
        return new Rule(
                rule.question(),
                rule.name(),
                Badge.of(rule.verdict()),
                rule.expected(),
                rule.found(),
                rule.tolerance() == null ? "—" : rule.tolerance() + " %",
                rule.itemsInAll() > 0
                        ? new Link(address(point, rule.name(), 0), String.valueOf(rule.itemsInAll()))
                        : null);
    }

    private static Items items(Migration migration, String point, @Nullable String rule, Page page, int number) {
        long pages = (page.total() + SIZE - 1) / SIZE;
        return new Items(
                page.total(),
                rule,
                address(point, null, 0),
                "/api/migrations/" + migration.id() + "/comparisons/" + point + ".csv",
                page.items(),
                pages > 1 ? "Page " + (number + 1) + " of " + pages : null,
                number > 0 ? new Link(address(point, rule, number - 1), "Previous page") : null,
                number + 1 < pages ? new Link(address(point, rule, number + 1), "Next page") : null);
    }

    private static String address(String point, @Nullable String rule, int page) {
        return "?point=" + point
                + (rule == null ? "" : "&rule=" + URLEncoder.encode(rule, StandardCharsets.UTF_8))
                + (page == 0 ? "" : "&page=" + page)
                + (rule == null && page == 0 ? "" : "#items");
    }
}
