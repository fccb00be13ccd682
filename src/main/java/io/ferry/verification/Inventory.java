package io.ferry.verification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ferry.base.Plural;
import io.ferry.bigpicture.Connection;
import io.ferry.jira.datacenter.UserListing;
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
 * @param sampledIssues what became of the issues that were drawn from the backup; null where none were looked at
 */
@JsonIgnoreProperties(
        value = {"projects", "issues", "people", "activePeople", "boxes", "teams", "integrations", "filters", "boards"},
        allowGetters = true)
public record Inventory(
        Instant takenAt,
        JiraSide jira,
        @Nullable AppSide app,
        @Nullable String appMissing,
        @Nullable IssueCheck sampledIssues) {

    /**
     * Jira's side.
     *
     * @param people people who can stand for somebody: users on Data Center, people's accounts on Cloud
     * @param active how many of them are active
     * @param addresses different e-mail addresses among all of them, as far as they are shown
     * @param activeAddresses different e-mail addresses among the active ones
     * @param filters the filters' names; null when they could not be seen
     * @param boards the boards' names; null when they could not be seen
     * @param listing whether the site told all people: where it told nobody the four counts are 0 and say nothing
     */
    public record JiraSide(
            List<ProjectIssues> projects,
            long people,
            long active,
            long addresses,
            long activeAddresses,
            @Nullable List<String> filters,
            @Nullable List<String> boards,
            UserListing listing) {
        /** Everybody was told. */
        public JiraSide(
                List<ProjectIssues> projects,
                long people,
                long active,
                long addresses,
                long activeAddresses,
                @Nullable List<String> filters,
                @Nullable List<String> boards) {
            this(projects, people, active, addresses, activeAddresses, filters, boards, UserListing.COMPLETE);
        }

        @JsonCreator
        static JiraSide read(
                @JsonProperty("projects") List<ProjectIssues> projects,
                @JsonProperty("people") long people,
                @JsonProperty("active") long active,
                @JsonProperty("addresses") long addresses,
                @JsonProperty("activeAddresses") long activeAddresses,
                @JsonProperty("filters") @Nullable List<String> filters,
                @JsonProperty("boards") @Nullable List<String> boards,
                @JsonProperty("listing") @Nullable UserListing listing) {
            // Records of before there was a listing hold what the site's list of all users told.
            return new JiraSide(
                    projects,
                    people,
                    active,
                    addresses,
                    activeAddresses,
                    filters,
                    boards,
                    listing == null ? UserListing.COMPLETE : listing);
        }

        public JiraSide {
            Objects.requireNonNull(listing);
            projects = List.copyOf(projects);
            filters = filters == null ? null : List.copyOf(filters);
            boards = boards == null ? null : List.copyOf(boards);
        }
    }

    /**
     * A project.
     *
     * @param id the site's id of it, by which scopes name it
     * @param issues how many it has; null when the site does not tell, as for archived projects
     */
    public record ProjectIssues(
            String id, String key, @Nullable Long issues) {
        public ProjectIssues {
            Objects.requireNonNull(id);
            Objects.requireNonNull(key);
        }
    }

    /**
     * The app's side.
     *
     * @param teams the teams' names; null when the app did not tell
     * @param scopes what the boxes draw their tasks from; null when the app did not tell
     * @param connections the app's connections ("integrations"); null when the app did not tell
     */
    public record AppSide(
            List<BoxState> boxes,
            @Nullable List<String> teams,
            @Nullable List<BoxScope> scopes,
            @Nullable List<ConnectionState> connections) {
        public AppSide {
            boxes = List.copyOf(boxes);
            teams = teams == null ? null : List.copyOf(teams);
            scopes = scopes == null ? null : List.copyOf(scopes);
            connections = connections == null ? null : List.copyOf(connections);
        }
    }

    /**
     * A box and the box it lies in.
     *
     * @param start its first day, as the app writes it; empty if it has none
     * @param end its last day
     */
    public record BoxState(
            String id,
            String name,
            String type,
            String status,
            String start,
            String end,
            boolean archived,
            String parent) {}

    /**
     * What a box draws its tasks from.
     *
     * @param projects how many projects
     * @param filters how many filters
     * @param boards how many boards
     * @param queries how many narrowing queries
     * @param tasks how many tasks added by hand
     * @param broken elements that the app does not find or may not read
     * @param issues how many issues Jira finds in the box by {@code issue in box(…)}; null when it was not asked or did
     *     not tell
     */
    public record BoxScope(
            String boxId,
            int projects,
            int filters,
            int boards,
            int queries,
            int tasks,
            List<Element> broken,
            @Nullable Long issues) {
        public BoxScope {
            broken = List.copyOf(broken);
        }

        /** All parts of the scope, in words. */
        String told() {
            return String.join(
                    ", ",
                    Plural.of(projects, "project"),
                    Plural.of(filters, "filter"),
                    Plural.of(boards, "board"),
                    Plural.of(queries, "query", "queries"),
                    Plural.of(tasks, "single task"));
        }
    }

    /** A project, filter or board of a scope, by the type and value that the app names it with. */
    public record Element(String type, String value) {
        static final String PROJECT = "JIRA_PROJECT";
        static final String FILTER = "JIRA_FILTER";
        static final String BOARD = "JIRA_AGILE_BOARD";
    }

    /**
     * A connection of the app.
     *
     * @param up whether it is operational
     */
    public record ConnectionState(String id, String name, boolean primary, boolean up, String state) {
        /** As the app lists it. */
        public static ConnectionState of(Connection connection) {
            return new ConnectionState(
                    connection.id(),
                    connection.name(),
                    connection.primary(),
                    connection.state().isUp(),
                    connection.state().words());
        }
    }

    public Inventory {
        Objects.requireNonNull(takenAt);
        Objects.requireNonNull(jira);
    }

    /** The same with what became of the issues that were drawn from the backup. */
    public Inventory with(IssueCheck check) {
        return new Inventory(takenAt, jira, app, appMissing, check);
    }

    /** The same with what only the backup tells. */
    public Inventory with(BackupContent content) {
        var people = content.people();
        return new Inventory(
                takenAt,
                people == null
                        ? new JiraSide(
                                jira.projects(),
                                jira.people(),
                                jira.active(),
                                jira.addresses(),
                                jira.activeAddresses(),
                                content.filters(),
                                jira.boards(),
                                jira.listing())
                        : new JiraSide(
                                jira.projects(),
                                people.people(),
                                people.active(),
                                people.addresses(),
                                people.activeAddresses(),
                                content.filters(),
                                jira.boards(),
                                UserListing.COMPLETE),
                app,
                appMissing,
                sampledIssues);
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

    /** How many people; null when the site does not tell. */
    @JsonProperty
    public @Nullable Long people() {
        return jira.listing() == UserListing.NOT_REPORTED ? null : (Long) jira.people();
    }

    /** How many boxes; null when the app could not be asked. */
    @JsonProperty
    public @Nullable Integer boxes() {
        return app == null ? null : app.boxes().size();
    }

    /** How many active people; null when the site does not tell. */
    @JsonProperty
    public @Nullable Long activePeople() {
        return jira.listing() == UserListing.NOT_REPORTED ? null : (Long) jira.active();
    }

    /** How many teams; null when the app did not tell. */
    @JsonProperty
    public @Nullable Integer teams() {
        return app == null || app.teams() == null ? null : app.teams().size();
    }

    /** How many filters; null when they could not be seen. */
    @JsonProperty
    public @Nullable Integer filters() {
        return jira.filters() == null ? null : jira.filters().size();
    }

    /** How many boards; null when they could not be seen. */
    @JsonProperty
    public @Nullable Integer boards() {
        return jira.boards() == null ? null : jira.boards().size();
    }

    /** How many integrations; null when the app did not tell. */
    @JsonProperty
    public @Nullable Integer integrations() {
        return app == null || app.connections() == null
                ? null
                : app.connections().size();
    }

    Optional<AppSide> appSide() {
        return Optional.ofNullable(app);
    }
}
