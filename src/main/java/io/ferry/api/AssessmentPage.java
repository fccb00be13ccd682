package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.assess.Assessment;
import io.ferry.assess.Assessment.Amount;
import io.ferry.assess.Assessment.Checked;
import io.ferry.assess.Assessment.Fit;
import io.ferry.assess.Assessment.FoundSite;
import io.ferry.assess.Assessment.Group;
import io.ferry.assess.Assessment.Limit;
import io.ferry.assess.Assessment.Loss;
import io.ferry.assess.Assessment.Result;
import io.ferry.assess.Assessment.When;
import io.ferry.assess.Assessment.Work;
import io.ferry.base.Moments;
import io.ferry.base.Plural;
import io.ferry.base.Words;
import io.ferry.forecast.Estimate;
import io.ferry.forecast.Estimate.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An assessment as one HTML document that needs nothing else, for whoever decides: no script, no network. Each section of the
 * template asks for its part.
 */
public record AssessmentPage(Assessment assessment) {
    /** Allows the document's own style and nothing else. */
    static final String POLICY = ReportPage.POLICY;

    /** A meta element in the document takes all of the policy but this, which only a header may say. */
    private static final String IN_HEADERS_ONLY = "; frame-ancestors 'none'";

    /** The document. */
    public static String html(Assessment assessment) {
        return Pages.html(new AssessmentPage(assessment));
    }

    /** A name and a value. */
    record Named(String name, String value) {}

    /** A line of the timetable; the phase is named once. */
    record Line(
            String phase,
            String work,
            String doer,
            String size,
            String takes,
            String range,
            String basis,
            String because) {}

    /** What people do in one stretch of time. */
    record Stretch(String title, List<Work> work) {}

    String style() {
        return ReportPage.STYLE;
    }

    String policy() {
        return POLICY.replace(IN_HEADERS_ONLY, "");
    }

    /** Back to where the document was opened; shown by the server alone, for in a kept file they would lead nowhere. */
    List<Link> back() {
        return List.of(new Link("/", "Ferry"), new Link("/assessments", "Assessments"));
    }

    String crumb() {
        return "Ferry · assessment, no migration yet · " + assessment.app() + " · written "
                + Moments.of(assessment.writtenAt());
    }

    String title() {
        FoundSite source = assessment.source();
        return source.title().isBlank() ? source.url() : source.title();
    }

    Badge route() {
        return new Badge(
                switch (assessment.verdict().route()) {
                    case OPEN, OPEN_AS_FAR_AS_KNOWN -> "good";
                    case NEEDS_ATLASSIAN, NOT_KNOWN -> "warn";
                    case NOT_YET -> "bad";
                },
                assessment.verdict().route().title());
    }

    List<Named> summary() {
        List<Named> summary = new ArrayList<>();
        summary.add(new Named("Source", site(assessment.source(), "Jira ")));
        FoundSite target = assessment.target();
        summary.add(new Named("Target", target == null ? "none named, or no answer" : site(target, "")));
        summary.add(new Named("Issues", amount("Issues")));
        summary.add(new Named("People", number(assessment.people().people())));
        summary.add(new Named("Boxes of the app", amount("Boxes")));
        summary.add(new Named(
                "People cannot work for about",
                duration(assessment.times().frozen().likely())));
        return summary;
    }

    private String site(FoundSite site, String kind) {
        return site.url()
                + (kind.isEmpty() || site.version().isEmpty() ? "" : ", " + kind + site.version())
                + (site.appVersion() == null ? "" : ", " + assessment.app() + " " + site.appVersion());
    }

    private String amount(String what) {
        return assessment.sizes().stream()
                .filter(size -> size.what().equals(what))
                .map(size -> number(size.source()))
                .findFirst()
                .orElse("not known");
    }

    /** The time that people cannot work, in a sentence. */
    String frozen() {
        Span frozen = assessment.times().frozen();
        return "From the freeze of the source to the start of work in the cloud it takes about "
                + duration(frozen.likely()) + ": " + duration(frozen.shortest()) + " if all goes well, "
                + duration(frozen.longest()) + " if much goes slowly.";
    }

    /** How far the time may be trusted. */
    String trust() {
        List<Estimate> estimates = assessment.times().estimates();
        long assumed = estimates.stream()
                .filter(estimate -> estimate.basis() == Estimate.Basis.ASSUMED)
                .count();
        return assumed == 0
                ? "It rests on earlier migrations and on measurements."
                : assumed + " of " + estimates.size()
                        + " times are assumed, not measured; the import into the cloud is the largest of them in most migrations."
                        + " A rehearsal with a trial import replaces them.";
    }

    List<Line> times() {
        List<Line> lines = new ArrayList<>();
        Estimate before = null;
        for (Estimate each : assessment.times().estimates()) {
            Span takes = each.takes();
            Estimate.Size size = each.size();
            lines.add(new Line(
                    before != null && before.phase() == each.phase()
                            ? ""
                            : each.phase().title(),
                    each.work() + (each.ahead() ? ": before the freeze" : ""),
                    each.doer().words(),
                    size == null
                            ? ""
                            : number(size.amount()) + " " + size.unit().title(),
                    takes == null ? "not known" : duration(takes.likely()),
                    takes == null ? "" : range(takes),
                    Words.capital(each.basis().title()) + ".",
                    each.because()));
            before = each;
        }
        return lines;
    }

    /** From the shortest time to the longest; one time where both read alike. */
    public static String range(Span span) {
        String shortest = duration(span.shortest());
        String longest = duration(span.longest());
        return shortest.equals(longest) ? shortest : shortest + " to " + longest;
    }

    List<Group> groups() {
        return assessment.people().groups();
    }

    /** What there is to know of the counts of people. */
    String aboutPeople() {
        String listing = switch (assessment.people().listing()) {
            case "COMPLETE" -> "The source listed everybody who is a user of it: ";
            case "MAY_BE_SHORT" -> "The source found at least these; its search may end early: ";
            default -> "The source does not report its people; only a backup tells: ";
        };
        Long people = assessment.people().people();
        return listing
                + (people == null ? "not known." : Plural.of(people, "person", "people") + active(people) + ".")
                + licensed()
                + (assessment.people().accounts() == null
                        ? " They were not compared with accounts of a target."
                        : " The target has " + number(assessment.people().accounts()) + " accounts of people; "
                                + number(assessment.people().hidden())
                                + " hide their address, so as many more may be the same people.");
    }

    private String active(long people) {
        Long active = assessment.people().active();
        return active == null
                ? ""
                : ", of whom " + number(active) + (active == 1 ? " is" : " are") + " active and "
                        + number(people - active) + " inactive";
    }

    /** The licence counts otherwise than the list of people, and its number is told as well. */
    private String licensed() {
        return assessment.sizes().stream()
                .filter(size -> size.what().equals(Assessment.LICENSED) && size.source() != null)
                .map(size -> " The licence counts " + number(size.source())
                        + " who may use Jira: it goes by their access, not by this list.")
                .findFirst()
                .orElse("");
    }

    /** How many people are in the groups together: each is in one of them. */
    long inGroups() {
        return groups().stream().mapToLong(Group::people).sum();
    }

    String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    String number(@Nullable Long number) {
        return number == null ? "not known" : String.format(Locale.ROOT, "%,d", number);
    }

    String target(Amount amount) {
        return amount.target() == null ? "" : number(amount.target());
    }

    Badge certainty(Loss loss) {
        return switch (loss.certainty()) {
            case CERTAIN -> new Badge("bad", "does not arrive by itself");
            case REPORTED -> new Badge("warn", "the vendor says so");
            case NOT_PROMISED -> new Badge("warn", "nobody promises it");
        };
    }

    Badge fit(Limit limit) {
        return switch (limit.fit()) {
            case WITHIN -> new Badge("good", "within");
            case NEAR -> new Badge("warn", "near");
            case BEYOND -> new Badge("bad", "beyond");
            case NOT_KNOWN -> new Badge("plain", "not known");
        };
    }

    boolean isOpen(Limit limit) {
        return limit.fit() != Fit.WITHIN;
    }

    Badge result(Checked check) {
        return switch (check.result()) {
            case PASSED -> new Badge("good", "passed");
            case WARNING -> new Badge("warn", "warning");
            case FAILED -> new Badge("bad", "failed");
            case LEFT_TO_A_PERSON -> new Badge("warn", "a person looks");
            case NOT_APPLICABLE -> new Badge("plain", "not checked");
        };
    }

    /** How many checks ended how, in words. */
    String checks() {
        return assessment.checks().stream()
                .collect(Collectors.groupingBy(
                        Checked::result, () -> new EnumMap<>(Result.class), Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " "
                        + result(new Checked("", entry.getKey(), "", null)).text())
                .collect(Collectors.joining(", "));
    }

    List<Stretch> work() {
        List<Stretch> stretches = new ArrayList<>();
        for (When when : When.values()) {
            List<Work> work =
                    assessment.work().stream().filter(one -> one.when() == when).toList();
            if (!work.isEmpty()) {
                stretches.add(new Stretch(when.title(), work));
            }
        }
        return stretches;
    }

    /** A time as a plan needs it: to five minutes, from an hour on; never less than a minute. */
    public static String duration(Duration duration) {
        long minutes = Math.max(1, Math.ceilDiv(duration.toSeconds(), 60));
        if (minutes < 60) {
            return minutes + " min";
        }
        long rounded = Math.ceilDiv(minutes, 5) * 5;
        long hours = rounded / 60;
        if (hours >= 48) {
            return (hours / 24) + " days" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
        }
        return hours + " h" + (rounded % 60 == 0 || hours >= 10 ? "" : " " + rounded % 60 + " min");
    }
}
