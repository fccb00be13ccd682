package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.EmailMasking;
import io.ferry.migration.FactName;
import io.ferry.migration.MigrationId;
import io.ferry.migration.RemainingTask;
import io.ferry.migration.ReportCheck;
import io.ferry.migration.Reports;
import io.ferry.users.InactivePeople;
import io.ferry.users.PeopleFilter;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.UserMappingCounts;
import io.ferry.users.UserMappings;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The whole report as JSON, which docs/report.schema.json describes: what the record knows, with people and comparisons, what
 * is left to look at, and the seal. The HTML shows what stands here, nothing else.
 */
@Component
class ReportDocument {
    /** Everybody found by address is only counted; of the others so many are named. */
    private static final int MOST_NAMED = 500;

    private static final List<PeopleFilter> NAMED = List.of(
            PeopleFilter.LEFT_UNMAPPED,
            PeopleFilter.UNMATCHED,
            PeopleFilter.CONFLICTS,
            PeopleFilter.MAPPED_MANUALLY,
            PeopleFilter.CREATED);

    private final Reports reports;
    private final ComparisonsOnRecord comparisons;
    private final UserMappings people;
    private final InactivePeople inactivePeople;
    private final ObjectMapper json;
    private final Clock clock;

    ReportDocument(
            Reports reports,
            ComparisonsOnRecord comparisons,
            UserMappings people,
            InactivePeople inactivePeople,
            ObjectMapper json,
            Clock clock) {
        this.reports = reports;
        this.comparisons = comparisons;
        this.people = people;
        this.inactivePeople = inactivePeople;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The report as it stands now, with its seal but without the list of everybody: what the HTML shows. However many people
     * there are, none of them is read for it but those whom it names.
     *
     * @param wholeAddresses whether people's e-mail addresses are shown whole
     */
    ObjectNode of(MigrationId id, boolean wholeAddresses) {
        UserMappings.Overview overview = people.overview(id, NAMED, MOST_NAMED);
        ObjectNode report = report(id, overview, wholeAddresses);
        report.put(ReportCheck.PEOPLE_HASH, overview.listSha256());
        report.put("seal", ReportCheck.seal(report));
        return report;
    }

    /** The report as it stands now, for {@link #write}: without the list of everybody and without its seal. */
    ObjectNode withoutPeople(MigrationId id, boolean wholeAddresses) {
        return report(id, people.overview(id, NAMED, MOST_NAMED), wholeAddresses);
    }

    /**
     * Writes the whole report as JSON. A site has 200,000 people: they are never held at once.
     *
     * @param report what {@link #withoutPeople} gave
     */
    void write(MigrationId id, ObjectNode report, OutputStream out) throws IOException {
        ReportCheck.write(report, items -> people.list(id, person -> items.accept(person.json())), out);
    }

    /** What is left to look at and to know, what needs a look first. */
    List<OpenPoint> openPoints(MigrationId id) {
        return OpenPoint.in(withoutPeople(id, false));
    }

    private ObjectNode report(MigrationId id, UserMappings.Overview overview, boolean wholeAddresses) {
        ObjectNode report = reports.json(id);
        report.put("format", ReportCheck.FORMAT);
        report.put("writtenAt", clock.instant().toString());
        ArrayNode compared = report.putArray("comparisons");
        comparisons.all(id).forEach(kept -> {
            ObjectNode comparison = compared.addObject();
            comparison.put("point", kept.point().key());
            comparison.put("title", kept.point().title());
            comparison.put("at", kept.at().toString());
            comparison.put("verdict", kept.verdict().name());
            comparison.set("rules", json.valueToTree(kept.rules()));
        });
        report.set("matched", people(id, overview, wholeAddresses));
        report.put("mappingVersion", overview.mappingVersion());
        if (report.path("rehearsal").asBoolean()) {
            report.set("forecast", forecast(id, report));
        }
        report.set("openPoints", openPoints(report));
        return report;
    }

    private ArrayNode forecast(MigrationId id, ObjectNode report) {
        var planned = new PlannedActions(report);
        ArrayNode forecast = json.createArrayNode();
        reports.forecast(id).forEach(phase -> {
            ObjectNode told = json.valueToTree(phase);
            told.put("does", planned.does(phase.phase()));
            forecast.add(told);
        });
        return forecast;
    }

    private ObjectNode people(MigrationId id, UserMappings.Overview overview, boolean wholeAddresses) {
        UserMappingCounts counts = overview.counts();
        ObjectNode told = json.createObjectNode();
        told.put("people", counts.people());
        ObjectNode states = told.putObject("byState");
        for (PersonState state : PersonState.values()) {
            states.put(state.name(), counts.in(state));
        }
        told.put("missing", counts.missing());
        told.put("inactive", counts.inactive());
        told.put("unmatchedInactive", inactivePeople.unmatched(id));
        told.put("accounts", counts.accounts());
        told.put("hiddenAddresses", counts.hiddenAddresses());
        told.put("addresses", wholeAddresses ? "WHOLE" : "MASKED");
        ArrayNode named = told.putArray("named");
        overview.named().forEach(person -> named.add(named(person, wholeAddresses)));
        told.put("notNamed", counts.people() - counts.in(PersonState.MATCHED) - named.size());
        return told;
    }

    private ObjectNode named(PersonMapping mapping, boolean wholeAddresses) {
        ObjectNode person = json.createObjectNode();
        person.put("name", shown(mapping.person().displayName(), wholeAddresses));
        person.put("userName", shown(mapping.person().userName(), wholeAddresses));
        person.put("address", shown(mapping.person().email(), wholeAddresses));
        person.put("state", mapping.state().name());
        var account = mapping.account();
        person.put("account", account == null ? null : shown(account.displayName(), wholeAddresses));
        var decision = mapping.decision();
        person.put("decidedBy", decision == null ? null : shown(decision.by(), false));
        person.put("reason", decision == null ? null : shown(decision.reason(), wholeAddresses));
        return person;
    }

    /** Whether accounts were looked for: every site has at least Ferry's own, so that none means that nobody has looked yet. */
    static boolean areMatched(JsonNode matched) {
        return matched.path("accounts").asLong() > 0;
    }

    /** Names, too, may be addresses: whatever has an @ in it is masked. */
    static @Nullable String shown(@Nullable String text, boolean whole) {
        return text == null || whole ? text : EmailMasking.mask(text);
    }

    /** What whoever signs must know, what needs a look first. */
    private ArrayNode openPoints(ObjectNode report) {
        ArrayNode points = json.createArrayNode();
        String outcome = report.path("outcome").asText("");
        JsonNode verified = report.path("verified");
        if (report.path("outcome").isNull()) {
            point(points, "LOOK", "The migration is under way: this report is not the last one.", "timeline");
        }
        for (JsonNode model : report.path("models")) {
            if (!model.path("own").asBoolean()) {
                point(
                        points,
                        "LOOK",
                        "The process model %s, version %d, is not Ferry’s, or a form or table of it is not: whoever deployed it knows what differs."
                                .formatted(
                                        model.path("process").asText(),
                                        model.path("version").asInt()),
                        "settings");
            }
        }
        for (JsonNode comparison : report.path("comparisons")) {
            differences(points, comparison, report);
        }
        remaining(points, report);
        JsonNode states = report.path("matched").path("byState");
        long inactive = report.path("matched").path("unmatchedInactive").asLong();
        count(
                points,
                "LOOK",
                report.path("rehearsal").asBoolean()
                        ? report.path("matched").path("missing").asLong()
                        : 0,
                "Active people who have no account in the cloud today: %d. The import of Jira may bring some of them.",
                "people");
        count(
                points,
                "LOOK",
                areMatched(report.path("matched"))
                        ? states.path("UNMATCHED").asLong()
                                + states.path("SUGGESTED").asLong()
                                + states.path("CONFLICT").asLong()
                                - inactive
                        : 0,
                "People who are not mapped and about whom nobody has decided: %d.",
                "people");
        count(
                points,
                "LOOK",
                areMatched(report.path("matched")) ? inactive : 0,
                "Inactive and removed people without an account, about whom nobody has decided: %d. The mapping page"
                        + " decides about them together.",
                "people");
        count(
                points,
                "KNOW",
                states.path("LEFT_UNMAPPED").asLong(),
                "People left without an account, on purpose: %d. Their work has nobody’s name in the cloud.",
                "people");
        count(
                points,
                "KNOW",
                report.path("overrides").size(),
                "Decisions against what Ferry had found: %d. The reasons are under Confirmations and decisions.",
                "decisions");
        count(
                points,
                "KNOW",
                report.path("manualWork").findValuesAsText("certainty").stream()
                        .filter("STATED"::equals)
                        .count(),
                "Done by hand and not seen by Ferry: %d. The report names who said so.",
                "known");
        count(
                points,
                "KNOW",
                report.path("events").findValuesAsText("kind").stream()
                        .filter("SCREEN"::equals)
                        .count(),
                "Screens that say something else than Ferry’s forms: %d. Tell whoever looks after Ferry.",
                "screens");
        if (outcome.equals("ROLLED_BACK")
                && !verified.path(FactName.ROLLED_BACK.key()).path("complete").asBoolean()) {
            point(points, "LOOK", "The roll-back is not complete, as far as Ferry can see.", "comparisons");
        }
        if (outcome.equals("MIGRATED")
                && report.path("comparisons").findValuesAsText("point").stream().noneMatch("result"::equals)) {
            point(points, "LOOK", "The result was never compared with what left.", "comparisons");
        }
        return json.createArrayNode().addAll(weighing("LOOK", points)).addAll(weighing("KNOW", points));
    }

    private static List<JsonNode> weighing(String weight, ArrayNode points) {
        return points.valueStream()
                .filter(point -> point.path("weight").asText().equals(weight))
                .toList();
    }

    /** What people have not done yet after the restore; a roll-back leaves nothing of it to do. */
    private static void remaining(ArrayNode points, ObjectNode report) {
        String outcome = report.path("outcome").asText("");
        if (outcome.equals("ROLLED_BACK")) {
            return;
        }
        JsonNode tasks = report.path("stated").path(FactName.REMAINING_TASKS.key());
        if (tasks.isMissingNode() && outcome.equals("MIGRATED")) {
            point(
                    points,
                    "LOOK",
                    "Nobody was asked what remains after the restore: start the phase Finish.",
                    "remaining");
        }
        for (JsonNode task : tasks) {
            RemainingTask.State state =
                    RemainingTask.State.valueOf(task.path("state").asText());
            if (state.isOpen()) {
                point(
                        points,
                        "LOOK",
                        "%s: %s. %s"
                                .formatted(
                                        task.path("title").asText(),
                                        task.path("by").isTextual()
                                                ? state.words() + ", said "
                                                        + task.path("by").asText()
                                                : state.words(),
                                        task.path("found").asText())
                                .strip(),
                        "remaining");
            }
        }
    }

    private static void differences(ArrayNode points, JsonNode comparison, ObjectNode report) {
        String title = comparison.path("title").asText();
        boolean accepted = report.path("outcome").asText("").equals("MIGRATED");
        for (JsonNode rule : comparison.path("rules")) {
            Verdict verdict = Verdict.valueOf(rule.path("verdict").asText());
            if (verdict.isFine()) {
                continue;
            }
            String text = "%s — %s: %s (expected %s, found %s)."
                    .formatted(
                            title,
                            rule.path("name").asText(),
                            verdict == Verdict.DIFFERENT ? "different" : "not verifiable",
                            rule.path("expected").asText(),
                            rule.path("found").asText());
            point(
                    points,
                    "LOOK",
                    accepted && comparison.path("point").asText().equals("result")
                            ? text + " A person accepted the result."
                            : text,
                    "comparisons");
        }
    }

    private static void count(ArrayNode points, String weight, long count, String text, String section) {
        if (count > 0) {
            point(points, weight, text.formatted(count), section);
        }
    }

    private static void point(ArrayNode points, String weight, String text, String section) {
        points.addObject()
                .put("weight", weight.toUpperCase(Locale.ROOT))
                .put("text", text)
                .put("section", section);
    }
}
