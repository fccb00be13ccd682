package io.ferry.api;

import io.ferry.migration.Migration;
import io.ferry.migration.Notices;
import io.ferry.migration.Outcome;
import io.ferry.migration.PhaseRun;
import io.ferry.process.engine.Age;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.data.domain.Page;

/** All migrations: what is under way and what it waits for, then what has ended. */
final class FrontPage {
    private static final String STYLE = ReportPage.STYLE;

    private final String tasklist;
    private final String operate;
    private final Instant now;

    /**
     * @param tasklist Tasklist's address in people's browsers
     * @param operate Operate's address in people's browsers
     */
    FrontPage(String tasklist, String operate, Instant now) {
        this.tasklist = tasklist;
        this.operate = operate;
        this.now = now;
    }

    /** A migration in which something happens, and what holds it up. */
    record UnderWay(Migration migration, List<PhaseRun> runs, Standing standing) {}

    /** @param trouble why nothing goes on in Camunda, in one sentence, if it does not answer as it should */
    String of(List<UnderWay> underWay, Page<Migration> ended, Optional<String> trouble, List<Notices.Failure> notTold) {
        Markup html = begin("Migrations");
        html.tag("<div class=\"top\"><div><p class=\"crumb\">Ferry</p><h1>Migrations</h1></div><nav class=\"rules\">")
                .tag(link(tasklist, "Tasklist"))
                .tag(link(operate, "Operate"))
                .tag(link("/swagger-ui.html", "Interface"))
                .tag("</nav></div>");
        Stream.concat(trouble.stream(), underWay.stream().flatMap(one -> one.standing().notes().stream()))
                .distinct()
                .forEach(note -> html.element("p class=\"note warn\"", note));
        notTold(html, notTold, now);
        if (underWay.isEmpty() && ended.getTotalElements() == 0) {
            nothingYet(html);
        } else {
            underWay.stream()
                    .sorted(Comparator.comparing(FrontPage::isHeldUp).reversed())
                    .forEach(one -> card(html, one));
            if (underWay.isEmpty()) {
                html.tag("<section><p>Nothing is under way. To start a migration, open ")
                        .tag(link(tasklist + "/processes", "Processes in Tasklist"))
                        .tag(" and start <em>Migrate BigPicture from Data Center to Cloud</em>.</p></section>");
            }
            ended(html, ended);
        }
        return end(html, now);
    }

    /** Says that reminders do not reach people: they must look here meanwhile. */
    static void notTold(Markup html, List<Notices.Failure> failures, Instant now) {
        for (Notices.Failure failure : failures) {
            html.tag("<p class=\"note warn\">Reminders by ")
                    .text(failure.channel())
                    .tag(" do not go out. The last try was ")
                    .text(Age.words(Duration.between(failure.at(), now)))
                    .tag(" ago: ")
                    .text(failure.why())
                    .tag("</p>");
        }
    }

    private static boolean isHeldUp(UnderWay one) {
        return !one.standing().isFree();
    }

    private void card(Markup html, UnderWay one) {
        Migration migration = one.migration();
        html.tag("<article class=\"card\"><div class=\"head\"><h2><a href=\"/migrations/")
                .text(migration.id())
                .tag("\">")
                .text(migration.name())
                .tag("</a></h2>");
        state(html, migration);
        html.tag("</div>");
        sites(html, migration);
        progress(html, migration, one.runs(), now);
        holdsUp(html, one.standing(), now, migration.processInstanceKey() == null && migration.outcome() == null);
        html.tag("</article>\n");
    }

    private void ended(Markup html, Page<Migration> ended) {
        if (ended.getTotalElements() == 0) {
            return;
        }
        html.tag(
                "<section id=\"ended\"><h2>Ended</h2><div class=\"wide\"><table class=\"stack\"><thead><tr><th>Migration</th>"
                        + "<th>Outcome</th><th>From</th><th>To</th><th>Ended (UTC)</th><th>Took</th><th></th></tr></thead><tbody>");
        for (Migration migration : ended) {
            Instant at = Objects.requireNonNullElse(migration.endedAt(), migration.createdAt());
            html.tag("<tr><td><a href=\"/migrations/")
                    .text(migration.id())
                    .tag("\">")
                    .text(migration.name())
                    .tag("</a></td><td>");
            state(html, migration);
            html.tag("</td>")
                    .element(
                            "td data-l=\"from\"",
                            host(migration.settings().source().url()))
                    .element(
                            "td data-l=\"to\"",
                            host(migration.settings().target().url()))
                    .element("td data-l=\"ended\"", Texts.moment(at))
                    .element("td data-l=\"took\"", Age.words(Duration.between(migration.createdAt(), at)))
                    .tag("<td>")
                    .tag(link("/api/migrations/" + migration.id() + "/report", "Report"))
                    .tag("</td></tr>\n");
        }
        html.tag("</tbody></table></div>");
        if (ended.getTotalPages() > 1) {
            html.tag("<nav class=\"pages\" aria-label=\"Pages\">");
            if (ended.hasPrevious()) {
                html.tag(link("/?page=" + (ended.getNumber() - 1) + "#ended", "Later ones"));
            }
            html.element("span class=\"quiet\"", "Page " + (ended.getNumber() + 1) + " of " + ended.getTotalPages());
            if (ended.hasNext()) {
                html.tag(link("/?page=" + (ended.getNumber() + 1) + "#ended", "Earlier ones"));
            }
            html.tag("</nav>");
        }
        html.tag("</section>\n");
    }

    private void nothingYet(Markup html) {
        html.tag("<section id=\"nothing\"><h2>No migration yet</h2>"
                        + "<p>Begin with a <strong>rehearsal</strong>: it makes the backups, reads both sites and tells who and"
                        + " what would be missing. It changes nothing in the cloud site.</p><ol class=\"ways\"><li><strong>In the"
                        + " browser:</strong> open ")
                .tag(link(tasklist + "/processes", "Processes in Tasklist"))
                .tag(", choose <em>Migrate BigPicture from Data Center to Cloud</em>, fill in the form and tick"
                        + " that it is a rehearsal. The form asks for both addresses and for the names of the credentials, never for"
                        + " a password.</li><li><strong>From a script:</strong> <code>POST /api/migrations</code>, as ")
                .tag(link("/swagger-ui.html", "the interface’s description"))
                .tag(
                        " shows.</li><li><strong>Only to look around:</strong> <code>./ferry demo</code> starts a Camunda and"
                                + " pretend sites on this computer and runs one migration between them.</li></ol>"
                                + "<p class=\"quiet\">Started, it appears here by itself: where it stands, whom it waits for, and what"
                                + " is stuck.</p></section>\n");
    }

    /** The state of a migration in one word. */
    static void state(Markup html, Migration migration) {
        Outcome outcome = migration.outcome();
        if (outcome == null) {
            boolean begun = migration.processInstanceKey() != null;
            html.element("span class=\"badge plain\"", begun ? "Under way" : "Starting");
            return;
        }
        String colour = switch (outcome) {
            case MIGRATED, REHEARSED -> "good";
            case ROLLED_BACK, STOPPED, CANCELLED -> "warn";
        };
        String words = Texts.words(outcome.name());
        html.element(
                "span class=\"badge " + colour + "\"", Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }

    /** From where to where. */
    static void sites(Markup html, Migration migration) {
        html.tag("<p class=\"quiet\">")
                .text(migration.app().title())
                .tag(" · ")
                .text(host(migration.settings().source().url()))
                .tag(" → ")
                .text(host(migration.settings().target().url()))
                .tag(migration.settings().rehearsal() ? " · rehearsal</p>" : "</p>");
    }

    /** How far it is, and what is at work. */
    static void progress(Markup html, Migration migration, List<PhaseRun> runs, Instant now) {
        int percent = MigrationViews.progress(migration, runs);
        html.tag("<p class=\"progress\"><progress max=\"100\" value=\"" + percent + "\" aria-label=\"Progress\">"
                + percent + " %</progress> <strong>" + percent + " %</strong>");
        for (PhaseRun run : runs) {
            if (run.state() == PhaseRun.State.RUNNING) {
                html.tag(" · ")
                        .text(run.phase().title())
                        .tag(" <span class=\"quiet\">for ")
                        .text(Age.words(Duration.between(run.startedAt(), now)))
                        .tag(run.percent() == null ? "</span>" : ", " + run.percent() + " %</span>");
            }
        }
        html.tag("</p>");
    }

    /** What waits for whom, for how long, and what is stuck. */
    static void holdsUp(Markup html, Standing standing, Instant now, boolean starting) {
        List<Incident> incidents = standing.incidents() == null ? List.of() : standing.incidents();
        List<WaitingTask> tasks = standing.tasks() == null ? List.of() : standing.tasks();
        if (starting) {
            html.tag("<p>It has been asked to start; its process has not reported yet.</p>");
        } else if (standing.isFree()) {
            html.tag("<p>Nobody has to do anything right now.</p>");
        }
        if (incidents.isEmpty() && tasks.isEmpty()) {
            return;
        }
        html.tag("<ul class=\"waits\">");
        for (Incident incident : incidents) {
            html.tag("<li class=\"stuck\"><strong>Stuck</strong> for ")
                    .text(Age.words(Duration.between(incident.since(), now)))
                    .tag(": ")
                    .text(incident.message().isBlank() ? incident.type() : incident.message())
                    .tag(" ")
                    .tag(link(incident.link(), "Look in Operate"))
                    .tag("</li>");
        }
        for (WaitingTask task : tasks) {
            html.tag("<li class=\"person\">")
                    .tag(link(task.link(), task.name()))
                    .tag(" waits for ")
                    .text(whom(task))
                    .tag(", for ")
                    .text(Age.words(Duration.between(task.since(), now)))
                    .tag("</li>");
        }
        html.tag("</ul>");
    }

    private static String whom(WaitingTask task) {
        if (task.assignee() != null) {
            // Of an address only the part before the @, as in the record.
            return task.assignee().replaceFirst("(?<=.)@.*", "") + ", who took it";
        }
        return task.candidateGroups().isEmpty() ? "anybody" : "an " + String.join(" or ", task.candidateGroups());
    }

    /** A site as people call it. */
    static String host(java.net.URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    static String link(String address, String words) {
        return new Markup()
                .tag("<a href=\"")
                .text(address)
                .tag("\">")
                .text(words)
                .tag("</a>")
                .toString();
    }

    /** Begins a page that follows what happens: by its script while somebody looks, else by loading anew. */
    static Markup begin(String title) {
        return new Markup()
                .tag("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .text(title)
                .tag(" · Ferry</title><link rel=\"icon\" href=\"data:,\"><style>")
                .tag(STYLE)
                .tag("</style><noscript><meta http-equiv=\"refresh\" content=\"30\"></noscript>"
                        + "<script type=\"module\" src=\"/pages/follow.js\"></script></head><body>\n"
                        + "<p id=\"stale\" class=\"note bad\" role=\"status\" hidden>Ferry does not answer. What stands here may"
                        + " be old; the page tries again by itself.</p><main>");
    }

    static String end(Markup html, Instant now) {
        return html.tag("</main>\n<p class=\"quiet\">As of <span id=\"as-of\">")
                .text(Texts.moment(now))
                .tag("</span> (UTC). The page follows by itself.</p></body></html>\n")
                .toString();
    }
}
