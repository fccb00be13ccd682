package io.ferry.api;

import io.ferry.base.Words;
import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.Migration;
import io.ferry.process.engine.Age;
import io.ferry.runbook.Clocks;
import io.ferry.runbook.Part;
import io.ferry.runbook.Runbook;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.Moments;
import io.ferry.runbook.Runbook.Plan;
import io.ferry.runbook.Runbook.Preparation;
import io.ferry.runbook.Runbook.State;
import io.ferry.runbook.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The runbook as people read and print it.
 *
 * @param start what the form of the start shows
 * @param zone the time zone that it shows
 * @param refused what is wrong with the start that was asked for
 * @param notes what keeps Ferry from knowing what waits
 * @param mayKeep whether whoever looks may keep this plan
 * @param query what a download of the same plan needs behind its address
 * @param api where the runbook is in the API
 */
record RunbookPage(
        Frame frame,
        Runbook runbook,
        String start,
        String zone,
        List<String> refused,
        List<String> notes,
        boolean mayKeep,
        String query,
        String api)
        implements View {
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    /** A name and a value. */
    record Named(String name, String value) {}

    static RunbookPage of(
            Frame frame,
            Migration migration,
            Runbook runbook,
            @Nullable String askedStart,
            @Nullable String askedZone,
            List<String> refused,
            List<String> notes,
            boolean isOperator) {
        Plan plan = runbook.plan();
        Instant start = plan.start();
        boolean isChosen = plan.origin() == Runbook.Origin.CHOSEN;
        String field = !refused.isEmpty()
                ? Objects.requireNonNullElse(askedStart, "")
                : start == null ? "" : FIELD.withZone(plan.zone()).format(start);
        String zone = !refused.isEmpty() && askedZone != null
                ? askedZone
                : plan.zone().getId();
        boolean isAsked = refused.isEmpty() && (isChosen || (askedZone != null && !askedZone.isBlank()));
        return new RunbookPage(
                frame,
                runbook,
                field,
                zone,
                refused,
                notes,
                isOperator && isChosen && runbook.mayBeKept(),
                !isAsked ? "" : (isChosen ? "?start=" + encoded(field) + "&zone=" : "?zone=") + encoded(zone),
                "/api/migrations/" + migration.id() + "/runbook");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public boolean sendsForms() {
        return true;
    }

    /** Time zones to choose from. */
    Iterable<String> zones() {
        return new TreeSet<>(ZoneId.getAvailableZoneIds().stream()
                .filter(name -> name.equals("UTC")
                        || (name.indexOf('/') > 0 && !name.startsWith("Etc/") && !name.startsWith("SystemV/")))
                .toList());
    }

    /** Whose plan this is, in a sentence. */
    String origin() {
        Plan plan = runbook.plan();
        return switch (plan.origin()) {
            case KEPT ->
                "This plan was kept by %s on %s. What happens is held against it."
                        .formatted(plan.keptBy(), moment(Objects.requireNonNull(plan.keptAt())));
            case CHOSEN -> "You look at a start that is not kept. What happens is held against it only if it is kept.";
            case STARTED -> "Nobody kept a plan: it begins with the first phase, by the times that are known now.";
            case NONE ->
                "There is no start yet: times are counted from it, T+2:05 is two hours and five minutes later. Choose one.";
        };
    }

    List<Named> facts() {
        Plan plan = runbook.plan();
        List<Named> facts = new ArrayList<>();
        facts.add(new Named("From", runbook.source()));
        facts.add(new Named("To", runbook.target()));
        Instant start = plan.start();
        facts.add(new Named("Start", start == null ? "not chosen" : moment(start)));
        facts.add(new Named(
                "All phases",
                start == null
                        ? span(plan.whole())
                        : "until " + moment(start.plus(plan.whole().likely())) + ", at the latest "
                                + moment(start.plus(plan.whole().longest()))));
        Span frozen = plan.frozen();
        if (frozen != null) {
            facts.add(new Named("Nobody can work for", span(frozen)));
        }
        Duration behind = runbook.behind();
        if (behind != null) {
            facts.add(new Named("Against the plan", against(behind)));
        }
        return facts;
    }

    /** The zone of all times on the page. */
    String zoneName() {
        return runbook.plan().zone().getId();
    }

    private static String against(Duration behind) {
        return behind.isZero()
                ? "on time"
                : behind.isNegative() ? Age.words(behind.negated()) + " ahead" : Age.words(behind) + " behind";
    }

    private static String span(Span span) {
        String about = AssessmentPage.duration(span.likely());
        String range = AssessmentPage.range(span);
        return range.equals(about) ? about : "about " + about + ", " + range;
    }

    /** A moment with its zone. */
    String moment(Instant at) {
        return Clocks.moment(at, runbook.plan().zone());
    }

    /** When a line is planned. */
    String planned(Line line, Window since) {
        Moments planned = line.planned();
        return planned == null
                ? Clocks.offset(since.from()) + " – " + Clocks.offset(since.to())
                : between(planned.from(), planned.to());
    }

    /** The range in which it may be. */
    String range(Line line, Window since) {
        Moments planned = line.planned();
        return planned == null
                ? "earliest " + Clocks.offset(since.earliest()) + ", latest " + Clocks.offset(since.latest())
                : "earliest " + brief(planned.earliest(), planned.from()) + ", latest "
                        + brief(planned.latest(), planned.from());
    }

    /** When it happened. */
    String actual(Line line) {
        Instant from = line.actualFrom();
        Instant to = line.actualTo();
        if (from == null) {
            return to == null ? "" : Clocks.brief(to, runbook.plan().zone());
        }
        return to == null ? "since " + Clocks.brief(from, runbook.plan().zone()) : between(from, to);
    }

    private String between(Instant from, Instant to) {
        return Clocks.brief(from, runbook.plan().zone()) + " – " + brief(to, from);
    }

    /** A moment without its day, where that is the day of another one. */
    private String brief(Instant at, Instant other) {
        ZoneId zone = runbook.plan().zone();
        return day(at).equals(day(other)) ? TIME.withZone(zone).format(at) : Clocks.brief(at, zone);
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, runbook.plan().zone());
    }

    /** The box in front of a line: ticked only by what is on record. */
    String box(Line line) {
        return switch (line.state()) {
            case DONE -> "✓";
            case NOT_NEEDED, NOT_REACHED -> "–";
            case INTERRUPTED -> "✗";
            case TO_COME, WAITING, RUNNING -> "☐";
        };
    }

    Badge state(Line line) {
        return new Badge(
                switch (line.state()) {
                    case DONE -> "good";
                    case WAITING, INTERRUPTED -> "warn";
                    case RUNNING, TO_COME, NOT_NEEDED, NOT_REACHED -> "plain";
                },
                line.state().title());
    }

    /** How a line stands against the plan; null where nothing can be compared. */
    @Nullable
    Badge late(Line line) {
        Duration late = line.late();
        if (late == null) {
            return null;
        }
        if (late.isZero()) {
            return line.state() == State.DONE ? new Badge("good", "on time") : null;
        }
        return late.isNegative()
                ? new Badge("good", Age.words(late.negated()) + " early")
                : new Badge(line.pastLatest() ? "bad" : "warn", Age.words(late) + " late");
    }

    /** What to have ready, by its groups. */
    Map<String, List<Preparation>> haveReady() {
        Map<String, List<Preparation>> groups = new LinkedHashMap<>();
        runbook.haveReady()
                .forEach(one -> groups.computeIfAbsent(one.group(), group -> new ArrayList<>())
                        .add(one));
        return groups;
    }

    /** When a gate is planned. */
    String gateAt(Runbook.Gate gate) {
        return gate.at() == null ? Clocks.offset(gate.sinceStart()) : moment(gate.at());
    }

    String takes(Part part) {
        Span takes = part.takes();
        return takes == null ? "not known" : AssessmentPage.duration(takes.likely());
    }

    String rangeOf(Part part) {
        Span takes = part.takes();
        return takes == null ? "" : AssessmentPage.range(takes);
    }

    /** Where the time of a part comes from. */
    String basis(Part part) {
        return Words.capital(part.basis().title()) + ".";
    }

    /** What kind of run this is. */
    String kind() {
        return Words.sentence(runbook.kind().name());
    }
}
