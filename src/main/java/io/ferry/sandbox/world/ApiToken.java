package io.ferry.sandbox.world;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kind of API token that the pretend Jira Cloud has given its administrator (facts/jira-cloud.md). A classic one opens
 * the site at its own address and nothing else; a scoped one opens only what its scopes cover, only at the gateway.
 *
 * @param scoped whether it has scopes
 * @param scopes those that it has, such as {@code read:jira-user}; none for a classic one
 */
public record ApiToken(boolean scoped, Set<String> scopes) {
    /** The calls that scopes open, as its specification tells: one classic scope, or all of the granular ones. */
    private static final List<Rule> RULES = List.of(
            new Rule("GET", "/rest/api/3/serverInfo", ""),
            new Rule(
                    "GET",
                    "/rest/api/3/myself",
                    "read:jira-user",
                    "read:application-role:jira read:group:jira read:user:jira read:avatar:jira"),
            new Rule("GET", "/rest/api/3/mypermissions", "read:jira-work", "read:permission:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/project/search",
                    "read:jira-work",
                    "read:issue-type:jira read:project:jira read:project.property:jira read:user:jira"
                            + " read:application-role:jira read:avatar:jira read:group:jira"
                            + " read:issue-type-hierarchy:jira read:project-category:jira read:project-version:jira"
                            + " read:project.component:jira"),
            new Rule("GET", "/rest/api/3/instance/license", "manage:jira-configuration", "read:license:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/license/approximateLicenseCount",
                    "manage:jira-configuration",
                    "read:license:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/users",
                    "read:jira-user",
                    "read:user:jira read:application-role:jira read:avatar:jira read:group:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/users/search",
                    "read:jira-user",
                    "read:user:jira read:application-role:jira read:avatar:jira read:group:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/user/search",
                    "read:jira-user",
                    "read:user:jira read:user.property:jira read:application-role:jira read:avatar:jira"
                            + " read:group:jira"),
            new Rule("GET", "/rest/api/3/user/bulk/migration", "read:jira-user", "read:user:jira"),
            new Rule("POST", "/rest/api/3/user", "manage:jira-configuration", "write:user:jira"),
            new Rule(
                    "POST",
                    "/rest/api/3/search/approximate-count",
                    "read:jira-work",
                    "read:issue-details:jira read:field.default-value:jira read:field.option:jira read:field:jira"
                            + " read:group:jira"),
            new Rule(
                    "POST",
                    "/rest/api/3/search/jql",
                    "read:jira-work",
                    "read:issue-details:jira read:field.default-value:jira read:field.option:jira read:field:jira"
                            + " read:group:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/search/jql",
                    "read:jira-work",
                    "read:issue-details:jira read:audit-log:jira read:avatar:jira read:field-configuration:jira"
                            + " read:issue-meta:jira"),
            new Rule(
                    "GET",
                    "/rest/api/3/filter/search",
                    "read:jira-work",
                    "read:filter:jira read:group:jira read:project:jira read:project-role:jira read:user:jira"
                            + " read:jql:jira read:application-role:jira read:avatar:jira"
                            + " read:issue-type-hierarchy:jira"),
            new Rule(
                    "POST",
                    "/rest/api/3/issue/bulkfetch",
                    "read:jira-work",
                    "read:issue-meta:jira read:issue-security-level:jira read:issue.vote:jira"
                            + " read:issue.changelog:jira read:avatar:jira read:issue:jira read:status:jira"
                            + " read:user:jira read:field-configuration:jira"),
            // Boards have granular scopes only.
            new Rule("GET", "/rest/agile/1.0/board", "read:board-scope:jira-software read:project:jira"));

    /** A token without scopes: it may do what its owner may do, at the site's own address. */
    public static final ApiToken CLASSIC = new ApiToken(false, Set.of());

    /** A token with all scopes that the calls of the pretend site need, classic ones where there are such. */
    public static final ApiToken WELL_SCOPED = new ApiToken(
            true, RULES.stream().flatMap(rule -> rule.preferred().stream()).collect(Collectors.toUnmodifiableSet()));

    public ApiToken {
        scopes = Set.copyOf(scopes);
        if (!scoped && !scopes.isEmpty()) {
            throw new IllegalArgumentException("A classic token has no scopes");
        }
    }

    /**
     * A scoped token.
     *
     * @param scopes separated by commas or spaces, such as {@code read:jira-user,read:jira-work}
     * @return the token
     */
    public static ApiToken scoped(String scopes) {
        return new ApiToken(true, split(scopes));
    }

    /**
     * Tells whether the scopes cover a call.
     *
     * @param method such as {@code GET}
     * @param path at the site, such as {@code /rest/api/3/myself}
     * @return whether they do; not for calls that no scope opens
     */
    public boolean covers(String method, String path) {
        return RULES.stream().filter(rule -> rule.isFor(method, path)).anyMatch(rule -> rule.isMetBy(scopes));
    }

    private static Set<String> split(String scopes) {
        return Arrays.stream(scopes.split("[,\\s]+", -1))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A call, and the sets of scopes of which one must be complete. */
    private record Rule(String method, String path, List<Set<String>> alternatives) {
        private Rule(String method, String path, String... alternatives) {
            this(method, path, Arrays.stream(alternatives).map(ApiToken::split).toList());
        }

        private Set<String> preferred() {
            return alternatives.getFirst();
        }

        private boolean isFor(String otherMethod, String otherPath) {
            return method.equals(otherMethod) && path.equals(otherPath);
        }

        private boolean isMetBy(Set<String> scopes) {
            return alternatives.stream().anyMatch(scopes::containsAll);
        }
    }
}
