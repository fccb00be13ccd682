package io.ferry.api;

import io.ferry.migration.Migration;
import io.ferry.verification.ComparisonsOnRecord.Kept;
import io.ferry.verification.ComparisonsOnRecord.KeptItem;
import io.ferry.verification.ComparisonsOnRecord.Page;
import io.ferry.verification.RuleResult;
import io.ferry.verification.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that differs, for whoever judges the result: the form in Tasklist leads here. */
final class DifferencesPage {
    static final int SIZE = 100;

    private DifferencesPage() {}

    static String noSuchMigration() {
        return Markup.page("There is no such migration")
                .tag("<p>Take the link from the task in Tasklist.</p></body></html>")
                .toString();
    }

    static String nothingCompared(Migration migration) {
        return Markup.page("What differs · " + migration.name())
                .tag("<p class=\"crumb\">Ferry · ")
                .text(migration.name())
                .tag(
                        "</p><h1>Nothing has been compared yet</h1>"
                                + "<p>Ferry compares after Jira’s import, after the restore and after a roll-back.</p></body></html>")
                .toString();
    }

    static String of(Migration migration, List<Kept> all, Kept shown, @Nullable String rule, Page page, int number) {
        Markup html = Markup.page("What differs · " + migration.name());
        html.tag("<div class=\"top\"><div><p class=\"crumb\">Ferry · ")
                .text(migration.name())
                .tag("</p>")
                .element("h1", "What differs")
                .tag("</div>")
                .element("span class=\"outcome " + colour(shown.verdict()) + "\"", words(shown.verdict()))
                .tag("</div>");
        html.tag("<nav class=\"rules\" aria-label=\"Comparisons\">");
        for (Kept kept : all) {
            link(
                    html,
                    kept == shown,
                    address(kept.moment().key(), null, 0),
                    kept.moment().title());
        }
        html.tag("</nav>");
        rules(html, shown);
        items(html, migration.id().value(), shown, rule, page, number);
        return html.tag("</body></html>\n").toString();
    }

    private static void rules(Markup html, Kept shown) {
        html.tag("<section>")
                .element("h2", shown.moment().title())
                .tag("<div class=\"wide\"><table class=\"stack\">"
                        + "<thead><tr><th>Question</th><th>Verdict</th><th>Expected</th><th>Found</th><th>Allowed</th>"
                        + "<th>Differences</th></tr></thead><tbody>");
        for (RuleResult rule : shown.rules()) {
            html.tag("<tr><td>")
                    .text(rule.question())
                    .tag(" <span class=\"quiet\">")
                    .text(rule.name())
                    .tag("</span></td><td>")
                    .element("span class=\"badge " + colour(rule.verdict()) + "\"", words(rule.verdict()))
                    .tag("</td>")
                    .element("td data-l=\"expected\"", rule.expected())
                    .element("td data-l=\"found\"", rule.found())
                    .element("td data-l=\"allowed\"", rule.tolerance() == null ? "—" : rule.tolerance() + " %")
                    .tag("<td data-l=\"differences\">");
            if (rule.itemsInAll() > 0) {
                html.tag("<a href=\"")
                        .text(address(shown.moment().key(), rule.name(), 0))
                        .tag("\">")
                        .text(rule.itemsInAll())
                        .tag("</a>");
            } else {
                html.text("none");
            }
            html.tag("</td></tr>\n");
        }
        html.tag("</tbody></table></div><p class=\"quiet\">Compared on ")
                .text(Texts.moment(shown.at()))
                .tag(" (UTC)")
                .tag(". <strong>Equal</strong>: all the same. <strong>Tolerable</strong>: within what is allowed, or"
                        + " explained by another rule. <strong>Not verifiable</strong>: Ferry could not look; look yourself."
                        + " <strong>Different</strong>: something is missing or wrong.</p></section>");
    }

    private static void items(Markup html, String migration, Kept shown, @Nullable String rule, Page page, int number) {
        html.tag("<section id=\"items\"><h2>").text(page.total()).tag(" differences");
        if (rule != null) {
            html.text(" found by “" + rule + "”");
        }
        html.tag("</h2><p class=\"noprint\">");
        if (rule != null) {
            html.tag("<a href=\"").text(address(shown.moment().key(), null, 0)).tag("\">Show all</a> · ");
        }
        html.tag("<a href=\"/api/migrations/")
                .text(migration + "/comparisons/" + shown.moment().key() + ".csv")
                .tag("\" download>Download all as a table (CSV)</a></p>");
        html.tag("<div class=\"wide\"><table class=\"stack\"><thead><tr><th>What</th><th>Verdict</th><th>Expected</th>"
                + "<th>Found</th><th>Rule</th></tr></thead><tbody>");
        for (KeptItem kept : page.items()) {
            html.tag("<tr>")
                    .element("td", kept.item().what())
                    .tag("<td>")
                    .element(
                            "span class=\"badge " + colour(kept.item().verdict()) + "\"",
                            words(kept.item().verdict()))
                    .tag("</td>")
                    .element("td data-l=\"expected\"", kept.item().expected())
                    .element("td data-l=\"found\"", kept.item().found())
                    .element("td data-l=\"rule\"", kept.rule())
                    .tag("</tr>\n");
        }
        html.tag("</tbody></table></div>");
        long pages = (page.total() + SIZE - 1) / SIZE;
        if (pages > 1) {
            html.tag("<nav class=\"pages\" aria-label=\"Pages\">");
            if (number > 0) {
                link(html, false, address(shown.moment().key(), rule, number - 1), "Previous page");
            }
            html.element("span class=\"quiet\"", "Page " + (number + 1) + " of " + pages);
            if (number + 1 < pages) {
                link(html, false, address(shown.moment().key(), rule, number + 1), "Next page");
            }
            html.tag("</nav>");
        }
        html.tag("</section>");
    }

    private static void link(Markup html, boolean here, String address, String words) {
        if (here) {
            html.element("strong", words);
        } else {
            html.tag("<a href=\"").text(address).tag("\">").text(words).tag("</a>");
        }
    }

    private static String address(String moment, @Nullable String rule, int page) {
        return "?moment=" + moment
                + (rule == null ? "" : "&rule=" + URLEncoder.encode(rule, StandardCharsets.UTF_8))
                + (page == 0 ? "" : "&page=" + page)
                + (rule == null && page == 0 ? "" : "#items");
    }

    static String colour(Verdict verdict) {
        return switch (verdict) {
            case EQUAL, TOLERABLE -> "good";
            case NOT_VERIFIABLE -> "warn";
            case DIFFERENT -> "bad";
        };
    }

    static String words(Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> "Equal";
            case TOLERABLE -> "Tolerable";
            case NOT_VERIFIABLE -> "Not verifiable";
            case DIFFERENT -> "Different";
        };
    }
}
