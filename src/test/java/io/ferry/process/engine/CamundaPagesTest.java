package io.ferry.process.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.migration.MigrationId;
import io.ferry.process.engine.CamundaProperties.SignIn;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasklist and Operate of 8.6 as they were seen to answer. */
class CamundaPagesTest {
    @RegisterExtension
    private static final WireMockExtension CAMUNDA = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private final CredentialResolver credentials = new CredentialResolver(name -> "demo:s&cret");

    @BeforeEach
    void letsInWhoSignsIn() {
        CAMUNDA.stubFor(post(urlPathEqualTo("/api/login"))
                .withQueryParam("username", equalTo("demo"))
                .withQueryParam("password", equalTo("s&cret"))
                .willReturn(aResponse()
                        .withStatus(204)
                        .withHeader("Set-Cookie", "OPERATE-SESSION=abc; Path=/")
                        .withHeader("X-CSRF-TOKEN", "token")));
    }

    @Test
    void shouldSignInOnceAndShowWhatWaits() {
        // given
        CAMUNDA.stubFor(post("/v1/tasks/search")
                .withHeader("X-CSRF-TOKEN", equalTo("token"))
                .withHeader("Cookie", containing("OPERATE-SESSION=abc"))
                .withRequestBody(matchingJsonPath("$.taskVariables[0].value", equalTo("\"m1\"")))
                .willReturn(okJson("""
                        [{"id": "9", "name": "Judge the result", "taskDefinitionId": "Task_JudgeTheResult",
                          "processName": "Verify", "creationDate": "2026-01-31T10:00:00.123+0000",
                          "candidateGroups": ["operator"], "assignee": null, "taskState": "CREATED"}]""")));
        WaitingTasks tasks = new WaitingTasks(properties(SignIn.SESSION), credentials);

        // when
        List<WaitingTask> waiting = tasks.of(new MigrationId("m1"));
        tasks.of(new MigrationId("m1"));

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
        CAMUNDA.verify(1, postRequestedFor(urlPathEqualTo("/api/login")));
    }

    @Test
    void shouldTellWhichTasksAskWhatBecameOfAChange() {
        // given
        CAMUNDA.stubFor(post("/v1/tasks/search")
                .withRequestBody(matchingJsonPath("$.includeVariables[0].name", equalTo("problem")))
                .willReturn(okJson("""
                        [{"id": "9", "variables": [{"name": "problem", "value": "null"}]},
                         {"id": "10", "variables": [{"name": "problem", "isValueTruncated": false,
                           "value": "{\\"code\\":\\"OUTCOME_UNKNOWN\\",\\"title\\":\\"The answer was lost\\"}"}]},
                         {"id": "11", "variables": []},
                         {"id": "12", "variables": [{"name": "problem", "value": "{\\"code\\":\\"REFUSED\\"}"}]},
                         {"id": "13"}]""")));

        // when, then
        assertThat(new WaitingTasks(properties(SignIn.NONE), credentials).withUnknownOutcome(new MigrationId("m1")))
                .containsExactly("10");
    }

    @Test
    void shouldSignInAgainAfterARestart() {
        // given
        CAMUNDA.stubFor(post("/v1/tasks/search")
                .inScenario("restart")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(403))
                .willSetStateTo("signed in again"));
        CAMUNDA.stubFor(post("/v1/tasks/search")
                .inScenario("restart")
                .whenScenarioStateIs("signed in again")
                .willReturn(okJson("[]")));

        // when, then
        assertThat(new WaitingTasks(properties(SignIn.SESSION), credentials).of(new MigrationId("m1")))
                .isEmpty();
        CAMUNDA.verify(2, postRequestedFor(urlPathEqualTo("/api/login")));
    }

    @Test
    void shouldTellWhoWasAssignedInTheNewestRound() {
        // given
        CAMUNDA.stubFor(post("/v1/tasks/search").willReturn(okJson("""
                [{"id": "10", "assignee": "new", "taskState": "CREATED"},
                 {"id": "9", "assignee": "old", "taskState": "COMPLETED"}]""")));

        // when, then
        assertThat(new WaitingTasks(properties(SignIn.BASIC), credentials).whoCompleted(1, "Task_X"))
                .isEqualTo("new");
        CAMUNDA.verify(postRequestedFor(urlPathEqualTo("/v1/tasks/search"))
                .withHeader("Authorization", equalTo("Basic ZGVtbzpzJmNyZXQ=")));
    }

    @Test
    void shouldNotNameSomebodyOfAnOlderRound() {
        // given
        CAMUNDA.stubFor(post("/v1/tasks/search").willReturn(okJson("""
                [{"id": "9", "assignee": "old", "taskState": "COMPLETED"},
                 {"id": "10", "assignee": null, "taskState": "CREATED"}]""")));
        WaitingTasks tasks = new WaitingTasks(properties(SignIn.NONE), credentials);

        // when, then
        assertThatThrownBy(() -> tasks.whoCompleted(1, "Task_X"))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        late -> assertThat(late.isPassing()).isTrue());
    }

    @Test
    void shouldFindIncidentsOfTheInstanceAndOfThePhasesItCalls() {
        // given
        CAMUNDA.stubFor(post("/v1/process-instances/search")
                .withRequestBody(matchingJsonPath("$.filter.key"))
                .willReturn(okJson("{\"items\": [{\"key\": 1, \"incident\": false}]}")));
        CAMUNDA.stubFor(post("/v1/process-instances/search")
                .withRequestBody(matchingJsonPath("$.filter.parentKey"))
                .willReturn(okJson("{\"items\": [{\"key\": 2251799813685252, \"incident\": true}]}")));
        CAMUNDA.stubFor(post("/v1/incidents/search")
                .withRequestBody(matchingJsonPath("$.filter.processInstanceKey", equalTo("2251799813685252")))
                .willReturn(okJson("""
                        {"items": [{"key": 2251799813685300, "jobKey": 2251799813685299, "type": "JOB_NO_RETRIES", "message": "Free some space.",
                          "creationTime": "2026-01-31T10:00:00.000+0000", "processInstanceKey": 2251799813685252}]}""")));

        // when, then
        assertThat(new Incidents(properties(SignIn.NONE), credentials).of(List.of(1L)))
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
        WaitingTasks strangers =
                new WaitingTasks(properties(SignIn.SESSION), new CredentialResolver(name -> "demo:wrong-marker"));

        // when, then
        assertThatThrownBy(() -> strangers.of(new MigrationId("m1")))
                .isInstanceOf(RemoteFailure.class)
                .hasMessageContaining("env:SIGN_IN")
                .hasMessageNotContaining("wrong-marker");
    }

    private static CamundaProperties properties(SignIn signIn) {
        URI url = URI.create(CAMUNDA.baseUrl() + "/");
        return new CamundaProperties(
                url,
                url,
                null,
                null,
                signIn,
                CredentialReference.of("env:SIGN_IN"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }
}
