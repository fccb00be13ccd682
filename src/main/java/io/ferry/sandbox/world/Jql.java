package io.ferry.sandbox.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The small part of Jira's query language that the pretend sites understand: clauses joined by AND on {@code project},
 * {@code key}, {@code created} and {@code updated} (which hold for every issue), {@code attachments} and {@code level} (which no
 * issue of theirs has), {@code text ~ "…"} (of which they know the summary), and {@code issue in box("…")}.
 * Everything else is refused with 400, so that a client does not take a wrong count for a right one.
 */
public final class Jql {
    private static final Pattern ORDER = Pattern.compile("(?i)(^|\\s)order\\s+by\\s.*$");
    private static final Pattern NEWEST_CHANGE_FIRST = Pattern.compile("(?i)\\border\\s+by\\s+updated\\s+desc\\s*$");
    private static final Pattern PROJECT = Pattern.compile("(?i)project\\s*(=|!=|in|not\\s+in)\\s*(.+)");
    private static final Pattern KEY = Pattern.compile("(?i)(?:key|issuekey|issue)\\s*(=|in)\\s*(.+)");
    private static final Pattern ANY =
            Pattern.compile("(?i)(project|key|issuekey|created|updated)\\s+is\\s+not\\s+(empty|null)");
    private static final Pattern NONE = Pattern.compile("(?i)(attachments|level)\\s+is\\s+not\\s+(empty|null)");
    private static final Pattern TEXT = Pattern.compile("(?i)text\\s*~\\s*\"(?:\\\\\")?([^\"\\\\]+)(?:\\\\\")?\"");
    private static final Pattern DATE = Pattern.compile("(?i)(created|updated)\\s*(>=|>)\\s*\"?[-0-9a-z/ :]+\"?");
    private static final Pattern BOX = Pattern.compile("(?i)issue\\s+in\\s+box\\(\\s*\"?([^\")]+)\"?\\s*\\)");

    private Jql() {}

    /** An issue: its project and its number. */
    public record Issue(Project project, int number) {
        /** @return such as {@code TST-7} */
        public String key() {
            return project.key() + "-" + number;
        }
    }

    /** Tells which project keys the scope of a box names. */
    @FunctionalInterface
    public interface Boxes {
        /**
         * Tells a box's projects.
         *
         * @param boxId such as {@code PROG-1}
         * @return keys of projects
         */
        Set<String> projectsOf(String boxId);
    }

    /**
     * Tells whether a query restricts the search at all, which Jira Cloud demands.
     *
     * @param jql the query
     * @return whether it has a clause
     */
    public static boolean isBounded(String jql) {
        return !withoutOrder(jql).isBlank();
    }

    /**
     * Tells in which order a query wants its issues.
     *
     * @param jql the query
     * @return whether those that were changed last come first; otherwise they come by project and number
     */
    public static boolean isNewestChangeFirst(String jql) {
        return NEWEST_CHANGE_FIRST.matcher(jql).find();
    }

    /**
     * Finds the issues that a query asks for.
     *
     * @param jql the query; blank: all
     * @param projects the projects of the site
     * @param boxes the app's boxes, for {@code issue in box}
     * @param summaries of issues by their keys; empty where there is none
     * @return the issues by project and number
     * @throws SiteRefusal 400 where the query names an unknown project or is not understood
     */
    public static Stream<Issue> find(String jql, List<Project> projects, Boxes boxes, UnaryOperator<String> summaries) {
        List<Clause> clauses = new ArrayList<>();
        String query = withoutOrder(jql);
        if (!query.isBlank()) {
            for (String clause : query.split("(?i)(?<=\\s)and\\s+", -1)) {
                clauses.add(clause(clause.strip(), projects, boxes, summaries));
            }
        }
        // Whole projects first: a million issues are not gone through for one project's.
        return projects.stream()
                .filter(project -> clauses.stream().allMatch(clause -> clause.projects.test(project)))
                .flatMap(project -> project.numbers().mapToObj(number -> new Issue(project, number)))
                .filter(issue -> clauses.stream().allMatch(clause -> clause.issues.test(issue)));
    }

    /** A clause, by the projects that it lets through and the issues in them. */
    private record Clause(Predicate<Project> projects, Predicate<Issue> issues) {
        static final Clause ANY = new Clause(project -> true, issue -> true);

        static Clause ofProjects(Predicate<Project> wanted) {
            return new Clause(wanted, issue -> true);
        }
    }

    private static String withoutOrder(String jql) {
        return ORDER.matcher(jql).replaceFirst("").strip();
    }

    private static Clause clause(String clause, List<Project> projects, Boxes boxes, UnaryOperator<String> summaries) {
        if (ANY.matcher(clause).matches() || DATE.matcher(clause).matches()) {
            return Clause.ANY;
        }
        if (NONE.matcher(clause).matches()) {
            return Clause.ofProjects(project -> false);
        }
        Matcher text = TEXT.matcher(clause);
        if (text.matches()) {
            String wanted = text.group(1).toLowerCase(Locale.ROOT);
            return new Clause(
                    one -> true,
                    issue -> summaries
                            .apply(issue.key())
                            .toLowerCase(Locale.ROOT)
                            .contains(wanted));
        }
        Matcher box = BOX.matcher(clause);
        if (box.matches()) {
            Set<String> keys = boxes.projectsOf(box.group(1));
            return Clause.ofProjects(one -> keys.contains(one.key()));
        }
        Matcher project = PROJECT.matcher(clause);
        if (project.matches()) {
            List<Project> named = values(project.group(2)).stream()
                    .map(value -> project(value, projects))
                    .toList();
            boolean not = project.group(1).startsWith("!")
                    || project.group(1).toLowerCase(Locale.ROOT).startsWith("not");
            return Clause.ofProjects(one -> named.contains(one) != not);
        }
        Matcher key = KEY.matcher(clause);
        if (key.matches()) {
            List<String> keys = values(key.group(2));
            for (String each : keys) {
                if (projects.stream().noneMatch(one -> has(one, each))) {
                    throw SiteRefusal.byJira(400, "An issue with key '" + each + "' does not exist for field 'key'.");
                }
            }
            return new Clause(one -> true, issue -> keys.stream().anyMatch(each -> each.equalsIgnoreCase(issue.key())));
        }
        throw SiteRefusal.byJira(400, "The sandbox does not understand this part of the query: " + clause);
    }

    private static boolean has(Project project, String issueKey) {
        int dash = issueKey.lastIndexOf('-');
        return dash > 0
                && project.key().equalsIgnoreCase(issueKey.substring(0, dash))
                && issueKey.substring(dash + 1).matches("\\d{1,9}")
                && project.has(Integer.parseInt(issueKey.substring(dash + 1)));
    }

    private static Project project(String value, List<Project> projects) {
        return projects.stream()
                .filter(each -> each.key().equalsIgnoreCase(value)
                        || each.id().equals(value)
                        || each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() ->
                        SiteRefusal.byJira(400, "The value '" + value + "' does not exist for the field 'project'."));
    }

    private static List<String> values(String list) {
        String bare = list.strip();
        if (bare.startsWith("(") && bare.endsWith(")")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return Arrays.stream(bare.split(",", -1))
                .map(String::strip)
                .map(value -> value.replaceAll("^[\"']|[\"']$", ""))
                .toList();
    }
}
