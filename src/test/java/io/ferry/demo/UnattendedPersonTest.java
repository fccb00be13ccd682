package io.ferry.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.demo.UnattendedPerson.Look;
import io.ferry.fixtures.StubServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnattendedPersonTest {
    @RegisterExtension
    static final WireMockExtension CAMUNDA = StubServer.onAFreePort();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> decidedAbout = new ArrayList<>();

    @Test
    void shouldOverrideAJiraThatIsTooOldOnRecord() throws Exception {
        // given
        waits("Task_DecideAboutFailedChecks", "readiness", "{\"failed\":[{\"code\":\"JIRA_TOO_OLD\"}]}");

        // when
        Look look = person().answerNext();

        // then
        assertThat(look).isEqualTo(new Look.Answered("A task", "GO_ON"));
        CAMUNDA.verify(
                postRequestedFor(urlPathEqualTo("/v2/user-tasks/7/completion")).withRequestBody(equalToJson("""
                                {"variables":{
                                  "reason":"Demonstration: an example backup, overridden on record",
                                  "decision":"GO_ON"}}
                                """)));
    }

    @Test
    void shouldGoOnWithABackupThatIsOnlyTooOld() throws Exception {
        // given
        waits(
                "Task_DecideAboutTheBackup",
                "backupVerdict",
                "{\"findings\":[{\"code\":\"VERSION_TOO_OLD\",\"severity\":\"BLOCKS\"},{\"code\":\"EMAIL_SHARED\",\"severity\":\"WARNS\"}]}");

        // when, then
        assertThat(person().answerNext()).isEqualTo(new Look.Answered("A task", "GO_ON"));
    }

    @Test
    void shouldNotGoOnWhereNobodyCouldBeMatched() throws Exception {
        // given
        waits("Task_InvestigateMissingPeople", "problem", "{\"title\":\"The people cannot be read.\"}");

        // when, then
        assertThat(person().answerNext()).isInstanceOf(Look.GaveUp.class);
    }

    @Test
    void shouldNotGoOnWithABackupThatIsDamaged() throws Exception {
        // given
        waits(
                "Task_DecideAboutTheBackup",
                "backupVerdict",
                "{\"findings\":[{\"code\":\"COUNTS_DIFFER\",\"severity\":\"BLOCKS\"}]}");

        // when, then
        assertThat(person().answerNext()).isInstanceOf(Look.GaveUp.class);
    }

    @Test
    void shouldGiveUpWhenAnotherCheckFailed() throws Exception {
        // given
        waits(
                "Task_DecideAboutFailedChecks",
                "readiness",
                "{\"failed\":[{\"code\":\"JIRA_TOO_OLD\"},{\"code\":\"TARGET_UNREACHABLE\"}]}");

        // when, then
        assertThat(person().answerNext()).isInstanceOf(Look.GaveUp.class);
    }

    @Test
    void shouldGiveUpWithTheProblemWhenAnOperationCameToAPerson() throws Exception {
        // given
        waits(
                "Task_MakeTheDumpByHand",
                "problem",
                "{\"title\":\"No such call\",\"detail\":\"The site does not offer it.\",\"whatToDo\":\"Make it by hand.\"}");

        // when, then
        assertThat(person().answerNext())
                .isEqualTo(new Look.GaveUp("A task", "No such call: The site does not offer it. Make it by hand."));
    }

    @Test
    void shouldTypeTheWordOfTheRestore() throws Exception {
        // given
        waits("Task_ConfirmTheRestore", "targetState", "{}");

        // when
        person().answerNext();

        // then
        CAMUNDA.verify(
                postRequestedFor(urlPathEqualTo("/v2/user-tasks/7/completion")).withRequestBody(equalToJson("""
                                {"variables":{"typedWord":"RESTORE","allActionsDone":true,"decision":"CONFIRM"}}
                                """)));
    }

    @Test
    void shouldDecideAboutTheOpenPeopleBeforeItSaysDone() throws Exception {
        // given
        waits("Task_MapPeopleByHand", "mapping", "{}");

        // when
        person().answerNext();

        // then
        assertThat(decidedAbout).containsExactly("Demonstration: nobody to ask");
    }

    @Test
    void shouldNotAcceptADifference() throws Exception {
        // given
        waits("Task_JudgeTheResult", "verification", "{\"verdict\":\"DIFFERENT\"}");

        // when, then
        assertThat(person().answerNext()).isInstanceOf(Look.GaveUp.class);
    }

    @Test
    void shouldSayWhatOnlyAPersonCanJudge() throws Exception {
        // given
        waits(
                "Task_JudgeTheResult",
                "verification",
                "{\"verdict\":\"DIFFERENT\",\"rules\":[{\"verdict\":\"EQUAL\",\"question\":\"Fine?\"},"
                        + "{\"verdict\":\"DIFFERENT\",\"question\":\"Is all there?\",\"expected\":\"2\",\"found\":\"1\"}]}");

        // when, then
        assertThat(person().answerNext())
                .isEqualTo(
                        new Look.GaveUp("A task", "Only a person can judge this: Is all there? Expected: 2. Found: 1"));
    }

    @Test
    void shouldWaitUntilTheSearchFindsWhatIsToBeRead() throws Exception {
        // given a task that is shown before the verdict is
        waits("Task_DecideAboutTheBackup", "migrationName", "{}");

        // when, then
        assertThat(person().answerNext()).isEqualTo(new Look.Nothing());
    }

    @Test
    void shouldAnswerATaskOnce() throws Exception {
        // given a search that still finds the task after it was completed
        waits("Task_ConfirmTheFreeze", "readiness", "{}");
        UnattendedPerson person = person();
        person.answerNext();

        // when, then
        assertThat(person.answerNext()).isEqualTo(new Look.Nothing());
    }

    @Test
    void shouldAssignTheTaskToWhoSignsInBeforeItIsCompleted() throws Exception {
        // given
        waits("Task_ConfirmTheFreeze", "readiness", "{}");

        // when
        person().answerNext();

        // then
        CAMUNDA.verify(postRequestedFor(urlPathEqualTo("/v2/user-tasks/7/assignment"))
                .withBasicAuth(new BasicCredentials("ann", "secret"))
                .withRequestBody(equalToJson("{\"assignee\":\"ann\",\"allowOverride\":true}")));
    }

    @Test
    void shouldLeaveTasksOfOtherMigrationsAndProcessesAlone() throws Exception {
        // given
        waits("Task_ConfirmTheFreeze", "migrationId", "\"somebody-elses\"");

        // when, then
        assertThat(person().answerNext()).isEqualTo(new Look.Nothing());
        CAMUNDA.verify(0, postRequestedFor(urlPathEqualTo("/v2/user-tasks/7/assignment")));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409})
    void shouldLookAgainWhenTheTaskIsGoneOrChangesAtThisMoment(int status) throws Exception {
        // given
        waits("Task_ConfirmTheFreeze", "readiness", "{}");
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/7/completion"))
                .inScenario("late")
                .willSetStateTo("there")
                .willReturn(aResponse().withStatus(status)));
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/7/completion"))
                .inScenario("late")
                .whenScenarioStateIs("there")
                .willReturn(aResponse().withStatus(204)));
        UnattendedPerson person = person();

        // when, then
        assertThat(person.answerNext()).isEqualTo(new Look.Nothing());
        assertThat(person.answerNext()).isInstanceOf(Look.Answered.class);
    }

    @Test
    void shouldReadWholeWhatTheSearchCut() throws Exception {
        // given
        waits("Task_JudgeTheResult", "verification", "{\"verdict\":");
        stubVariables(variable("verification", "{\"verdict\":", true), variable("migrationId", "\"mine\"", false));
        CAMUNDA.stubFor(get(urlPathEqualTo("/v2/variables/verification-key"))
                .willReturn(okJson(variable("verification", "{\"verdict\":\"EQUAL\"}", false))));

        // when, then
        assertThat(person().answerNext()).isEqualTo(new Look.Answered("A task", "ACCEPT"));
    }

    @Test
    void shouldTakeTheInnerOfTwoVariablesWithOneName() throws Exception {
        // given
        waits("Task_JudgeTheResult", "other", "1");
        stubVariables(
                variable("verification", "{\"verdict\":\"EQUAL\"}", false).replace("\"100\"", "\"900\""),
                variable("verification", "{\"verdict\":\"DIFFERENT\"}", false),
                variable("migrationId", "\"mine\"", false));

        // when, then
        assertThat(person().answerNext()).isInstanceOf(Look.Answered.class);
    }

    @Test
    void shouldSayWhatCamundaRefused() {
        // given
        waits("Task_ConfirmTheFreeze", "readiness", "{}");
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/7/assignment"))
                .willReturn(aResponse().withStatus(403).withBody("{\"detail\":\"No permission\"}")));

        // when, then
        assertThatThrownBy(() -> person().answerNext())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("No permission");
    }

    private void waits(String element, String variable, String value) {
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/search"))
                .withRequestBody(matchingJsonPath("$.filter[?(@.state == 'CREATED')]"))
                .willReturn(okJson("{\"items\":[{\"userTaskKey\":\"7\",\"name\":\"A task\",\"elementId\":\"" + element
                        + "\"}],\"page\":{\"totalItems\":1}}")));
        if (variable.equals("migrationId")) {
            stubVariables(variable(variable, value, false));
        } else {
            stubVariables(variable(variable, value, false), variable("migrationId", "\"mine\"", false));
        }
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/7/assignment"))
                .willReturn(aResponse().withStatus(204)));
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/7/completion"))
                .willReturn(aResponse().withStatus(204)));
    }

    private static void stubVariables(String... variables) {
        CAMUNDA.stubFor(post(urlPathEqualTo("/v2/user-tasks/7/variables/search"))
                .willReturn(okJson("{\"items\":[" + String.join(",", variables) + "]}")));
    }

    private static String variable(String name, String value, boolean truncated) {
        return JSON.createObjectNode()
                .put("name", name)
                .put("value", value)
                .put("variableKey", name + "-key")
                .put("scopeKey", "100")
                .put("isTruncated", truncated)
                .toString();
    }

    private UnattendedPerson person() {
        Cluster cluster = Cluster.running(URI.create(CAMUNDA.baseUrl()), null, new Cluster.SignIn("ann", "secret"));
        return new UnattendedPerson(new UserTaskClient(cluster), "mine", decidedAbout::add);
    }
}
