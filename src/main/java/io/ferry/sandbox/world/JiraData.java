package io.ferry.sandbox.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Jira backup holds, as far as the pretend sites show it.
 *
 * @param version such as {@code 7.0.0}
 * @param buildNumber such as {@code 70107}
 * @param serverId null where the backup has none
 * @param people everybody who has a user
 * @param projects with their issues, in the order of their keys
 * @param filters the names of the filters
 * @param contents what stands in the issues; empty for the source, whose backup holds it
 */
public record JiraData(
        String version,
        int buildNumber,
        @Nullable String serverId,
        List<Person> people,
        List<Project> projects,
        List<String> filters,
        IssueContents contents) {
    public JiraData {
        people = List.copyOf(people);
        projects = List.copyOf(projects);
        filters = List.copyOf(filters);
    }

    /** @return the names of the boards: one for each project, since backups hold them in the tables of an app */
    public List<String> boards() {
        return projects.stream().map(project -> project.key() + " board").toList();
    }

    /** @return how many issues there are in all */
    public int issueCount() {
        return projects.stream().mapToInt(Project::issueCount).sum();
    }
}
