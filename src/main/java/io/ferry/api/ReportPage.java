package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.api.Frame.Link;
import io.ferry.base.Moments;
import io.ferry.base.Plural;
import io.ferry.base.Sha256;
import io.ferry.base.Sizes;
import io.ferry.base.Words;
import io.ferry.migration.FactName;
import io.ferry.migration.Operation;
import io.ferry.process.retention.Retention;
import io.ferry.verification.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report as one HTML document that needs nothing else: no script, no network, charts as inline SVG. On its first screen
 * stand the outcome, what is left to look at, and what proves the rest. Each section of the template asks for its part.
 *
 * @param report as {@link ReportDocument} makes it
 */
record ReportPage(ObjectNode report) {
    /** The style sheet of all pages, of which the document carries a copy. */
    static final String STYLE = resource("/static/pages/ferry.css");

    /** Allows the document's own style and nothing else. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> COUNTED =
            List.of("projects", "issues", "people", "activePeople", "boards", "boxes", "teams", "integrations");
    private static final Map<String, String> KINDS = Map.of(
            "STARTED", "started",
            "DONE", "completed",
            "DECIDED", "decided",
            "CONFIRMED", "confirmed",
            "PROBLEM", "problem",
            "NOTE", "note",
            "SCREEN", "the screen says",
            "EVIDENCE", "put on record");

    /** A name and a value. */
    record Named(String name, String value) {}

    /** A sentence that proves something, or says what was not proved. */
    record Proof(boolean isFine, String sentence) {}

    /**
     * What the migration itself would do.
     *
     * @param rest what there is to say about phases that have never run
     */
    record Forecast(List<Foreseen> phases, String whole, String rest) {}

    /** What a phase would do. */
    record Foreseen(String phase, String does, String duration, String basis) {}

    /**
     * A phase on the time line.
     *
     * @param from where its bar begins, in percent of the whole
     * @param width how wide its bar is, in percent of the whole
     */
    record Bar(String phase, String began, String took, String from, String width, boolean isInterrupted) {}

    /** How many there were before and afterwards. */
    record Count(String what, String source, String target) {}

    /** A comparison, rule by rule, then what differs. */
    record Compared(String title, Badge verdict, List<Rule> rules, List<Named> items) {}

    /** What a rule found. */
    record Rule(String question, Badge verdict, String expected, String found, String allowed) {}

    /** Somebody who was not simply found by address. */
    record Person(String name, String address, String how, String account, String decision) {}

    /** A confirmation or decision. */
    record Answer(String at, String by, String about, String answer, boolean isOverride, String reason) {}

    /** A file, and where its fingerprint was taken. */
    record FileProof(String title, @Nullable String bytes, String sha256, String sentence) {}

    /** A readiness check. */
    record Check(String name, Badge result, String found) {}

    /** An event of the record. */
    record RecordedEvent(String at, String step, String kind, String message, String hash) {}

    String style() {
        return STYLE;
    }

    /** Back to where the report was opened; shown by the server alone, for in a kept file they would lead nowhere. */
    List<Link> back() {
        return List.of(
                new Link("/", "Ferry"),
                new Link("/migrations/" + report.path("id").asText(), name()));
    }

    String name() {
        return report.path("name").asText();
    }

    /** What it reports about, and when it was written. */
    String crumb() {
        return "Ferry · report of a " + (report.path("rehearsal").asBoolean() ? "rehearsal" : "migration")
                + " · written " + Texts.whole(report.path("writtenAt")).orElse("");
    }

    private boolean hasEnded() {
        return report.path("outcome").isTextual();
    }

    Badge outcome() {
        if (!hasEnded()) {
            return new Badge("plain", "Under way");
        }
        String outcome = report.path("outcome").asText();
        String tone = switch (outcome) {
            case "MIGRATED", "REHEARSED" -> "good";
            case "ROLLED_BACK", "STOPPED" -> "bad";
            case "CANCELLED" -> "warn";
            default -> "plain";
        };
        return new Badge(tone, Words.capital(Words.of(outcome))).withOpenPoints(openPoints());
    }

    List<Named> summary() {
        return Stream.of(
                        new Named("App", report.path("app").asText()),
                        new Named("From", report.path("sites").path("source").asText()),
                        new Named("To", report.path("sites").path("target").asText()),
                        new Named(
                                "Versions",
                                joined(
                                        version("Jira", "sourceJira"),
                                        version("app on the source", "sourceApp"),
                                        version("app in the cloud", "targetApp"))),
                        new Named("JCMA", jcma()),
                        new Named("Target Jira before the import", targetBefore()),
                        new Named(
                                "Started", Texts.whole(report.path("startedAt")).orElse("")),
                        new Named("Ended", Texts.whole(report.path("endedAt")).orElse("")),
                        new Named("Took", Texts.duration(report.path("duration"))),
                        new Named("Id", report.path("id").asText()))
                .map(fact -> fact.value().isEmpty() ? new Named(fact.name(), "—") : fact)
                .toList();
    }

    /** Whether anything says that JCMA was kept out; nothing where nobody looked. */
    private String jcma() {
        String told = report.path("verified")
                .path("readiness")
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asText().equals("JCMA is kept out"))
                .map(check -> check.path("result").path("remark").asText())
                .findFirst()
                .orElse("");
        if (!told.isEmpty()) {
            return told;
        }
        return switch (report.path("stated").path("jcma").path("keptOut").asText()) {
            case "OFF" -> "Stated by a person: its switch in the app is off, and nobody runs it.";
            case "NO_SWITCH" -> "Stated by a person: the app has no switch for it, and nobody runs it.";
            default -> "";
        };
    }

    /** What an import overwrites; nothing where Ferry never looked. */
    private String targetBefore() {
        JsonNode target = report.path("verified").path("targetJira");
        if (target.isMissingNode()) {
            return "";
        }
        String counts = Stream.of("projects", "issues", "people")
                .map(name -> name + " " + (target.path(name).isNumber() ? number(target.path(name)) : "not reported"))
                .collect(Collectors.joining(", "));
        String content = Words.of(target.path("content").asText());
        return Words.capital(content.equals("not reported") ? "not known whether it was empty" : content) + ": "
                + counts
                + (Texts.whole(target.path("newestChange"))
                        .map(at -> "; newest change " + at)
                        .orElse(""));
    }

    private @Nullable String version(String of, String field) {
        JsonNode version = report.path("versions").path(field);
        return version.isMissingNode() ? null : of + " " + version.asText();
    }

    List<OpenPoint> openPoints() {
        return OpenPoint.in(report);
    }

    /** The task, whether it is done, who said so and when, and what Ferry counted. */
    List<List<String>> remainingTasks() {
        return report.path("stated")
                .path(FactName.REMAINING_TASKS.key())
                .valueStream()
                .map(task -> List.of(
                        task.path("title").asText(),
                        Words.capital(Words.of(task.path("state").asText())),
                        joined(
                                textOf(task.path("by")),
                                textOf(task.path("at")) == null ? null : Texts.moment(task.path("at"))),
                        joined(textOf(task.path("found")))))
                .toList();
    }

    List<Proof> proofs() {
        List<Proof> proofs = new ArrayList<>();
        report.path("comparisons").forEach(comparison -> proofs.add(proof(comparison)));
        travelled().forEach(file -> proofs.add(new Proof(file.matches(), file.sentence())));
        JsonNode answers = report.path("answers");
        if (!answers.isEmpty()) {
            TreeSet<String> people = new TreeSet<>();
            answers.forEach(answer -> people.add(answer.path("by").asText()));
            proofs.add(new Proof(
                    true,
                    Plural.of(answers.size(), "confirmation or decision", "confirmations and decisions") + " by "
                            + String.join(", ", people) + "."));
        }
        return proofs;
    }

    private static Proof proof(JsonNode comparison) {
        Map<String, Long> verdicts = comparison
                .path("rules")
                .valueStream()
                .collect(Collectors.groupingBy(
                        rule -> rule.path("verdict").asText(), LinkedHashMap::new, Collectors.counting()));
        return new Proof(
                verdict(comparison).isFine(),
                comparison.path("title").asText() + ": "
                        + Plural.of(comparison.path("rules").size(), "rule") + ", "
                        + verdicts.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + Words.of(entry.getKey()))
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static Verdict verdict(JsonNode of) {
        return Verdict.valueOf(of.path("verdict").asText());
    }

    /** How many events the chain of hashes has. */
    String chainLength() {
        return report.path("chain").path("events").asText("0");
    }

    /** The last hash of the chain. */
    String chainHead() {
        return report.path("chain").path("head").asText("none");
    }

    String seal() {
        return report.path("seal").asText();
    }

    /** A file and where its fingerprint was taken on its way. */
    private record Travelled(
            String what,
            JsonNode file,
            String where,
            @Nullable String fingerprintThere) {
        boolean matches() {
            return fingerprintThere == null
                    || fingerprintThere.equals(file.path("sha256").asText());
        }

        String sentence() {
            return what + " " + file.path("name").asText() + ": " + fingerprint();
        }

        String fingerprint() {
            return fingerprintThere == null
                    ? "fingerprint taken when Ferry got it."
                    : (matches() ? "same fingerprint " : "ANOTHER fingerprint ") + where + ".";
        }
    }

    private List<Travelled> travelled() {
        JsonNode verified = report.path("verified");
        List<Travelled> files = new ArrayList<>();
        if (verified.has("dumpFile")) {
            files.add(new Travelled(
                    "Dump",
                    verified.path("dumpFile"),
                    "when it was downloaded and when it was uploaded",
                    textOf(verified.path("uploadedDump").path("sha256"))));
        }
        if (verified.has("backupFile")) {
            files.add(new Travelled(
                    "Jira backup",
                    verified.path("backupFile"),
                    "when it was downloaded and when people were read from it",
                    textOf(verified.path("matching").path("backup"))));
        }
        return files;
    }

    /** Null if it is no rehearsal. */
    @Nullable
    Forecast forecast() {
        JsonNode phases = report.path("forecast");
        if (phases.isMissingNode()) {
            return null;
        }
        Duration whole = phases.valueStream()
                .map(phase -> phase.path("duration"))
                .filter(JsonNode::isTextual)
                .map(duration -> Duration.parse(duration.asText()))
                .reduce(Duration.ZERO, Duration::plus);
        long unknown = phases.valueStream()
                .filter(phase -> !phase.path("duration").isTextual())
                .count();
        return new Forecast(
                phases.valueStream()
                        .map(phase -> new Foreseen(
                                phase.path("title").asText(),
                                phase.path("does").asText(),
                                Texts.duration(phase.path("duration")),
                                basis(phase)))
                        .toList(),
                Texts.duration(whole),
                unknown == 0
                        ? "."
                        : "; " + Plural.of(unknown, "phase has", "phases have") + " never run here and come on top.");
    }

    private static String basis(JsonNode phase) {
        return switch (phase.path("basis").asText()) {
            case "MEASURED" -> "measured in this rehearsal";
            case "OTHER_MIGRATIONS" ->
                phase.path("runs").asInt() == 1
                        ? "one run in another migration"
                        : "the median of " + phase.path("runs").asInt() + " runs in other migrations";
            default -> "nothing: it has never run here";
        };
    }

    List<Bar> timeline() {
        Instant from = Instant.parse(report.path("startedAt").asText());
        Instant until = Instant.parse(
                or(report.path("endedAt"), report.path("writtenAt").asText()));
        double whole = Math.max(1, Duration.between(from, until).toMillis());
        return report.path("phases")
                .valueStream()
                .map(phase -> {
                    Instant begin = Instant.parse(phase.path("startedAt").asText());
                    Instant end = phase.path("endedAt").isTextual()
                            ? Instant.parse(phase.path("endedAt").asText())
                            : until;
                    String state = phase.path("state").asText();
                    return new Bar(
                            phase.path("title").asText(),
                            Moments.withoutZone(begin),
                            state.equals("RUNNING") ? "under way" : Texts.duration(Duration.between(begin, end)),
                            percent(Math.min(99.6, Duration.between(from, begin).toMillis() * 100 / whole)),
                            percent(Math.max(0.4, Duration.between(begin, end).toMillis() * 100 / whole)),
                            state.equals("INTERRUPTED"));
                })
                .toList();
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f%%", part);
    }

    List<Count> counts() {
        JsonNode source = report.path("counts").path("source");
        JsonNode target = report.path("counts").path("target");
        return COUNTED.stream()
                .filter(counted ->
                        source.path(counted).isNumber() || target.path(counted).isNumber())
                .map(counted -> new Count(
                        Words.capital(counted.replace("activeP", "active p")),
                        number(source.path(counted)),
                        number(target.path(counted))))
                .toList();
    }

    /** When source and target were counted, and which of them was not. */
    String countedAt() {
        JsonNode counts = report.path("counts");
        return countedAt("source", counts) + " " + countedAt("target", counts);
    }

    private static String countedAt(String side, JsonNode counts) {
        return Texts.whole(counts.path(side).path("takenAt"))
                .map(at -> "The " + side + " was counted on " + at + ".")
                .orElse("The " + side + " was not counted.");
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ENGLISH, "%,d", number.asLong()) : "not counted";
    }

    List<Compared> comparisons() {
        return report.path("comparisons")
                .valueStream()
                .map(comparison -> new Compared(
                        comparison.path("title").asText(),
                        Badge.of(verdict(comparison)),
                        comparison
                                .path("rules")
                                .valueStream()
                                .map(ReportPage::rule)
                                .toList(),
                        comparison
                                .path("rules")
                                .valueStream()
                                .filter(rule -> rule.path("itemsInAll").asInt() > 0)
                                .map(ReportPage::items)
                                .toList()))
                .toList();
    }

    private static Rule rule(JsonNode rule) {
        return new Rule(
                rule.path("question").asText(),
                Badge.of(verdict(rule)),
                rule.path("expected").asText(),
                rule.path("found").asText(),
                rule.path("tolerance").isNumber() ? rule.path("tolerance").asText() + " %" : "—");
    }

    private static Named items(JsonNode rule) {
        int all = rule.path("itemsInAll").asInt();
        return new Named(
                rule.path("name").asText(),
                Plural.of(all, "item") + ": "
                        + rule.path("items")
                                .valueStream()
                                .map(item -> item.path("what").asText() + " (expected "
                                        + item.path("expected").asText() + ", found "
                                        + item.path("found").asText() + ")")
                                .collect(Collectors.joining("; "))
                        + (all > rule.path("items").size() ? "; and more, in the list of all differences." : "."));
    }

    /** What there is to say where people were read but not matched; null if they were matched. */
    @Nullable
    String notMatched() {
        JsonNode people = report.path("matched");
        if (ReportDocument.areMatched(people) || people.path("people").asLong() == 0) {
            return null;
        }
        return Plural.of(people.path("people").asLong(), "person was", "people were")
                + " read from the Jira backup and "
                + (hasEnded() ? "never matched." : "not matched yet: that comes after the import of Jira.");
    }

    /** How many people are in each state. */
    List<Named> peopleByState() {
        return report.path("matched").path("byState").properties().stream()
                .map(state -> new Named(state(state.getKey()), number(state.getValue())))
                .toList();
    }

    boolean hasNobody() {
        return report.path("matched").path("people").asLong() == 0;
    }

    List<Person> named() {
        return report.path("matched")
                .path("named")
                .valueStream()
                .map(person -> new Person(
                        or(person.path("name"), person.path("userName").asText()),
                        or(person.path("address"), "no address"),
                        state(person.path("state").asText()),
                        or(person.path("account"), "—"),
                        joined(textOf(person.path("decidedBy")), textOf(person.path("reason")))))
                .toList();
    }

    /** How many people are not named besides those found by address; null if everybody is. */
    @Nullable
    String notNamed() {
        JsonNode notNamed = report.path("matched").path("notNamed");
        return notNamed.asLong() > 0 ? number(notNamed) : null;
    }

    private static String state(String state) {
        return switch (state) {
            case "MATCHED" -> "Found by their address";
            case "MAPPED_MANUALLY" -> "Mapped by a person";
            case "CREATED" -> "Account created by Ferry";
            case "LEFT_UNMAPPED" -> "Left without an account, on purpose";
            case "CONFLICT" -> "In conflict, not decided";
            case "SUGGESTED" -> "Suggested, not decided";
            default -> "Not found";
        };
    }

    List<Answer> answers() {
        return report.path("answers")
                .valueStream()
                .map(answer -> new Answer(
                        Texts.moment(answer.path("at")),
                        Texts.who(answer),
                        Words.of(answer.path("subject").asText()),
                        Words.of(answer.path("decision").asText()),
                        answer.path("decision").asText().equals("GO_ON"),
                        or(answer.path("reason"), "—")))
                .toList();
    }

    List<FileProof> files() {
        List<FileProof> files = travelled().stream()
                .map(file -> new FileProof(
                        file.what() + " " + file.file().path("name").asText(),
                        file.file().path("bytes").isNumber()
                                ? Sizes.exactly(file.file().path("bytes").asLong())
                                : null,
                        file.file().path("sha256").asText(),
                        Words.capital(file.fingerprint())))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean isVerified = report.path("verified").has("safetyDump");
        JsonNode safety = report.path(isVerified ? "verified" : "stated").path("safetyDump");
        if (safety.isObject()) {
            files.add(new FileProof(
                    "Safety dump " + safety.path("description").asText(),
                    null,
                    or(safety.path("sha256"), "no fingerprint"),
                    isVerified
                            ? "Seen by Ferry in the app’s list of dumps."
                            : "Stated by a person; Ferry has not seen it."));
        }
        return files;
    }

    /** On which day Ferry deletes the files and people's data, and which it has deleted, as the record says. */
    List<List<String>> deletions() {
        return events("step", Retention.STEP);
    }

    List<Check> checks() {
        return report.path("verified")
                .path("readiness")
                .path("checks")
                .valueStream()
                .map(check -> {
                    JsonNode result = check.path("result");
                    return new Check(
                            check.path("name").asText(),
                            result.has("code")
                                    ? new Badge("bad", "Failed")
                                    : result.has("toSee")
                                            ? new Badge("warn", "A person checks")
                                            : result.has("why")
                                                    ? new Badge("plain", "Not needed")
                                                    : new Badge("good", "Passed"),
                            joined(
                                    textOf(result.path("remark")),
                                    textOf(result.path("toSee")),
                                    textOf(result.path("why")),
                                    textOf(result.path("title")),
                                    textOf(result.path("message"))));
                })
                .toList();
    }

    /** Name, what it did on the source, its state, and why. */
    List<List<String>> integrations() {
        return report.path("verified")
                .path("integrations")
                .path("items")
                .valueStream()
                .map(item -> List.of(
                        item.path("name").asText() + (item.path("primary").asBoolean() ? " (primary: left alone)" : ""),
                        joined(textOf(item.path("before"))),
                        Words.capital(Words.of(item.path("state").asText())),
                        joined(textOf(item.path("reason")), textOf(item.path("whatToDo")))))
                .toList();
    }

    /** When, at which step, and what. */
    List<List<String>> problems() {
        return events("kind", "PROBLEM");
    }

    /** When, at which task, and what a screen said instead of what the form says. */
    List<List<String>> screens() {
        return events("kind", "SCREEN");
    }

    private List<List<String>> events(String field, String value) {
        return report.path("events")
                .valueStream()
                .filter(event -> event.path(field).asText().equals(value))
                .map(event -> List.of(
                        Texts.moment(event.path("at")),
                        event.path("step").asText(),
                        event.path("message").asText()))
                .toList();
    }

    String seen() {
        return listed(facts(report.path("verified")));
    }

    String stated() {
        return listed(Stream.concat(
                facts(report.path("stated")),
                report.path("manualWork")
                        .valueStream()
                        .filter(work -> !isSeen(work))
                        .map(work -> work.path("title").asText())));
    }

    private static boolean isSeen(JsonNode work) {
        return work.path("certainty").asText().equals("VERIFIED");
    }

    /** The work, who did it and when, what the person said, and how Ferry knows. */
    List<List<String>> manualWork() {
        return report.path("manualWork")
                .valueStream()
                .map(work -> List.of(
                        work.path("title").asText(),
                        work.path("by").asText() + ", " + Texts.moment(work.path("at")),
                        String.valueOf(ReportDocument.shown(work.path("said").asText(""), false)),
                        (isSeen(work) ? "Seen: " : "Stated, not seen: ")
                                + work.path("known").asText()))
                .toList();
    }

    private static Stream<String> facts(JsonNode facts) {
        return facts.properties().stream()
                .map(fact ->
                        FactName.withKey(fact.getKey()).map(FactName::title).orElse(fact.getKey()));
    }

    private static String listed(Stream<String> things) {
        String all = things.collect(Collectors.joining("; "));
        return all.isEmpty() ? "nothing" : all;
    }

    /** A setting and its value. */
    List<List<String>> settings() {
        JsonNode thresholds = report.path("thresholds");
        List<String> models = report.path("models")
                .valueStream()
                .filter(model -> !model.path("own").asBoolean())
                .map(model -> model.path("process").asText() + ", version "
                        + model.path("version").asInt())
                .toList();
        return Stream.concat(
                        report.path("modes").properties().stream()
                                .map(mode -> List.of(
                                        Operation.withKey(mode.getKey())
                                                .map(Operation::title)
                                                .orElse(mode.getKey()),
                                        mode.getValue().asText().equals("MANUAL") ? "by hand" : "automatic")),
                        Stream.of(
                                List.of(
                                        "Counts may differ by",
                                        thresholds
                                                        .path("tolerableDifferencePercent")
                                                        .asText() + " %"),
                                List.of(
                                        "Active people without account before somebody looks",
                                        thresholds.path("unmatchedPeopleLimit").asText()),
                                List.of(
                                        "Process models",
                                        models.isEmpty()
                                                ? "Ferry’s own"
                                                : "not Ferry’s: " + String.join("; ", models))))
                .toList();
    }

    Iterable<RecordedEvent> events() {
        return report.path("events").valueStream().map(ReportPage::event)::iterator;
    }

    private static RecordedEvent event(JsonNode event) {
        String by = textOf(event.path("by")) == null ? null : Texts.who(event);
        return new RecordedEvent(
                Texts.moment(event.path("at")),
                event.path("step").asText(),
                Objects.requireNonNullElse(KINDS.get(event.path("kind").asText()), ""),
                event.path("message").asText() + (by == null ? "" : " — " + by),
                event.path("hash").isTextual() ? event.path("hash").asText().substring(0, 10) : "—");
    }

    private static @Nullable String textOf(JsonNode text) {
        return text.isTextual() && !text.asText().isBlank() ? text.asText() : null;
    }

    private static String or(JsonNode text, String otherwise) {
        return Objects.requireNonNullElse(textOf(text), otherwise);
    }

    private static String joined(@Nullable String... parts) {
        String all = Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(" · "));
        return all.isEmpty() ? "—" : all;
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text));
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
