package io.ferry.sandbox.world;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A source that is only counted: so many issues, people and projects, without anything in them. It is made in a second, where
 * a backup of the same size takes minutes to write and read. Its XML backup is that of the small generated site.
 *
 * @param issues spread evenly over the projects
 * @param people every thirtieth of them inactive, every fiftieth without an address
 */
public record SiteSize(int issues, int people, int projects) {
    private static final int MOST_ISSUES = 10_000_000;
    private static final int MOST_PEOPLE = 1_000_000;
    private static final int MOST_PROJECTS = 20_000;

    public SiteSize {
        if (issues < 0
                || issues > MOST_ISSUES
                || people < 1
                || people > MOST_PEOPLE
                || projects < 1
                || projects > MOST_PROJECTS) {
            throw new IllegalArgumentException(
                    "The size of the source is ISSUES,PEOPLE,PROJECTS, at most %d,%d,%d, such as 1000000,200000,500"
                            .formatted(MOST_ISSUES, MOST_PEOPLE, MOST_PROJECTS));
        }
    }

    /**
     * Reads a size.
     *
     * @param text ISSUES,PEOPLE,PROJECTS
     * @throws IllegalArgumentException if it is none, with the form
     */
    public static SiteSize parse(String text) {
        if (!text.matches("\\d{1,9},\\d{1,9},\\d{1,9}")) {
            return new SiteSize(-1, 0, 0);
        }
        String[] parts = text.split(",", -1);
        return new SiteSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /** The source of this size, of the same Jira as another one. */
    JiraData of(JiraData other) {
        List<Person> made = new ArrayList<>(people);
        for (int i = 0; i < people; i++) {
            String address = i % 50 == 49 ? null : "person%d@people.test".formatted(i);
            made.add(new Person("JIRAUSER" + (10_000 + i), "person" + i, "Person " + i, address, i % 30 != 29));
        }
        List<Project> projectsMade = new ArrayList<>(projects);
        for (int i = 0; i < projects; i++) {
            BitSet numbers = new BitSet();
            numbers.set(1, 1 + issues / projects + (i < issues % projects ? 1 : 0));
            projectsMade.add(new Project(String.valueOf(10_000 + i), "P" + (i + 1), "Project " + (i + 1), numbers));
        }
        return new JiraData(
                other.version(),
                other.buildNumber(),
                other.serverId(),
                made,
                projectsMade,
                List.of(),
                other.contents());
    }
}
