package io.ferry.command;

import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.command.UnattendedPerson.Look;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnattendedPersonTest {
    @RegisterExtension
    static final WireMockExtension TASKLIST = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final List<String> decidedAbout = new ArrayList<>();

    @Test
    void shouldOverrideAJiraThatIsTooOldOnRecord() throws Exception {
        // given
        waits("Task_DecideAboutFailedChecks", "readiness", "{\"failed\":[{\"code\":\"JIRA_TOO_OLD\"}]}");

        // when
        Look look = person().answerNext();

        // then
        assertThat(look).isEqualTo(new Look.Answered("A task", "GO_ON"));
        TASKLIST.verify(patchRequestedFor(urlPathEqualTo("/v1/tasks/7/complete"))
                .withRequestBody(equalToJson("""
                                {"variables":[
                                  {"name":"reason","value":"\\"Demonstration: an old example backup, overridden on record\\""},
                                  {"name":"decision","value":"\\"GO_ON\\""}]}
                                """, true, false)));
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
        TASKLIST.verify(patchRequestedFor(urlPathEqualTo("/v1/tasks/7/complete"))
                .withRequestBody(equalToJson("""
                                {"variables":[
                                  {"name":"typedWord","value":"\\"RESTORE\\""},
                                  {"name":"allActionsDone","value":"true"},
                                  {"name":"decision","value":"\\"CONFIRM\\""}]}
                                """, true, false)));
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
    void shouldWaitUntilTasklistShowsWhatIsToBeRead() throws Exception {
        // given a task that is shown before the verdict is
        waits("Task_DecideAboutTheBackup", "migrationName", "{}");

        // when, then
        assertThat(person().answerNext()).isEqualTo(new Look.Nothing());
    }

    @Test
    void shouldAnswerATaskOnce() throws Exception {
        // given a Tasklist that still shows the task after it was completed
        waits("Task_ConfirmTheFreeze", "readiness", "{}");
        UnattendedPerson person = person();
        person.answerNext();

        // when, then
        assertThat(person.answerNext()).isEqualTo(new Look.Nothing());
    }

    private void waits(String element, String variable, String value) {
        TASKLIST.stubFor(post(urlPathEqualTo("/v1/tasks/search"))
                .willReturn(okJson("[{\"id\":\"7\",\"name\":\"A task\",\"taskDefinitionId\":\"" + element + "\"}]")));
        TASKLIST.stubFor(post(urlPathEqualTo("/v1/tasks/7/variables/search"))
                .willReturn(okJson("[{\"id\":\"1\",\"name\":\"" + variable + "\",\"value\":\""
                        + value.replace("\"", "\\\"") + "\"}]")));
        TASKLIST.stubFor(patch(urlPathEqualTo("/v1/tasks/7/assign")).willReturn(okJson("{}")));
        TASKLIST.stubFor(patch(urlPathEqualTo("/v1/tasks/7/complete")).willReturn(okJson("{}")));
    }

    private UnattendedPerson person() {
        return new UnattendedPerson(new TasklistClient(URI.create(TASKLIST.baseUrl())), "demo", decidedAbout::add);
    }
}
