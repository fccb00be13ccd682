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
 */
public record JiraData(
        String version, int buildNumber, @Nullable String serverId, List<Person> people, List<Project> projects) {
    public JiraData {
        people = List.copyOf(people);
        projects = List.copyOf(projects);
    }

    /** @return how many issues there are in all */
    public int issueCount() {
        return projects.stream().mapToInt(Project::issueCount).sum();
    }
}
