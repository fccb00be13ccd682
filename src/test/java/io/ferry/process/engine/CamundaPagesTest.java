package io.ferry.process.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.camunda.client.CamundaClient;
import io.camunda.client.CredentialsProvider;
import io.ferry.fixtures.StubServer;
import io.ferry.migration.MigrationId;
import io.ferry.remote.RemoteFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Camunda's v2 interface answers, field by field as it is documented for 8.8. */
class CamundaPagesTest {
    private static final String ROUND_9 = """
            {"elementInstanceKey": "9", "elementId": "Task_X", "type": "USER_TASK", "state": "COMPLETED",
             "processInstanceKey": "1", "startDate": "2026-01-31T10:00:00Z"}""";

    @RegisterExtension
    private static final WireMockExtension CAMUNDA = StubServer.onAFreePort();

    private final CamundaClient client = CamundaClient.newClientBuilder()
            .restAddress(URI.create(CAMUNDA.baseUrl() + "/"))
            .credentialsProvider(CredentialsProvider.newBasicAuthCredentialsProviderBuilder()
                    .username("demo")
                    .password("s&cret")
                    .build())
            .defaultRequestTimeout(Duration.ofSeconds(5))
            .build();

    private final CamundaSearch search = new CamundaSearch(client, LocalCluster.settings());
    private final WaitingTasks tasks = new WaitingTasks(search, LocalCluster.links(CAMUNDA.baseUrl() + "/"));
    private final Incidents incidents = new Incidents(search, LocalCluster.links(CAMUNDA.baseUrl() + "/"));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void shouldSignInAndShowWhatWaits() {
        // given
        CAMUNDA.stubFor(post("/v2/user-tasks/search")
                .withHeader("Authorization", equalTo("Basic ZGVtbzpzJmNyZXQ="))
                .withRequestBody(matchingJsonPath("$.filter.state.$eq", equalTo("CREATED")))
                .withRequestBody(matchingJsonPath("$.filter.processInstanceVariables[0].value.$eq", equalTo("\"m1\"")))
                .willReturn(okJson("""
                        {"items": [{"userTaskKey": "9", "name": "Judge the result", "elementId": "Task_JudgeTheResult",
                          "processName": "Verify", "creationDate": "2026-01-31T10:00:00.123Z",
                          "candidateGroups": ["operator"], "assignee": null, "state": "CREATED"}],
                         "page": {"totalItems": 1}}""")));

        // when
        List<WaitingTask> waiting = tasks.of(new MigrationId("m1"));

        // then
        assertThat(waiting)
                .containsExactly(new WaitingTask(
                        "9",
                        "Judge the result",
                        "Task_JudgeTheResult",
                        "Verify",
                        Instant.parse("2026-01-31T10:00:00.123Z"),
                        List.of("operator"),
                        null,
                        CAMUNDA.baseUrl() + "/tasklist/9"));
    }

    @Test
    void shouldTellWhichTasksAskWhatBecameOfAChange() {
        // given
        CAMUNDA.stubFor(post("/v2/user-tasks/search").willReturn(okJson(page(tasks(9, 13)))));
        problemOf(9, "\"null\"");
        problemOf(10, """
                "{\\"code\\":\\"OUTCOME_UNKNOWN\\",\\"title\\":\\"The answer was lost\\"}\"""");
        problemOf(11, null);
        problemOf(12, "\"{\\\"code\\\":\\\"REFUSED\\\"}\"");
        problemOf(13, null);

        // when, then
        assertThat(tasks.withUnknownOutcome(new MigrationId("m1"))).containsExactly("10");
    }

    private static void problemOf(long userTask, @org.jspecify.annotations.Nullable String value) {
        CAMUNDA.stubFor(post("/v2/user-tasks/" + userTask + "/variables/search")
                .withRequestBody(matchingJsonPath("$.filter.name.$eq", equalTo("problem"))
                        .or(matchingJsonPath("$.filter.name", equalTo("problem"))))
                .willReturn(okJson(page(
                        value == null
                                ? ""
                                : "{\"variableKey\": \"1\", \"name\": \"problem\", \"value\": " + value + "}"))));
    }

    @Test
    void shouldTellWhatTheFormOfAWaitingTaskShows() {
        // given the newest of two, and another one
        CAMUNDA.stubFor(post("/v2/user-tasks/search")
                .willReturn(
                        okJson(page(task("8", "Task_X") + "," + task("9", "Task_X") + "," + task("10", "Task_Y")))));
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/9/variables/search"))
                .withQueryParam("truncateValues", equalTo("false"))
                .willReturn(okJson(
                        page("{\"variableKey\": \"1\", \"name\": \"mapping\", \"value\": \"{\\\"mapped\\\": 3}\"},"
                                + "{\"variableKey\": \"2\", \"name\": \"problem\", \"value\": \"null\"},"
                                + "{\"variableKey\": \"3\", \"name\": \"other\", \"value\": \"{}\"}"))));

        // when, then
        assertThat(tasks.asked(new MigrationId("m1"), "Task_X", List.of("mapping", "problem")))
                .contains(new WaitingTasks.Asked(9, Map.of("mapping", Map.of("mapped", 3))));
        assertThat(tasks.asked(new MigrationId("m1"), "Task_Z", List.of())).isEmpty();

        // given one of which Camunda shows a part
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/9/variables/search"))
                .willReturn(okJson(page(
                        "{\"variableKey\": \"1\", \"name\": \"mapping\", \"value\": \"{\", \"isTruncated\": true}"))));
        assertThatThrownBy(() -> tasks.asked(new MigrationId("m1"), "Task_X", List.of("mapping")))
                .isInstanceOf(RemoteFailure.class);
    }

    private static String task(String key, String element) {
        return "{\"userTaskKey\": \"%s\", \"elementId\": \"%s\", \"creationDate\": \"2026-01-31T10:00:00.123Z\", \"state\": \"CREATED\"}"
                .formatted(key, element);
    }

    @Test
    void shouldReadPageAfterPage() {
        // given
        CAMUNDA.stubFor(post("/v2/user-tasks/search")
                .withRequestBody(matchingJsonPath("$.page.after", absent()))
                .willReturn(okJson(
                        "{\"items\": [" + tasks(1, CamundaSearch.PAGE) + "], \"page\": {\"endCursor\": \"c1\"}}")));
        CAMUNDA.stubFor(post("/v2/user-tasks/search")
                .withRequestBody(matchingJsonPath("$.page.after", equalTo("c1")))
                .willReturn(okJson("{\"items\": [" + tasks(101, 103) + "], \"page\": {\"endCursor\": \"c2\"}}")));

        // when, then
        assertThat(tasks.of(new MigrationId("m1")))
                .hasSize(103)
                .extracting(WaitingTask::id)
                .endsWith("103");
        CAMUNDA.verify(2, postRequestedFor(urlPathEqualTo("/v2/user-tasks/search")));
    }

    @Test
    void shouldTellWhoCompletedTheNewestRound() {
        // given
        elements(next(12, "Task_Record"), gateway(11), round(10), round(8), ROUND_9.replace("\"9\"", "\"7\""));
        CAMUNDA.stubFor(post("/v2/user-tasks/search")
                .withRequestBody(matchingJsonPath("$.filter.elementInstanceKey", equalTo("10")))
                .willReturn(okJson(page("{\"userTaskKey\": \"5\", \"assignee\": \"new\", \"state\": \"COMPLETED\"}"))));

        // when, then
        assertThat(tasks.whoCompleted(1, "Task_X", "Task_Record", 12)).contains("new");
        CAMUNDA.verify(postRequestedFor(urlPathEqualTo("/v2/element-instances/search"))
                .withHeader("Authorization", equalTo("Basic ZGVtbzpzJmNyZXQ="))
                .withRequestBody(matchingJsonPath("$.filter.processInstanceKey", equalTo("1")))
                .withRequestBody(matchingJsonPath("$.sort[0].field", equalTo("elementInstanceKey")))
                .withRequestBody(matchingJsonPath("$.sort[0].order", equalTo("DESC"))));
    }

    @Test
    void shouldNotNameSomebodyOfAnOlderRound() {
        // given
        CAMUNDA.stubFor(post("/v2/user-tasks/search")
                .willReturn(okJson(page("{\"userTaskKey\": \"5\", \"assignee\": \"old\", \"state\": \"COMPLETED\"}"))));

        // when, then: not even what comes after this round is shown yet
        elements(next(10, "Task_Record"), ROUND_9);
        shouldBeLate(12);

        // when, then: it is shown, its round is not
        elements(next(12, "Task_Record"), next(10, "Task_Record"), ROUND_9);
        shouldBeLate(12);
    }

    @Test
    void shouldNotTakeAnAssigneeWhoMayChangeYet() {
        for (String state : List.of("CREATED", "ASSIGNING", "COMPLETING")) {
            // given
            elements(next(10, "Task_Record"), ROUND_9);
            CAMUNDA.stubFor(post("/v2/user-tasks/search")
                    .willReturn(okJson(
                            page("{\"userTaskKey\": \"5\", \"assignee\": \"old\", \"state\": \"" + state + "\"}"))));

            // when, then
            shouldBeLate(10);
        }
    }

    @Test
    void shouldTellThatNobodyWasAssigned() {
        // given
        elements(next(10, "Task_Record"), ROUND_9);
        for (String task : List.of(
                "{\"userTaskKey\": \"5\", \"assignee\": null, \"state\": \"COMPLETED\"}",
                "{\"userTaskKey\": \"5\", \"assignee\": \"old\", \"state\": \"CANCELED\"}")) {
            CAMUNDA.stubFor(post("/v2/user-tasks/search").willReturn(okJson(page(task))));

            // when, then
            assertThat(tasks.whoCompleted(1, "Task_X", "Task_Record", 10)).isEmpty();
        }
    }

    private void shouldBeLate(long nextInstance) {
        assertThatThrownBy(() -> tasks.whoCompleted(1, "Task_X", "Task_Record", nextInstance))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        late -> assertThat(late.isPassing()).isTrue());
    }

    @Test
    void shouldFindIncidentsOfTheInstanceAndOfThePhasesItCalls() {
        // given
        CAMUNDA.stubFor(post("/v2/process-instances/search")
                .withRequestBody(matchingJsonPath("$.filter.processInstanceKey"))
                .willReturn(okJson(page("{\"processInstanceKey\": \"1\", \"hasIncident\": false}"))));
        CAMUNDA.stubFor(post("/v2/process-instances/search")
                .withRequestBody(matchingJsonPath("$.filter.parentProcessInstanceKey"))
                .willReturn(okJson(page("{\"processInstanceKey\": \"2251799813685252\", \"hasIncident\": true}"))));
        CAMUNDA.stubFor(post("/v2/incidents/search")
                .withRequestBody(matchingJsonPath("$.filter.processInstanceKey", equalTo("2251799813685252")))
                .withRequestBody(matchingJsonPath("$.filter.state", equalTo("ACTIVE")))
                .willReturn(okJson(page("""
                        {"incidentKey": "2251799813685300", "jobKey": "2251799813685299", "errorType": "JOB_NO_RETRIES",
                          "errorMessage": "Free some space.", "creationTime": "2026-01-31T10:00:00.000Z",
                          "processInstanceKey": "2251799813685252"}"""))));

        // when, then
        assertThat(incidents.of(List.of(1L)))
                .containsExactly(new Incident(
                        2251799813685300L,
                        2251799813685299L,
                        "JOB_NO_RETRIES",
                        "Free some space.",
                        Instant.parse("2026-01-31T10:00:00Z"),
                        CAMUNDA.baseUrl() + "/operate/processes/2251799813685252"));
    }

    @Test
    void shouldSayWhatToLookAtWithoutThePassword() {
        // given
        CAMUNDA.stubFor(post("/v2/user-tasks/search").willReturn(aResponse().withStatus(401)));

        // when, then
        assertThatThrownBy(() -> tasks.of(new MigrationId("m1")))
                .isInstanceOf(RemoteFailure.class)
                .hasMessageContaining("camunda.client.auth")
                .hasMessageNotContaining("s&cret");
    }

    private static void elements(String... newestFirst) {
        CAMUNDA.stubFor(post("/v2/element-instances/search").willReturn(okJson(page(String.join(",", newestFirst)))));
    }

    private static String round(long key) {
        return ROUND_9.replace("\"9\"", "\"" + key + "\"");
    }

    private static String next(long key, String elementId) {
        return round(key).replace("Task_X", elementId).replace("USER_TASK", "SERVICE_TASK");
    }

    private static String gateway(long key) {
        return round(key).replace("Task_X", "Gateway_Y").replace("USER_TASK", "EXCLUSIVE_GATEWAY");
    }

    private static String tasks(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(key -> """
                        {"userTaskKey": "%d", "name": "Look", "elementId": "Task_Look", "processName": "Verify",
                         "creationDate": "2026-01-31T10:00:00Z", "candidateGroups": [], "state": "CREATED"}""".formatted(key))
                .collect(Collectors.joining(","));
    }

    private static String page(String items) {
        return "{\"items\": [" + items + "], \"page\": {\"totalItems\": 1, \"endCursor\": \"end\"}}";
    }
}
