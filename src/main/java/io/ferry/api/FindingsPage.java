package io.ferry.api;

import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.findings.Severity;
import io.ferry.migration.Migration;
import io.ferry.verification.BackupFindings.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Ferry found in the backup, with the records of each finding: the forms in Tasklist lead here. */
final class FindingsPage {
    private FindingsPage() {}

    static String noSuchMigration() {
        return Markup.page("There is no such migration")
                .tag("<p>Take the link from the task in Tasklist.</p></body></html>")
                .toString();
    }

    static String nothingRead(Migration migration) {
        return title(Markup.page("Findings · " + migration.name()), migration, "No backup has been read yet")
                .tag("<p>Ferry lists here what it finds in the Jira backup, once it has read one.</p></body></html>")
                .toString();
    }

    static String of(Migration migration, List<Kept> findings, @Nullable Kept shown, List<FindingRecord> records) {
        Markup html = title(Markup.page("Findings · " + migration.name()), migration, "What Ferry found in the backup");
        html.tag(
                "<section><div class=\"wide\"><table class=\"stack\"><thead><tr><th>Weight</th><th>Finding</th><th>Why</th>"
                        + "<th>What to do</th><th>Records</th></tr></thead><tbody>");
        for (Kept kept : findings) {
            row(html, kept);
        }
        html.tag(
                "</tbody></table></div>"
                        + "<p class=\"quiet\"><strong>Blocks</strong>: the import would fail or lose data."
                        + " <strong>Warns</strong>: something will be missing or needs work by hand. <strong>Informs</strong>: good to"
                        + " know. No file was imported into a real cloud site to find out how sure each of them is.</p></section>");
        if (shown != null) {
            records(html, migration.id().value(), shown, records);
        }
        return html.tag("</body></html>\n").toString();
    }

    private static Markup title(Markup html, Migration migration, String words) {
        return html.tag("<div class=\"top\"><div><p class=\"crumb\">Ferry · ")
                .text(migration.name())
                .tag("</p>")
                .element("h1", words)
                .tag("</div></div>");
    }

    private static void row(Markup html, Kept kept) {
        html.tag("<tr><td>")
                .element(
                        "span class=\"badge " + colour(kept.code().severity()) + "\"",
                        words(kept.code().severity()))
                .tag("</td><td>")
                .text(kept.message())
                .tag(" <span class=\"quiet\">")
                .text(kept.code())
                .text(" · " + kept.place())
                .tag("</span></td><td data-l=\"why\">")
                .text(kept.code().why() + " This " + kept.code().certainty().words() + ". ")
                .tag("<a href=\"")
                .text(kept.code().source().url())
                .tag("\" rel=\"noreferrer\">")
                .text(kept.code().source().title())
                .tag("</a></td>")
                .element("td data-l=\"what to do\"", kept.code().whatToDo())
                .tag("<td data-l=\"records\">");
        if (kept.records() > 0) {
            html.tag("<a href=\"?finding=")
                    .text(kept.code())
                    .tag("#records\">")
                    .text(kept.records())
                    .tag("</a>");
        } else {
            html.text("—");
        }
        html.tag("</td></tr>\n");
    }

    private static void records(Markup html, String migration, Kept shown, List<FindingRecord> records) {
        html.tag("<section id=\"records\"><h2>").text(shown.message()).tag("</h2><p class=\"quiet\">");
        if (shown.records() > records.size()) {
            html.text("The first " + records.size() + " of " + shown.records()
                    + "; ./ferry inspect FILE --details FOLDER writes all of them. ");
        }
        html.tag("They hold data of people. <a class=\"noprint\" href=\"/api/migrations/")
                .text(migration + "/findings/" + shown.code() + ".csv")
                .tag("\" download>Download as a table (CSV)</a></p>");
        html.table("Record", "Id", "Key or name", "Line", "Byte", "Note");
        for (FindingRecord found : records) {
            html.row(FindingsPage.cells(found).toArray());
        }
        html.endTable().tag("</section>");
    }

    /** The cells of a record, in the page and in the table. */
    static List<String> cells(FindingRecord found) {
        return List.of(
                found.entity(),
                text(found.id()),
                text(found.key()),
                found.line() > 0 ? String.valueOf(found.line()) : "",
                found.byteOffset() >= 0 ? String.valueOf(found.byteOffset()) : "",
                text(found.note()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case BLOCKS -> "bad";
            case WARNS -> "warn";
            case INFORMS -> "good";
        };
    }

    private static String words(Severity severity) {
        return switch (severity) {
            case BLOCKS -> "Blocks";
            case WARNS -> "Warns";
            case INFORMS -> "Informs";
        };
    }
}
