package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.verification.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report as one HTML document that needs nothing else: no script, no network, charts as inline SVG. On its first screen
 * stand the outcome, what is left to look at, and what proves the rest.
 */
final class ReportPage {
    static final String STYLE = resource("/static/pages/ferry.css");
    private static final List<String> COUNTED =
            List.of("projects", "issues", "people", "activePeople", "boards", "boxes", "teams", "integrations");
    private static final Map<String, String> KINDS = Map.of(
            "STARTED", "begun",
            "DONE", "done",
            "DECIDED", "decided",
            "CONFIRMED", "confirmed",
            "PROBLEM", "problem",
            "NOTE", "note",
            "EVIDENCE", "put on record");

    private final JsonNode report;
    private final Markup html = new Markup();

    private ReportPage(JsonNode report) {
        this.report = report;
    }

    /** The HTML of a report as {@link ReportDocument} makes it. */
    static String of(ObjectNode report) {
        return new ReportPage(report).page();
    }

    private String page() {
        String name = report.path("name").asText();
        html.begin("Report · " + name)
                .tag("<div class=\"top\"><div><p class=\"crumb\">Ferry · report of a ")
                .text(report.path("rehearsal").asBoolean() ? "rehearsal" : "migration")
                .tag(" · written ")
                .text(Texts.moment(report.path("writtenAt")))
                .tag(" (UTC)</p>")
                .element("h1", name)
                .tag("</div>");
        outcome();
        html.tag("</div>\n");
        summary();
        html.tag("<div class=\"first\">\n");
        openPoints();
        proofs();
        html.tag("</div>\n");
        forecast();
        timeline();
        counts();
        comparisons();
        people();
        decisions();
        files();
        readiness();
        integrations();
        incidents();
        known();
        settings();
        events();
        signature();
        return html.tag("</body></html>\n").toString();
    }

    private void outcome() {
        String outcome = report.path("outcome").asText("");
        String colour = switch (report.path("outcome").isNull() ? "" : outcome) {
            case "MIGRATED", "REHEARSED" -> "good";
            case "ROLLED_BACK", "STOPPED" -> "bad";
            case "CANCELLED" -> "warn";
            default -> "plain";
        };
        html.element(
                "span class=\"outcome " + colour + "\"",
                report.path("outcome").isNull() ? "Under way" : capital(Texts.words(outcome)));
    }

    private void summary() {
        html.tag("<dl class=\"facts\">");
        fact("App", report.path("app").asText());
        fact("From", report.path("sites").path("source").asText());
        fact("To", report.path("sites").path("target").asText());
        fact(
                "Versions",
                joined(
                        version("Jira", "sourceJira"),
                        version("app before", "sourceApp"),
                        version("app now", "targetApp")));
        fact("Began", Texts.moment(report.path("startedAt")));
        fact("Ended", Texts.moment(report.path("endedAt")));
        fact("Took", Texts.duration(report.path("duration")));
        fact("Id", report.path("id").asText());
        html.tag("</dl>\n");
    }

    private @Nullable String version(String of, String field) {
        JsonNode version = report.path("versions").path(field);
        return version.isMissingNode() ? null : of + " " + version.asText();
    }

    private void fact(String name, String value) {
        html.tag("<div>")
                .element("dt", name)
                .element("dd", value.isEmpty() ? "—" : value)
                .tag("</div>");
    }

    private void openPoints() {
        html.tag("<div class=\"card\"><h2>Open points</h2><ul>");
        JsonNode points = report.path("openPoints");
        for (JsonNode point : points) {
            html.tag("<li class=\"" + (point.path("weight").asText().equals("LOOK") ? "look" : "know") + "\">")
                    .text(point.path("text").asText())
                    .tag(" <a class=\"noprint\" href=\"#")
                    .text(point.path("section").asText())
                    .tag("\">more</a></li>");
        }
        if (points.isEmpty()) {
            html.tag("<li class=\"ok\">None: nothing is left to look at.</li>");
        }
        html.tag("</ul></div>\n");
    }

    private void proofs() {
        html.tag("<div class=\"card\"><h2>Proofs</h2><ul>");
        for (JsonNode comparison : report.path("comparisons")) {
            Map<String, Long> verdicts = comparison
                    .path("rules")
                    .valueStream()
                    .collect(Collectors.groupingBy(
                            rule -> rule.path("verdict").asText(), LinkedHashMap::new, Collectors.counting()));
            Verdict verdict = Verdict.valueOf(comparison.path("verdict").asText());
            proof(
                    verdict.isFine(),
                    comparison.path("title").asText() + ": "
                            + comparison.path("rules").size() + " rules, "
                            + verdicts.entrySet().stream()
                                    .map(entry -> entry.getValue() + " " + Texts.words(entry.getKey()))
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        files(report.path("verified")).forEach(file -> proof(file.matches(), file.sentence()));
        JsonNode answers = report.path("answers");
        if (!answers.isEmpty()) {
            TreeSet<String> people = new TreeSet<>();
            answers.forEach(answer -> people.add(answer.path("by").asText()));
            proof(true, answers.size() + " confirmations and decisions by " + String.join(", ", people) + ".");
        }
        JsonNode chain = report.path("chain");
        html.tag("<li class=\"ok\">")
                .text("Chain of " + chain.path("events").asText("0") + " events, last hash ")
                .element("code", chain.path("head").asText("none"))
                .text(". Check with: ferry report verify FILE")
                .tag("</li></ul></div>\n");
    }

    private void proof(boolean fine, String sentence) {
        html.element("li class=\"" + (fine ? "ok" : "no") + "\"", sentence);
    }

    /** A file and where its fingerprint was taken on its way. */
    private record FileOnItsWay(
            String what,
            JsonNode file,
            String where,
            @Nullable String fingerprintThere) {
        boolean matches() {
            return fingerprintThere == null
                    || fingerprintThere.equals(file.path("sha256").asText());
        }

        String sentence() {
            String name = what + " " + file.path("name").asText() + ": ";
            if (fingerprintThere == null) {
                return name + "fingerprint taken when Ferry got it.";
            }
            return name + (matches() ? "same fingerprint " : "ANOTHER fingerprint ") + where + ".";
        }
    }

    private static List<FileOnItsWay> files(JsonNode verified) {
        List<FileOnItsWay> files = new ArrayList<>();
        if (verified.has("dumpFile")) {
            files.add(new FileOnItsWay(
                    "Dump",
                    verified.path("dumpFile"),
                    "when it was fetched and when it was uploaded",
                    sha256(verified.path("uploadedDump"), "sha256")));
        }
        if (verified.has("backupFile")) {
            files.add(new FileOnItsWay(
                    "Jira backup",
                    verified.path("backupFile"),
                    "when it was fetched and when people were read from it",
                    sha256(verified.path("matching"), "backup")));
        }
        return files;
    }

    private static @Nullable String sha256(JsonNode fact, String field) {
        return fact.path(field).isTextual() ? fact.path(field).asText() : null;
    }

    private void timeline() {
        JsonNode phases = report.path("phases");
        Instant from = Instant.parse(report.path("startedAt").asText());
        Instant until = Instant.parse(
                report.path("endedAt").isTextual()
                        ? report.path("endedAt").asText()
                        : report.path("writtenAt").asText());
        double whole = Math.max(1, Duration.between(from, until).toMillis());
        html.tag(
                "<section id=\"timeline\"><h2>Timeline</h2><table class=\"stack\"><thead><tr><th>Phase</th><th>Began</th>"
                        + "<th class=\"n\">Took</th><th>From the first minute to the last</th></tr></thead><tbody>\n");
        for (JsonNode phase : phases) {
            Instant begin = Instant.parse(phase.path("startedAt").asText());
            Instant end = phase.path("endedAt").isTextual()
                    ? Instant.parse(phase.path("endedAt").asText())
                    : until;
            double x = Duration.between(from, begin).toMillis() * 1000 / whole;
            double width = Math.max(4, Duration.between(begin, end).toMillis() * 1000 / whole);
            String colour = phase.path("state").asText().equals("INTERRUPTED") ? "#9c1c1c" : "#0b5394";
            html.tag("<tr>")
                    .element("td", phase.path("title").asText())
                    .element("td", Texts.moment(phase.path("startedAt")))
                    .element(
                            "td class=\"n\"",
                            phase.path("state").asText().equals("RUNNING")
                                    ? "under way"
                                    : Texts.duration(Duration.between(begin, end)))
                    .tag("<td class=\"bar\"><svg viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" role=\"img\""
                            + " aria-label=\"")
                    .text(phase.path("title").asText() + " on the time line")
                    .tag(String.format(
                            Locale.ROOT,
                            "\"><rect width=\"1000\" height=\"16\" fill=\"#eef1f5\"/>"
                                    + "<rect x=\"%.1f\" width=\"%.1f\" height=\"16\" rx=\"2\" fill=\"%s\"/></svg></td></tr>%n",
                            Math.min(x, 996),
                            width,
                            colour));
        }
        html.tag("</tbody></table>");
        if (phases.isEmpty()) {
            html.tag("<p>No phase has begun.</p>");
        }
        html.tag("<p class=\"quiet\">Times are UTC and hold the waiting for people.</p></section>\n");
    }

    private void forecast() {
        JsonNode forecast = report.path("forecast");
        if (forecast.isMissingNode()) {
            return;
        }
        html.tag("<section id=\"forecast\"><h2>What the migration itself would do, and how long it would take</h2>")
                .tag(
                        "<table class=\"stack\"><thead><tr><th>Phase</th><th>What is done</th><th class=\"n\">Duration</th><th>Known from</th></tr>"
                                + "</thead><tbody>");
        Duration whole = Duration.ZERO;
        int unknown = 0;
        for (JsonNode phase : forecast) {
            boolean known = phase.path("duration").isTextual();
            whole = known ? whole.plus(Duration.parse(phase.path("duration").asText())) : whole;
            unknown += known ? 0 : 1;
            html.tag("<tr>")
                    .element("td", phase.path("title").asText())
                    .element("td", phase.path("does").asText())
                    .element("td class=\"n\"", Texts.duration(phase.path("duration")))
                    .element(
                            "td",
                            switch (phase.path("basis").asText()) {
                                case "MEASURED" -> "measured in this rehearsal";
                                case "OTHER_MIGRATIONS" ->
                                    phase.path("runs").asInt() == 1
                                            ? "one run in another migration"
                                            : "the middle of "
                                                    + phase.path("runs").asInt() + " runs in other migrations";
                                default -> "nothing: it has never run here";
                            })
                    .tag("</tr>");
        }
        html.tag("</tbody></table><p><strong>")
                .text(Texts.duration(whole))
                .tag("</strong> for what is known")
                .text(unknown == 0 ? "." : "; " + unknown + " phases have never run here and come on top.")
                .tag("</p></section>\n");
    }

    private void counts() {
        JsonNode source = report.path("counts").path("source");
        JsonNode target = report.path("counts").path("target");
        html.tag(
                "<section id=\"counts\"><h2>What left, what arrived</h2><div class=\"wide\"><table><thead><tr><th></th>"
                        + "<th class=\"n\">Source, before</th><th class=\"n\">Target, afterwards</th></tr></thead><tbody>");
        for (String counted : COUNTED) {
            if (source.path(counted).isNumber() || target.path(counted).isNumber()) {
                html.tag("<tr>")
                        .element("td", capital(counted.replace("activeP", "active p")))
                        .element("td class=\"n\"", number(source.path(counted)))
                        .element("td class=\"n\"", number(target.path(counted)))
                        .tag("</tr>");
            }
        }
        html.tag("</tbody></table></div><p class=\"quiet\">Counted ")
                .text(Texts.moment(source.path("takenAt")) + " and " + Texts.moment(target.path("takenAt")))
                .tag(". The target has people of its own, and one account for each address.</p></section>\n");
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ENGLISH, "%,d", number.asLong()) : "not counted";
    }

    private void comparisons() {
        html.tag("<section id=\"comparisons\"><h2>Comparisons</h2>");
        for (JsonNode comparison : report.path("comparisons")) {
            html.tag("<h3>")
                    .text(comparison.path("title").asText() + " ")
                    .tag(verdict(comparison))
                    .tag("</h3><table class=\"stack\"><thead><tr><th>Question</th><th>Verdict</th><th>Expected</th>"
                            + "<th>Found</th><th>Allowed</th></tr></thead><tbody>");
            for (JsonNode rule : comparison.path("rules")) {
                html.tag("<tr>")
                        .element("td", rule.path("question").asText())
                        .tag("<td>")
                        .tag(verdict(rule))
                        .tag("</td>")
                        .element("td data-l=\"expected\"", rule.path("expected").asText())
                        .element("td data-l=\"found\"", rule.path("found").asText())
                        .element(
                                "td data-l=\"allowed\"",
                                rule.path("tolerance").isNumber()
                                        ? rule.path("tolerance").asText() + " %"
                                        : "—")
                        .tag("</tr>\n");
            }
            html.tag("</tbody></table>");
            items(comparison);
        }
        if (report.path("comparisons").isEmpty()) {
            html.tag("<p>Nothing has been compared.</p>");
        }
        html.tag("</section>\n");
    }

    private void items(JsonNode comparison) {
        for (JsonNode rule : comparison.path("rules")) {
            int all = rule.path("itemsInAll").asInt();
            if (all == 0) {
                continue;
            }
            html.tag("<p><strong>")
                    .text(rule.path("name").asText())
                    .tag("</strong>, ")
                    .text(all)
                    .tag(all == 1 ? " item: " : " items: ")
                    .text(rule.path("items")
                            .valueStream()
                            .map(item -> item.path("what").asText() + " (expected "
                                    + item.path("expected").asText() + ", found "
                                    + item.path("found").asText() + ")")
                            .collect(Collectors.joining("; ")))
                    .text(all > rule.path("items").size() ? "; and more, in the list of all differences." : ".")
                    .tag("</p>");
        }
    }

    private static String verdict(JsonNode of) {
        Verdict verdict = Verdict.valueOf(of.path("verdict").asText());
        return "<span class=\"badge " + Badge.of(verdict).tone() + "\">"
                + Badge.of(verdict).text() + "</span>";
    }

    private void people() {
        JsonNode people = report.path("matched");
        if (!ReportDocument.areMatched(people) && people.path("people").asLong() > 0) {
            html.tag("<section id=\"people\"><h2>People</h2><p>")
                    .text(number(people.path("people")))
                    .tag(
                            report.path("outcome").isNull()
                                    ? " people were read from the Jira backup. They have not been matched yet: that comes after"
                                            + " the import of Jira."
                                    : " people were read from the Jira backup. They were never matched.")
                    .tag("</p></section>\n");
            return;
        }
        html.tag("<section id=\"people\"><h2>People, by how they were matched</h2><table><tbody>");
        for (Map.Entry<String, JsonNode> state : people.path("byState").properties()) {
            html.tag("<tr>")
                    .element("td", state(state.getKey()))
                    .element("td class=\"n\"", number(state.getValue()))
                    .tag("</tr>");
        }
        html.tag("</tbody></table>");
        if (people.path("people").asLong() == 0) {
            html.tag("<p>No people are on record: they were not read yet, or have been erased.</p>");
        }
        JsonNode named = people.path("named");
        if (!named.isEmpty()) {
            html.tag(
                    "<h3>Everybody who was not simply found by address</h3><div class=\"wide\"><table class=\"stack\"><thead>"
                            + "<tr><th>Person</th><th>Address</th><th>How</th><th>Account</th><th>Decided by, why</th></tr></thead>"
                            + "<tbody>");
            for (JsonNode person : named) {
                html.tag("<tr>")
                        .element(
                                "td",
                                or(person.path("name"), person.path("userName").asText()))
                        .element("td", or(person.path("address"), "no address"))
                        .element("td", state(person.path("state").asText()))
                        .element("td", or(person.path("account"), "—"))
                        .element("td", joined(or(person.path("decidedBy"), null), or(person.path("reason"), null)))
                        .tag("</tr>\n");
            }
            html.tag("</tbody></table></div>");
        }
        if (people.path("notNamed").asLong() > 0) {
            html.tag("<p>")
                    .text(number(people.path("notNamed")))
                    .tag(" more are not named here; the JSON report lists everybody by key.</p>");
        }
        html.tag("</section>\n");
    }

    private static String state(String state) {
        return switch (state) {
            case "MATCHED" -> "Found by their address";
            case "MAPPED_BY_HAND" -> "Mapped by a person";
            case "CREATED" -> "Account created by Ferry";
            case "LEFT_UNMAPPED" -> "Left without an account, on purpose";
            case "CONFLICT" -> "In conflict, not decided";
            case "SUGGESTED" -> "Suggested, not decided";
            default -> "Not found";
        };
    }

    private void decisions() {
        html.tag("<section id=\"decisions\"><h2>Confirmations and decisions</h2><table class=\"stack\"><thead><tr>"
                + "<th>When (UTC)</th><th>Who</th><th>About</th><th>Answer</th><th>Reason</th></tr></thead><tbody>");
        for (JsonNode answer : report.path("answers")) {
            boolean override = answer.path("decision").asText().equals("GO_ON");
            html.tag("<tr>")
                    .element("td", Texts.moment(answer.path("at")))
                    .element("td", answer.path("by").asText())
                    .element("td", Texts.words(answer.path("subject").asText()))
                    .tag("<td>")
                    .text(Texts.words(answer.path("decision").asText()))
                    .tag(override ? " <span class=\"badge warn\">against Ferry’s finding</span>" : "")
                    .tag("</td>")
                    .element("td", or(answer.path("reason"), "—"))
                    .tag("</tr>\n");
        }
        html.tag("</tbody></table></section>\n");
    }

    private void files() {
        html.tag("<section id=\"files\"><h2>Files and their fingerprints (SHA-256)</h2>");
        JsonNode verified = report.path("verified");
        for (FileOnItsWay file : files(verified)) {
            html.tag("<p><strong>")
                    .text(file.what() + " " + file.file().path("name").asText())
                    .tag("</strong>, ")
                    .text(number(file.file().path("bytes")))
                    .tag(" bytes<br><code>")
                    .text(file.file().path("sha256").asText())
                    .tag("</code><br>")
                    .text(capital(file.sentence().substring(file.sentence().indexOf(": ") + 2)))
                    .tag("</p>");
        }
        JsonNode safety = verified.has("safetyDump")
                ? verified.path("safetyDump")
                : report.path("stated").path("safetyDump");
        if (safety.isObject()) {
            html.tag("<p><strong>Safety dump</strong> ")
                    .text(safety.path("description").asText())
                    .tag("<br><code>")
                    .text(or(safety.path("sha256"), "no fingerprint"))
                    .tag("</code><br>")
                    .text(
                            verified.has("safetyDump")
                                    ? "Seen by Ferry in the app’s list of dumps."
                                    : "Stated by a person; Ferry has not seen it.")
                    .tag("</p>");
        }
        html.tag("</section>\n");
    }

    private void readiness() {
        JsonNode checks = report.path("verified").path("readiness").path("checks");
        html.tag("<section id=\"readiness\"><h2>Readiness checks</h2><table class=\"stack\"><thead><tr><th>Check</th>"
                + "<th>Result</th><th>What was found</th></tr></thead><tbody>");
        for (JsonNode check : checks) {
            JsonNode result = check.path("result");
            String badge =
                    result.has("code") ? "bad\">Failed" : result.has("why") ? "plain\">Not needed" : "good\">Passed";
            html.tag("<tr>")
                    .element("td", check.path("name").asText())
                    .tag("<td><span class=\"badge " + badge + "</span></td>")
                    .element(
                            "td",
                            joined(
                                    or(result.path("remark"), null),
                                    or(result.path("why"), null),
                                    or(result.path("title"), null),
                                    or(result.path("message"), null)))
                    .tag("</tr>\n");
        }
        html.tag("</tbody></table>");
        html.tag(checks.isEmpty() ? "<p>They were not run.</p>" : "").tag("</section>\n");
    }

    private void integrations() {
        JsonNode items = report.path("verified").path("integrations").path("items");
        html.tag("<section id=\"integrations\"><h2>Integrations</h2>");
        if (items.isEmpty()) {
            html.tag("<p>None were seen.</p>");
        } else {
            html.tag("<table class=\"stack\"><thead><tr><th>Integration</th><th>On the source it</th><th>State</th>"
                    + "<th>Reason, and what to do</th></tr></thead><tbody>");
            for (JsonNode item : items) {
                html.row(
                        item.path("name").asText() + (item.path("primary").asBoolean() ? " (primary: left alone)" : ""),
                        joined(or(item.path("before"), null)),
                        capital(Texts.words(item.path("state").asText())),
                        joined(or(item.path("reason"), null), or(item.path("whatToDo"), null)));
            }
            html.tag("</tbody></table>");
        }
        html.tag("</section>\n");
    }

    private void incidents() {
        List<JsonNode> problems = report.path("events")
                .valueStream()
                .filter(event -> event.path("kind").asText().equals("PROBLEM"))
                .toList();
        html.tag("<section id=\"incidents\"><h2>Problems and further tries</h2>");
        if (problems.isEmpty()) {
            html.tag("<p>None.</p>");
        } else {
            html.table("When (UTC)", "Step", "What happened");
            problems.forEach(event -> html.row(
                    Texts.moment(event.path("at")),
                    event.path("step").asText(),
                    event.path("message").asText()));
            html.endTable();
        }
        html.tag("</section>\n");
    }

    private void known() {
        html.tag("<section id=\"known\"><h2>What Ferry saw itself, and what was only stated</h2>");
        html.tag("<p><strong>Seen:</strong> ")
                .text(names(report.path("verified")))
                .tag(".</p><p><strong>Stated by people, seen by nobody:</strong> ")
                .text(report.path("stated").isEmpty() ? "nothing" : names(report.path("stated")))
                .tag(".</p>\n");
        JsonNode byHand = report.path("byHand");
        if (!byHand.isEmpty()) {
            html.tag("<h3>Done by hand</h3>");
            html.table("Work", "Who, and when (UTC)", "What the person said", "How Ferry knows");
            for (JsonNode work : byHand) {
                html.row(
                        work.path("title").asText(),
                        work.path("by").asText() + ", " + Texts.moment(work.path("at")),
                        String.valueOf(ReportDocument.shown(work.path("said").asText(""), false)),
                        (work.path("certainty").asText().equals("VERIFIED") ? "Seen: " : "Stated, not seen: ")
                                + work.path("known").asText());
            }
            html.endTable();
        }
        html.tag("</section>\n");
    }

    private static String names(JsonNode facts) {
        return facts.properties().stream()
                .map(fact -> fact.getKey().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private void settings() {
        html.tag(
                "<section id=\"settings\"><h2>How it was done</h2><table><thead><tr><th>Operation</th><th>Way</th></tr>"
                        + "</thead><tbody>");
        for (Map.Entry<String, JsonNode> way : report.path("ways").properties()) {
            html.row(
                    capital(way.getKey().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT)),
                    Texts.words(way.getValue().asText()));
        }
        JsonNode thresholds = report.path("thresholds");
        html.row(
                "Counts may differ by",
                thresholds.path("tolerableDifferencePercent").asText() + " %");
        html.row(
                "People without account before somebody looks",
                thresholds.path("investigateFromUnmatched").asText());
        html.tag("</tbody></table></section>\n");
    }

    private void events() {
        html.tag("<section id=\"events\"><h2>The record of events</h2>")
                .tag(
                        "<p class=\"quiet\">Each hash covers its event and the hash before it; the whole hashes stand in the JSON"
                                + " report.</p>")
                .table("When (UTC)", "Step", "", "What was told", "Hash");
        for (JsonNode event : report.path("events")) {
            String by = or(event.path("by"), null);
            html.tag("<tr>")
                    .element("td", Texts.moment(event.path("at")))
                    .element("td", event.path("step").asText())
                    .element(
                            "td",
                            Objects.requireNonNullElse(
                                    KINDS.get(event.path("kind").asText()), ""))
                    .element("td", event.path("message").asText() + (by == null ? "" : " — " + by))
                    .tag("<td>")
                    .element(
                            "code",
                            event.path("hash").isTextual()
                                    ? event.path("hash").asText().substring(0, 10)
                                    : "—")
                    .tag("</td></tr>\n");
        }
        html.endTable().tag("</section>\n");
    }

    private void signature() {
        html.tag("<section id=\"signature\"><h2>Signed</h2><p>I have read this report and its open points.</p>"
                        + "<div class=\"sign\"><div>Name</div><div>Place and date</div><div>Signature</div></div>"
                        + "<p class=\"quiet\" style=\"margin-top:1.5rem\">Last hash of the chain: <code>")
                .text(report.path("chain").path("head").asText("none"))
                .tag("</code><br>Seal of the JSON report: <code>")
                .text(report.path("seal").asText())
                .tag("</code></p></section>\n");
    }

    private static @Nullable String or(JsonNode text, @Nullable String otherwise) {
        return text.isTextual() && !text.asText().isBlank() ? text.asText() : otherwise;
    }

    private static String joined(@Nullable String... parts) {
        List<String> there = new ArrayList<>();
        for (String part : parts) {
            if (part != null) {
                there.add(part);
            }
        }
        return there.isEmpty() ? "—" : String.join(" · ", there);
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
