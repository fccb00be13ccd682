package io.ferry.sandbox.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the app's database, and so in a dump.
 *
 * @param root the tree of boxes
 * @param scopes what each box draws from Jira, by box id
 * @param teams the teams
 * @param people whom the app knows: those that a restore wants mapped
 * @param connections the integrations
 */
public record AppContent(
        Box root, Map<String, Scope> scopes, List<Team> teams, List<DumpPerson> people, List<Integration> connections) {

    /** The scope of a box: projects by id, filters by id, and single issues. */
    public record Scope(@Nullable String narrowingQuery, List<Element> elements, List<String> issueKeys) {
        public Scope {
            elements = List.copyOf(elements);
            issueKeys = List.copyOf(issueKeys);
        }
    }

    /** A part of a scope; type is JIRA_FILTER, JIRA_PROJECT or JIRA_AGILE_BOARD. */
    public record Element(String type, String value) {}

    /** A team. */
    public record Team(String id, String name, List<String> members) {
        public Team {
            members = List.copyOf(members);
        }
    }

    /** A person in a dump. */
    public record DumpPerson(String userKey, @Nullable String email) {}

    /** A connection to a Jira or another instance. */
    public record Integration(String id, String name, boolean primary) {}

    public AppContent {
        scopes = Map.copyOf(scopes);
        teams = List.copyOf(teams);
        people = List.copyOf(people);
        connections = List.copyOf(connections);
    }

    /** An app that was just installed: an empty tree and its own site. */
    static AppContent empty() {
        return new AppContent(
                root(List.of()), Map.of(), List.of(), List.of(), List.of(new Integration("1", "Jira", true)));
    }

    /** Boxes, scopes and teams that fit a Jira: a portfolio, a box for each project in it, two stages in each of those. */
    static AppContent of(JiraData jira) {
        Map<String, Scope> scopes = new TreeMap<>();
        List<Box> programs = new ArrayList<>();
        int next = 2;
        for (Project project : jira.projects()) {
            String id = "PROG-" + next++;
            String first = "ITER-" + next++;
            String second = "ITER-" + next++;
            programs.add(box(
                    id,
                    "program",
                    project.name(),
                    List.of(
                            box(first, "iteration", project.key() + " first stage", List.of()),
                            box(second, "iteration", project.key() + " second stage", List.of()))));
            List<String> single = project.numbers()
                    .limit(2)
                    .mapToObj(number -> project.key() + "-" + number)
                    .toList();
            scopes.put(id, new Scope("", List.of(new Element("JIRA_PROJECT", project.id())), List.of()));
            scopes.put(first, new Scope("", List.of(), single));
            scopes.put(second, new Scope("project = \"" + project.key() + "\"", List.of(), List.of()));
        }
        scopes.put(
                "PROG-1",
                new Scope(
                        "",
                        Stream.concat(
                                        jira.projects().stream()
                                                .map(project -> new Element("JIRA_PROJECT", project.id())),
                                        Stream.of(
                                                new Element("JIRA_FILTER", "10100"),
                                                new Element("JIRA_AGILE_BOARD", "1")))
                                .toList(),
                        List.of()));
        List<String> keys = jira.people().stream().map(Person::key).toList();
        int half = (keys.size() + 1) / 2;
        return new AppContent(
                root(List.of(box("PROG-1", "portfolio", "Whole portfolio", programs))),
                scopes,
                List.of(
                        new Team("1", "Team Port", keys.subList(0, half)),
                        new Team("2", "Team Starboard", keys.subList(half, keys.size()))),
                jira.people().stream()
                        .map(person -> new DumpPerson(person.key(), person.email()))
                        .toList(),
                List.of(
                        new Integration("1", "Jira", true),
                        new Integration("2", "Jira of the subsidiary", false),
                        new Integration("3", "Azure DevOps", false)));
    }

    AppContent with(Box root) {
        return new AppContent(root, scopes, teams, people, connections);
    }

    AppContent withTeamRenamed(String name) {
        List<Team> renamed = new ArrayList<>(teams);
        if (!renamed.isEmpty()) {
            renamed.set(
                    0,
                    new Team(renamed.getFirst().id(), name, renamed.getFirst().members()));
        }
        return new AppContent(root, scopes, renamed, people, connections);
    }

    AppContent withBoxRenamed(String name) {
        return root.boxChildren().isEmpty()
                ? this
                : with(root.withFirstChild(root.boxChildren().getFirst().named(name)));
    }

    AppContent withoutSingleTasks() {
        Map<String, Scope> without = new TreeMap<>();
        scopes.forEach((id, scope) -> without.put(id, new Scope(scope.narrowingQuery(), scope.elements(), List.of())));
        return new AppContent(root, without, teams, people, connections);
    }

    AppContent withoutLastConnection() {
        return new AppContent(root, scopes, teams, people, connections.subList(0, Math.max(1, connections.size() - 1)));
    }

    private static Box root(List<Box> children) {
        return new Box("ROOT", null, "root", "Home", null, null, false, null, null, children);
    }

    private static Box box(String id, String type, String name, List<Box> children) {
        return new Box(
                id, "IN_PROGRESS", type, name, "2026-01-05", "2026-12-18", false, null, "icon-" + type, children);
    }
}
