package io.ferry.jira.cloud;

import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.Response;
import io.ferry.jira.JiraAnswers;
import io.ferry.jira.UpmAnswers;
import io.ferry.remote.ReadOnlyCall;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jira Cloud's REST calls, one method each. */
interface JiraCloudApi {
    String REST = "facts/jira-cloud.md, REST v3";
    String SPECIFIED = REST + " (its specification)";
    String BOARDS = "facts/jira-data-center.md, specification; Atlassian documents the same path for Cloud";
    String APPS = "facts/jira-cloud.md, Installing an app";
    String APP = "facts/jira-data-center.md, REST that Ferry needs (UPM); seen there, not on Cloud";

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("GET /rest/api/3/serverInfo")
    JiraAnswers.Server serverInfo();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(
            classic = "read:jira-user",
            granular = {"read:application-role:jira", "read:group:jira", "read:user:jira", "read:avatar:jira"})
    @RequestLine("GET /rest/api/3/myself")
    User myself();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(classic = "read:jira-work", granular = "read:permission:jira")
    @RequestLine("GET /rest/api/3/mypermissions?permissions={permissions}")
    JiraAnswers.Permissions permissions(@Param("permissions") String permissions);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(
            classic = "read:jira-work",
            granular = {
                "read:issue-type:jira",
                "read:project:jira",
                "read:project.property:jira",
                "read:user:jira",
                "read:application-role:jira",
                "read:avatar:jira",
                "read:group:jira",
                "read:issue-type-hierarchy:jira",
                "read:project-category:jira",
                "read:project-version:jira",
                "read:project.component:jira"
            })
    @RequestLine("GET /rest/api/3/project/search?startAt={startAt}&maxResults={maxResults}")
    ProjectPage projects(@Param("startAt") long startAt, @Param("maxResults") int maxResults);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(
            classic = "read:jira-user",
            granular = {"read:user:jira", "read:application-role:jira", "read:avatar:jira", "read:group:jira"})
    @RequestLine("GET /rest/api/3/users/search?startAt={startAt}&maxResults={maxResults}")
    List<User> users(@Param("startAt") int startAt, @Param("maxResults") int maxResults);

    @ReadOnlyCall
    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(
            classic = "read:jira-work",
            granular = {
                "read:issue-details:jira",
                "read:field.default-value:jira",
                "read:field.option:jira",
                "read:field:jira",
                "read:group:jira"
            })
    @RequestLine("POST /rest/api/3/search/approximate-count")
    @Headers("Content-Type: application/json")
    Count count(Query query);

    @ReadOnlyCall
    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("POST /rest/api/3/search/jql")
    @Headers("Content-Type: application/json")
    Issues search(Search search);

    @ReadOnlyCall
    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SPECIFIED)
    @Scopes(
            classic = "read:jira-work",
            granular = {
                "read:issue-meta:jira",
                "read:issue-security-level:jira",
                "read:issue.vote:jira",
                "read:issue.changelog:jira",
                "read:avatar:jira",
                "read:issue:jira",
                "read:status:jira",
                "read:user:jira",
                "read:field-configuration:jira"
            })
    @RequestLine("POST /rest/api/3/issue/bulkfetch")
    @Headers("Content-Type: application/json")
    Issues issues(IssuesWanted wanted);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SPECIFIED)
    @Scopes(
            classic = "read:jira-work",
            granular = {
                "read:filter:jira",
                "read:group:jira",
                "read:project:jira",
                "read:project-role:jira",
                "read:user:jira",
                "read:jql:jira",
                "read:application-role:jira",
                "read:avatar:jira",
                "read:issue-type-hierarchy:jira"
            })
    @RequestLine(
            "GET /rest/api/3/filter/search?overrideSharePermissions=true&startAt={startAt}&maxResults={maxResults}")
    JiraAnswers.NamePage filters(@Param("startAt") long startAt, @Param("maxResults") int maxResults);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = BOARDS)
    @Scopes(granular = {"read:board-scope:jira-software", "read:project:jira"})
    @RequestLine("GET /rest/agile/1.0/board?startAt={startAt}&maxResults={maxResults}")
    JiraAnswers.NamePage boards(@Param("startAt") long startAt, @Param("maxResults") int maxResults);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(classic = "manage:jira-configuration", granular = "read:license:jira")
    @RequestLine("GET /rest/api/3/instance/license")
    Licence licence();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(classic = "manage:jira-configuration", granular = "read:license:jira")
    @RequestLine("GET /rest/api/3/license/approximateLicenseCount")
    Seats seats();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @Scopes(classic = "manage:jira-configuration", granular = "write:user:jira")
    @RequestLine("POST /rest/api/3/user")
    @Headers("Content-Type: application/json")
    User createUser(NewUser user);

    @RemoteFact(certainty = Certainty.SEEN, source = APPS)
    @RequestLine("GET /rest/plugins/1.0/?os_authType=basic")
    @Headers("Accept: application/vnd.atl.plugins.installed+json")
    Response apps();

    @RemoteFact(certainty = Certainty.SEEN, source = APP)
    @RequestLine("GET /rest/plugins/1.0/{key}-key")
    @Headers("Accept: " + UpmAnswers.PLUGIN)
    UpmAnswers.Plugin app(@Param("key") String key);

    @RemoteFact(certainty = Certainty.SEEN, source = APPS)
    @RequestLine("POST /rest/plugins/1.0/apps/install-subscribe?addonKey={key}&token={token}")
    @Headers({"Content-Type: application/vnd.atl.plugins.remote.install+json", "X-Atlassian-Token: no-check"})
    Response install(@Param("key") String key, @Param("token") String token);

    @RemoteFact(certainty = Certainty.SEEN, source = APPS)
    @RequestLine("GET /rest/plugins/1.0/{key}/marketplace")
    Marketplace marketplace(@Param("key") String key);

    /** An account. */
    record User(
            @Nullable String accountId,
            @Nullable String accountType,
            @Nullable String displayName,
            @Nullable String emailAddress,
            @Nullable Boolean active) {}

    /** A page of projects. */
    record ProjectPage(
            @Nullable List<JiraAnswers.ProjectAnswer> values,
            @Nullable Boolean isLast) {}

    /** A query. */
    record Query(String jql) {}

    /** A query whose first issues are wanted. */
    record Search(String jql, int maxResults, List<String> fields) {}

    /** An estimate. */
    record Count(@Nullable Long count) {}

    /** Issues to fetch, 100 at most. */
    record IssuesWanted(List<String> issueIdsOrKeys, List<String> fields) {}

    /** Those of them that the user may see. */
    record Issues(@Nullable List<Issue> issues) {}

    /** An issue. */
    record Issue(@Nullable String key, @Nullable Fields fields) {}

    /** Its fields, as far as they were asked for. */
    record Fields(
            @Nullable String summary,
            @Nullable Named issuetype,
            @Nullable Named status,
            @Nullable Named priority,
            @Nullable Assignee assignee,
            @Nullable String created,
            @Nullable String updated) {}

    /** Something that has a name. */
    record Named(@Nullable String name) {}

    /** Whom an issue is assigned to. */
    record Assignee(@Nullable String accountId) {}

    /** The licensed products. */
    record Licence(@Nullable List<Application> applications) {}

    /** A licensed product. */
    record Application(@Nullable String id) {}

    /** Used seats, a number as text. */
    record Seats(@Nullable String value) {}

    /** An account to create. */
    record NewUser(String emailAddress, List<String> products) {
        @Override
        public String toString() {
            return "NewUser[********]";
        }
    }

    /** The app in the marketplace, as far as the site says. */
    record Marketplace(UpmAnswers.@Nullable Licence licenseDetails) {}
}
