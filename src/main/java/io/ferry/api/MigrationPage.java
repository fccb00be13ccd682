package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.migration.Event;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.Migration;
import io.ferry.migration.Notices;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.process.engine.Age;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One migration: what holds it up, its phases, its files and what happened. */
final class MigrationPage {
    private static final int NEWEST = 20;
    private static final Map<FactName, String> FILES =
            new EnumMap<>(Map.of(FactName.DUMP_FILE, "Dump of the app", FactName.BACKUP_FILE, "Jira XML backup"));

    private final Migration migration;
    private final List<PhaseRun> runs;
    private final Standing standing;
    private final List<Fact> facts;
    private final Instant now;

    MigrationPage(Migration migration, List<PhaseRun> runs, Standing standing, List<Fact> facts, Instant now) {
        this.migration = migration;
        this.runs = runs;
        this.standing = standing;
        this.facts = facts;
        this.now = now;
    }

    static String noSuchMigration() {
        return "<!doctype html><html lang=\"en\"><title>Ferry</title><h1>There is no such migration</h1>"
                + "<p>Take the link from the task in Tasklist, or look for it among <a href=\"/\">all migrations</a>.</p></html>";
    }

    /**
     * @param events what happened, oldest first
     * @param everything whether all events are shown, or the newest only
     */
    String of(List<Event> events, boolean everything, List<Notices.Failure> notTold, String tasklist, String operate) {
        String page = "/migrations/" + migration.id();
        Markup html = FrontPage.begin(migration.name());
        html.tag("<div class=\"top\"><div><p class=\"crumb\"><a href=\"/\">Ferry</a> · ")
                .text(migration.settings().rehearsal() ? "rehearsal" : "migration")
                .tag("</p>")
                .element("h1", migration.name())
                .tag("</div>");
        FrontPage.state(html, migration);
        html.tag("</div>");
        standing.notes().forEach(note -> html.element("p class=\"note warn\"", note));
        FrontPage.notTold(html, notTold, now);
        html.tag("<section id=\"now\"><h2>")
                .tag(migration.outcome() == null ? "Now" : "Ended")
                .tag("</h2>");
        FrontPage.sites(html, migration);
        FrontPage.progress(html, migration, runs, now);
        Instant end = Objects.requireNonNullElse(migration.endedAt(), now);
        html.tag("<p class=\"quiet\">Began on ")
                .text(Texts.moment(migration.createdAt()))
                .tag(" (UTC), ")
                .text(migration.endedAt() == null ? "under way for " : "took ")
                .text(Age.words(Duration.between(migration.createdAt(), end)))
                .tag("</p>");
        if (migration.outcome() == null || !standing.isFree()) {
            boolean starting = migration.outcome() == null && migration.processInstanceKey() == null;
            FrontPage.holdsUp(html, standing, now, starting);
        }
        html.tag("</section>\n<nav class=\"rules\" aria-label=\"Pages of this migration\">")
                .tag(FrontPage.link(tasklist, "Tasks in Tasklist"))
                .tag(FrontPage.link(operate, "Process in Operate"))
                .tag(FrontPage.link("/api" + page + "/report", "Report"))
                .tag(FrontPage.link(page + "/mapping", "Who is who"))
                .tag(FrontPage.link(page + "/findings", "Findings in the backup"))
                .tag(FrontPage.link(page + "/differences", "What differs"))
                .tag("</nav>\n");
        phases(html);
        files(html);
        events(html, events, everything, page);
        return FrontPage.end(html, now);
    }

    private void phases(Markup html) {
        html.tag(
                "<section id=\"phases\"><h2>Phases</h2><div class=\"wide\"><table class=\"stack\"><thead><tr><th>Phase</th>"
                        + "<th></th><th>Began (UTC)</th><th>Took</th></tr></thead><tbody>");
        for (Phase phase : Phase.values()) {
            List<PhaseRun> own =
                    runs.stream().filter(run -> run.phase() == phase).toList();
            if (!own.isEmpty()) {
                phase(html, own);
            } else if (isToCome(phase)) {
                html.tag("<tr>")
                        .element("td", phase.title())
                        .tag("<td class=\"quiet\">to come</td><td></td><td></td></tr>\n");
            }
        }
        html.tag("</tbody></table></div></section>\n");
    }

    private boolean isToCome(Phase phase) {
        return migration.outcome() == null
                && Phase.way(migration.settings().rehearsal()).contains(phase);
    }

    private void phase(Markup html, List<PhaseRun> own) {
        PhaseRun last = own.getLast();
        Instant end = Objects.requireNonNullElse(last.endedAt(), now);
        html.tag("<tr>").element("td", last.phase().title()).tag("<td>");
        switch (last.state()) {
            case RUNNING ->
                html.element(
                        "span class=\"badge plain\"",
                        last.percent() == null ? "under way" : "under way, " + last.percent() + " %");
            case ENDED -> html.tag("<span class=\"badge good\">done</span>");
            case INTERRUPTED -> html.tag("<span class=\"badge warn\">interrupted</span>");
        }
        if (own.size() > 1) {
            html.element("span class=\"quiet\"", " run " + own.size());
        }
        html.tag("</td>")
                .element("td data-l=\"began\"", Texts.moment(last.startedAt()))
                .element("td data-l=\"took\"", Age.words(Duration.between(last.startedAt(), end)))
                .tag("</tr>\n");
    }

    private void files(Markup html) {
        List<Fact> files =
                facts.stream().filter(fact -> FILES.containsKey(fact.name())).toList();
        html.tag("<section id=\"files\"><h2>Files</h2><p><a href=\"/migrations/")
                .text(migration.id())
                .tag("/files\">Hand a file over, or get one</a></p>");
        if (files.isEmpty()) {
            html.tag(
                    "<p class=\"quiet\">None yet. The dump and the backup stand here once Ferry has them.</p></section>\n");
            return;
        }
        html.tag("<div class=\"wide\"><table class=\"stack\"><thead><tr><th>File</th><th>Name</th><th>Size</th>"
                + "<th>SHA-256</th></tr></thead><tbody>");
        for (Fact fact : files) {
            JsonNode file = fact.value();
            html.tag("<tr>")
                    .element("td", FILES.get(fact.name()))
                    .element("td data-l=\"name\"", file.path("name").asText())
                    .element("td data-l=\"size\"", Texts.size(file.path("bytes").asLong()))
                    .tag("<td data-l=\"SHA-256\">")
                    .element("code", file.path("sha256").asText())
                    .tag("</td></tr>\n");
        }
        html.tag("</tbody></table></div></section>\n");
    }

    private static void events(Markup html, List<Event> events, boolean everything, String page) {
        List<Event> shown =
                everything || events.size() <= NEWEST ? events : events.subList(events.size() - NEWEST, events.size());
        html.tag("<section id=\"events\"><h2>What happened</h2>");
        if (shown.isEmpty()) {
            html.tag("<p class=\"quiet\">Nothing yet.</p></section>\n");
            return;
        }
        html.tag(
                "<div class=\"wide\"><table class=\"stack\"><thead><tr><th>When (UTC)</th><th>Step</th><th>What</th></tr>"
                        + "</thead><tbody>");
        for (Event event : shown.reversed()) {
            String step = event.phase() == null || event.phase().title().equals(event.step())
                    ? event.step()
                    : event.phase().title() + ": " + event.step();
            html.tag(event.kind() == Event.Kind.PROBLEM ? "<tr class=\"problem\">" : "<tr>")
                    .element("td class=\"quiet\"", Texts.moment(event.at()))
                    .element("td", step)
                    .element("td", what(event))
                    .tag("</tr>\n");
        }
        html.tag("</tbody></table></div>");
        if (shown.size() < events.size()) {
            html.tag("<p>")
                    .tag(FrontPage.link(page + "?everything=true#events", "Show all " + events.size()))
                    .tag("</p>");
        }
        html.tag("</section>\n");
    }

    private static String what(Event event) {
        @Nullable String by = event.by();
        String told = switch (event.kind()) {
            case STARTED -> "begun";
            case DONE -> "done";
            case PROBLEM -> "Problem: " + event.message();
            case DECIDED, CONFIRMED, NOTE, EVIDENCE -> event.message();
        };
        return by == null ? told : told + " — " + by;
    }
}
