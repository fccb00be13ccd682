package io.ferry.jira.datacenter;

import feign.Headers;
import feign.Param;
import feign.RequestLine;
import io.ferry.jira.JiraAnswers;
import io.ferry.jira.UpmAnswers;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jira Data Center's REST calls, one method each. */
interface JiraDataCenterApi {
    String REST = "facts/jira-data-center.md, REST that Ferry needs";

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("GET /rest/api/2/serverInfo")
    JiraAnswers.Server serverInfo();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("GET /rest/api/2/myself")
    User myself();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("GET /rest/api/2/mypermissions")
    JiraAnswers.Permissions permissions();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST + " (from Jira 11.0 and late updates of 10.3 on)")
    @RequestLine("GET /rest/api/2/user/list?cursor={cursor}&maxResults={maxResults}")
    UserPage users(@Param("cursor") @Nullable String cursor, @Param("maxResults") int maxResults);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST + " (for versions without user/list)")
    @RequestLine(
            "GET /rest/api/2/user/search?username=.&includeInactive=true&startAt={startAt}&maxResults={maxResults}")
    List<User> foundUsers(@Param("startAt") int startAt, @Param("maxResults") int maxResults);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST + " (its specification)")
    @RequestLine("GET /rest/api/2/applicationrole")
    List<Application> applications();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("GET /rest/api/2/project?includeArchived=true")
    List<JiraAnswers.ProjectAnswer> projects();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST)
    @RequestLine("GET /rest/api/2/search?jql={jql}&maxResults=0")
    SearchResult search(@Param("jql") String jql);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST + " (its specification)")
    @RequestLine("GET /rest/agile/1.0/board?startAt={startAt}&maxResults={maxResults}")
    JiraAnswers.NamePage boards(@Param("startAt") long startAt, @Param("maxResults") int maxResults);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = REST + " (its specification)")
    @RequestLine("GET /rest/api/2/field")
    List<JiraAnswers.FieldAnswer> fields();

    @RemoteFact(
            certainty = Certainty.SEEN,
            source = REST + " (UPM); third parties read the list of all apps at the same path")
    @RequestLine("GET /rest/plugins/1.0/")
    @Headers("Accept: " + UpmAnswers.INSTALLED)
    UpmAnswers.Plugins apps();

    @RemoteFact(certainty = Certainty.SEEN, source = REST + " (UPM)")
    @RequestLine("GET /rest/plugins/1.0/{key}-key")
    @Headers("Accept: " + UpmAnswers.PLUGIN)
    UpmAnswers.Plugin app(@Param("key") String key);

    @RemoteFact(certainty = Certainty.SEEN, source = REST + " (UPM)")
    @RequestLine("GET /rest/plugins/1.0/{key}-key/license")
    UpmAnswers.Licence licence(@Param("key") String key);

    @RemoteFact(
            certainty = Certainty.SEEN,
            source = REST + " (UPM); this path was seen at third parties, who take any media type")
    @RequestLine("GET /rest/plugins/applications/1.0/installed/jira-software/license")
    @Headers("Accept: */*")
    UpmAnswers.Licence jiraLicence();

    /** A user. */
    record User(
            @Nullable String key,
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String emailAddress,
            @Nullable Boolean active) {}

    /** Who may use a product. */
    record Application(
            @Nullable String name,
            @Nullable Boolean defined,
            @Nullable Long userCount,
            @Nullable Long numberOfSeats,
            @Nullable Boolean hasUnlimitedSeats) {}

    /** A page of users. */
    record UserPage(
            @Nullable List<User> values,
            @Nullable String nextCursor,
            @Nullable Boolean isLast) {}

    /** How many issues were found. */
    record SearchResult(@Nullable Long total) {}
}
