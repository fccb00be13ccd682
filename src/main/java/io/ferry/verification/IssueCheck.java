package io.ferry.verification;

import io.ferry.base.Moments;
import io.ferry.base.Plural;
import io.ferry.jira.cloud.CloudIssue;
import io.ferry.verification.IssueSamples.Assignee;
import io.ferry.verification.RuleResult.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the drawn issues, field by field. People are named by what stands for them, never by themselves.
 *
 * @param seed what the drawing depended on
 * @param issues out of how many was drawn
 * @param drawn how many were drawn
 * @param unchanged how many of them are as they were, as far as could be seen
 * @param explained how many of them have another assignee, as it follows from what was decided about people, and nothing else
 *     that is different
 * @param items what is different, and what could not be compared
 * @param unseen keys of issues that the target does not show
 */
public record IssueCheck(
        long seed, long issues, int drawn, int unchanged, int explained, List<Item> items, List<String> unseen) {
    private static final int LONGEST = 80;
    private static final int MOST_NAMED = 10;
    /** The backup does not tell its time zone; zones are whole quarters of an hour, and end here. */
    private static final Duration FARTHEST_ZONE = Duration.ofHours(14);

    private static final long QUARTER = 900;
    private static final DateTimeFormatter IN_BACKUP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    public IssueCheck {
        items = List.copyOf(items);
        unseen = List.copyOf(unseen);
    }

    /** Compares what left with what arrived. */
    static IssueCheck of(
            BackupContent content,
            List<SampledIssue> drawn,
            Map<String, CloudIssue> found,
            Map<String, Assignee> assignees) {
        var checking = new Checking(assignees);
        var unseen = new ArrayList<String>();
        int unchanged = 0;
        int explained = 0;
        for (var issue : drawn) {
            var arrived = found.get(issue.key());
            if (arrived == null) {
                unseen.add(issue.key());
                continue;
            }
            switch (checking.compare(issue, arrived)) {
                case UNCHANGED -> unchanged++;
                case EXPLAINED -> explained++;
                case DIFFERENT -> {}
            }
        }
        return new IssueCheck(
                content.seed(), content.issues(), drawn.size(), unchanged, explained, checking.told(), unseen);
    }

    /** Goes through the issues; what is the same of many is told once. */
    private static final class Checking {
        private final Map<String, Assignee> assignees;
        private final List<Item> items = new ArrayList<>();
        private final Map<String, Integer> unknown = new TreeMap<>();
        private final Map<Explanation, List<String>> explained = new LinkedHashMap<>();
        private int touched;

        Checking(Map<String, Assignee> assignees) {
            this.assignees = assignees;
        }

        /** What became of an issue. */
        private enum Became {
            UNCHANGED,
            EXPLAINED,
            DIFFERENT
        }

        /** A decision about a person, and what followed from it. */
        private record Explanation(String decided, String followed) {}

        Became compare(SampledIssue issue, CloudIssue arrived) {
            int before = items.size();
            text(issue, "summary", issue.summary(), arrived.summary());
            text(issue, "type", issue.type(), arrived.type());
            text(issue, "status", issue.status(), arrived.status());
            text(issue, "priority", issue.priority(), arrived.priority());
            created(issue, arrived);
            updated(issue, arrived);
            boolean follows = assignee(issue, arrived);
            return items.size() > before ? Became.DIFFERENT : follows ? Became.EXPLAINED : Became.UNCHANGED;
        }

        private void text(SampledIssue issue, String field, @Nullable String was, String is) {
            if (was == null) {
                unknown.merge(field, 1, Integer::sum);
            } else if (!blanksAside(was).equals(blanksAside(is))) {
                differs(issue, field, Verdict.DIFFERENT, shown(was), shown(is));
            }
        }

        private void created(SampledIssue issue, CloudIssue arrived) {
            var was = time(issue.created());
            var is = arrived.created();
            if (was.isEmpty() || is == null) {
                unknown.merge("created", 1, Integer::sum);
            } else if (!isSame(was.get(), is)) {
                differs(issue, "created", Verdict.DIFFERENT, issue.created() + ", no time zone told", Moments.of(is));
            }
        }

        /** Whoever touches an issue after its arrival makes it younger; nothing makes it older. */
        private void updated(SampledIssue issue, CloudIssue arrived) {
            var was = time(issue.updated());
            var is = arrived.updated();
            if (was.isEmpty() || is == null) {
                unknown.merge("updated", 1, Integer::sum);
            } else if (is.isBefore(was.get().minus(FARTHEST_ZONE))) {
                differs(issue, "updated", Verdict.DIFFERENT, issue.updated() + ", no time zone told", is.toString());
            } else if (!isSame(was.get(), is)) {
                touched++;
            }
        }

        /** Whether another assignee follows from what was decided about the person. */
        private boolean assignee(SampledIssue issue, CloudIssue arrived) {
            var is = arrived.assignee();
            if (issue.assigneeKey().isEmpty()) {
                if (!is.isEmpty()) {
                    differs(issue, "assignee", Verdict.DIFFERENT, "nobody", "somebody");
                }
                return false;
            }
            var person = assignees.get(issue.assigneeKey());
            if (person == null) {
                unknown.merge("assignee", 1, Integer::sum);
                return false;
            }
            if (person.accountId().equals(is)) {
                return false;
            }
            var why = person.decided().isEmpty() ? null : person.follows().get(is);
            if (why != null) {
                explained
                        .computeIfAbsent(new Explanation(person.decided(), why), one -> new ArrayList<>())
                        .add(issue.key());
                return true;
            }
            differs(
                    issue,
                    "assignee",
                    Verdict.DIFFERENT,
                    person.decided().isEmpty() ? "the account with the same address" : person.decided(),
                    is.isEmpty() ? "nobody" : "another account, which does not follow from that");
            return false;
        }

        private void differs(SampledIssue issue, String field, Verdict verdict, String was, String is) {
            items.add(new Item(issue.key() + ", " + field, verdict, was, is));
        }

        List<Item> told() {
            var all = new ArrayList<>(items);
            if (touched > 0) {
                all.add(Item.of(
                        "updated of " + Plural.of(touched, "issue"), Verdict.TOLERABLE, "as in the backup", "later"));
            }
            explained.forEach((explanation, issues) -> all.add(new Item(
                    "assignee of " + named(issues), Verdict.TOLERABLE, explanation.decided(), explanation.followed())));
            unknown.forEach((field, issues) -> all.add(Item.of(
                    field + " of " + Plural.of(issues, "issue"),
                    Verdict.NOT_VERIFIABLE,
                    "told by both sides",
                    "not told")));
            return all;
        }
    }

    private static String named(List<String> issues) {
        var some = String.join(", ", issues.subList(0, Math.min(issues.size(), MOST_NAMED)));
        return issues.size() == 1
                ? some
                : Plural.of(issues.size(), "issue") + " (" + some + (issues.size() > MOST_NAMED ? ", …)" : ")");
    }

    private static Optional<Instant> time(String written) {
        try {
            return Optional.of(LocalDateTime.parse(written, IN_BACKUP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(Instant written, Instant is) {
        var apart = Duration.between(written, is).abs();
        long beside = apart.toSeconds() % QUARTER;
        return apart.compareTo(FARTHEST_ZONE.plusSeconds(1)) <= 0 && (beside == 0 || beside == QUARTER - 1);
    }

    private static String blanksAside(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String shown(String text) {
        var line = blanksAside(text);
        return "“" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…") + "”";
    }
}
