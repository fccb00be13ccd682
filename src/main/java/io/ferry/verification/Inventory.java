package io.ferry.verification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands on a site: counts and names of things, never of people. Its JSON form is kept as a fact; the counts stand
 * on top of it for readers.
 *
 * @param app what the app shows of itself; null when it could not be asked
 * @param appMissing why it could not be asked
 */
@JsonIgnoreProperties(
        value = {"projects", "issues", "people", "boxes"},
        allowGetters = true)
public record Inventory(
        Instant takenAt,
        JiraSide jira,
        @Nullable AppSide app,
        @Nullable String appMissing) {

    /**
     * Jira's side.
     *
     * @param people people who can stand for somebody: users on Data Center, people's accounts on Cloud
     * @param addresses different e-mail addresses among them, as far as they are shown
     */
    public record JiraSide(List<ProjectIssues> projects, long people, long addresses) {
        public JiraSide {
            projects = List.copyOf(projects);
        }
    }

    /**
     * A project.
     *
     * @param issues how many it has; null when the site does not tell, as for archived projects
     */
    public record ProjectIssues(String key, @Nullable Long issues) {
        public ProjectIssues {
            Objects.requireNonNull(key);
        }
    }

    /**
     * The app's side.
     *
     * @param teams the teams' names; null when the app did not tell
     * @param scopes what the boxes draw their tasks from; null when the app did not tell
     */
    public record AppSide(
            List<BoxState> boxes,
            @Nullable List<String> teams,
            @Nullable List<BoxScope> scopes) {
        public AppSide {
            boxes = List.copyOf(boxes);
            teams = teams == null ? null : List.copyOf(teams);
            scopes = scopes == null ? null : List.copyOf(scopes);
        }
    }

    /** A box and the box it lies in. */
    public record BoxState(String id, String name, String type, String status, boolean archived, String parent) {}

    /**
     * What a box draws its tasks from.
     *
     * @param elements how many filters, projects, boards and queries
     * @param broken those that the app does not find or may not read, as {@code JIRA_PROJECT TST}
     */
    public record BoxScope(String boxId, int elements, List<String> broken) {
        public BoxScope {
            broken = List.copyOf(broken);
        }
    }

    public Inventory {
        Objects.requireNonNull(takenAt);
        Objects.requireNonNull(jira);
    }

    /** How many projects. */
    @JsonProperty
    public int projects() {
        return jira.projects().size();
    }

    /** How many issues in all projects whose issues could be counted. */
    @JsonProperty
    public long issues() {
        return jira.projects().stream()
                .map(ProjectIssues::issues)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many people. */
    @JsonProperty
    public long people() {
        return jira.people();
    }

    /** How many boxes; null when the app could not be asked. */
    @JsonProperty
    public @Nullable Integer boxes() {
        return app == null ? null : app.boxes().size();
    }

    Optional<AppSide> appSide() {
        return Optional.ofNullable(app);
    }
}
