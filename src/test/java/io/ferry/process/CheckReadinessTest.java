package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckReadinessTest {
    private static final Map<String, Object> PASSED =
            Map.of("readiness", Map.of("passed", true, "failed", List.of(), "passedCount", 15, "importAnswers", true));
    private static final Map<String, Object> IMPORT_NOT_SEEN =
            Map.of("readiness", Map.of("passed", true, "failed", List.of(), "passedCount", 15, "importAnswers", false));
    private static final String SEEN = "Import Jira Server, choose a zip file";
    private static final Map<String, Object> FAILED = Map.of(
            "readiness", Map.of("passed", false, "failed", List.of(Map.of("code", "JIRA_TOO_OLD")), "passedCount", 14));
    private static final Map<String, Object> FAILED_BUT_IMPORT_ANSWERS = Map.of(
            "readiness",
            Map.of(
                    "passed",
                    false,
                    "failed",
                    List.of(Map.of("code", "JIRA_TOO_OLD")),
                    "passedCount",
                    14,
                    "importAnswers",
                    true));

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("check-readiness");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldTakeEvidenceOrANoteWhereTheOtherIsEmpty() {
        Map.of("evidence", "note", "note", "evidence").forEach((given, empty) -> {
            var run = process.start(aMigration())
                    .completeJob("run-readiness-checks", PASSED)
                    .decide("confirm-the-freeze", Map.of("decision", "CONFIRM", given, "Notice sent", empty, " "));

            assertThat(run.variablesOf("record-confirmation")).containsEntry("reason", "Notice sent");
            run.giveUp();
        });
    }

    @Test
    void shouldKeepWhatThePersonSaysAboutJcmaAndNothingElse() {
        var run = process.start(aMigration())
                .completeJob("run-readiness-checks", PASSED)
                .decide(
                        "confirm-the-freeze",
                        Map.of("decision", "CONFIRM", "evidence", "Notice sent", "jcmaKeptOut", "NO_SWITCH"));
        assertThat(run.variable("jcma")).isEqualTo("{\"keptOut\":\"NO_SWITCH\"}");

        // An answer of an earlier round does not stand for this one.
        run.throwError("record-confirmation", "CONFIRMATION_NOT_VALID").decide("confirm-the-freeze", "CONFIRM");
        assertThat(run.variable("jcma")).isEqualTo("null");
    }

    @Test
    void shouldTakeTheBaselineOnceTheSourceIsFrozen() {
        var run = process.start(aMigration())
                .completeJob("run-readiness-checks", PASSED)
                .decide("confirm-the-freeze", "CONFIRM");

        assertThat(run.headersOf("record-confirmation")).containsEntry("subject", "freeze");
        run.completeJob("record-confirmation")
                .completeJob("take-baseline", Map.of("baseline", Map.of("projects", 7)))
                .shouldHaveEndedAt("Event_SourceReady");
    }

    @Test
    void shouldFreezeNothingForARehearsal() {
        process.start(aMigration().rehearsal())
                .completeJob("run-readiness-checks", PASSED)
                .completeJob("take-baseline", Map.of("baseline", Map.of("projects", 7)))
                .shouldHaveEndedAt("Event_SourceReady");
    }

    @Test
    void shouldFreezeNothingForARehearsalThatGoesOnInSpiteOfFailedChecks() {
        process.start(aMigration().rehearsal())
                .completeJob("run-readiness-checks", FAILED)
                .decideAndRecord("decide-about-failed-checks", "GO_ON")
                .shouldWaitForJob("take-baseline")
                .giveUp();
    }

    @Test
    void shouldFreezeTheSourceForADressRehearsal() {
        process.start(aMigration().rehearsal().with("dressRehearsal", true))
                .completeJob("run-readiness-checks", PASSED)
                .decide("confirm-the-freeze", "CONFIRM")
                .completeJob("record-confirmation")
                .completeJob("take-baseline", Map.of("baseline", Map.of("projects", 7)))
                .shouldHaveEndedAt("Event_SourceReady");
    }

    @Test
    void shouldStopWhenThePersonDoesNotFreezeTheSource() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", PASSED)
                .decideAndRecord("confirm-the-freeze", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldCheckAgainAfterARepair() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", FAILED)
                .decideAndRecord("decide-about-failed-checks", "CHECK_AGAIN")
                .completeJob("run-readiness-checks", PASSED)
                .shouldWaitFor("confirm-the-freeze");
    }

    @Test
    void shouldGoOnWithAReasonAndKeepItOutOfTheNextForm() {
        var run = process.start(aMigration())
                .completeJob("run-readiness-checks", FAILED_BUT_IMPORT_ANSWERS)
                .decide("decide-about-failed-checks", Map.of("decision", "GO_ON", "reason", "The import takes it"));

        assertThat(run.variablesOf("record-decision"))
                .containsEntry("decision", "GO_ON")
                .containsEntry("reason", "The import takes it");
        run.completeJob("record-decision").shouldWaitFor("confirm-the-freeze").decide("confirm-the-freeze", "CONFIRM");
        assertThat(run.variablesOf("record-confirmation"))
                .containsEntry("decision", "CONFIRM")
                .containsEntry("reason", null);
    }

    @Test
    void shouldAskWhereTheSourceCannotBeCounted() {
        var run = process.start(aMigration())
                .completeJob("run-readiness-checks", PASSED)
                .decide("confirm-the-freeze", "CONFIRM")
                .completeJob("record-confirmation")
                .throwError("take-baseline", "AUTOMATION_FAILED")
                .shouldShowTheProblemIn("confirm-the-freeze")
                .decide("confirm-the-freeze", "CONFIRM")
                .completeJob("record-confirmation");

        run.completeJob("take-baseline", Map.of("baseline", Map.of("projects", 7)))
                .shouldHaveEndedAt("Event_SourceReady");
    }

    @Test
    void shouldStopARehearsalThatFrozeNothingWhereTheSourceCannotBeCounted() {
        process.start(aMigration().rehearsal())
                .completeJob("run-readiness-checks", PASSED)
                .throwError("take-baseline", "AUTOMATION_FAILED")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskForTheFreezeOfADressRehearsalAgainWhereTheSourceCannotBeCounted() {
        process.start(aMigration().rehearsal().with("dressRehearsal", true))
                .completeJob("run-readiness-checks", PASSED)
                .decide("confirm-the-freeze", "CONFIRM")
                .completeJob("record-confirmation")
                .throwError("take-baseline", "AUTOMATION_FAILED")
                .shouldShowTheProblemIn("confirm-the-freeze")
                .giveUp();
    }

    @Test
    void shouldStopAtFailedChecks() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", FAILED)
                .decideAndRecord("decide-about-failed-checks", "STOP")
                .shouldHaveStopped();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFFERED", "OPENED_ON_REQUEST"})
    void shouldFreezeOnlyAfterAPersonHasSeenTheImport(String seen) {
        var run = process.start(aMigration())
                .completeJob("run-readiness-checks", IMPORT_NOT_SEEN)
                .decide("check-the-site-import", Map.of("decision", seen, "evidence", SEEN));

        assertThat(run.headersOf("record-decision")).containsEntry("subject", "site-import");
        assertThat(run.variablesOf("record-decision")).containsEntry("reason", SEEN);
        run.completeJob("record-decision").shouldWaitFor("confirm-the-freeze").giveUp();
    }

    @Test
    void shouldAskForTheImportWhereNobodyKnowsOfIt() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", Map.of("readiness", Map.of("passed", true)))
                .shouldWaitFor("check-the-site-import")
                .giveUp();
    }

    @Test
    void shouldLookForTheImportAfterFailedChecksToo() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", FAILED)
                .decideAndRecord("decide-about-failed-checks", "GO_ON")
                .shouldWaitFor("check-the-site-import")
                .giveUp();
    }

    @Test
    void shouldWaitForAtlassianWithoutAFreezeAndLookAgain() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", IMPORT_NOT_SEEN)
                .decide(
                        "check-the-site-import",
                        Map.of("decision", "NOT_OFFERED", "evidence", "No such entry in the menu"))
                .completeJob("record-decision")
                .shouldWaitFor("ask-for-the-import")
                .decideAndRecord("ask-for-the-import", "LOOK_AGAIN")
                .decide("check-the-site-import", Map.of("decision", "OPENED_ON_REQUEST", "evidence", SEEN))
                .completeJob("record-decision")
                .shouldWaitFor("confirm-the-freeze")
                .giveUp();
    }

    @Test
    void shouldStopWhereTheImportStaysClosed() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", IMPORT_NOT_SEEN)
                .decide(
                        "check-the-site-import",
                        Map.of("decision", "NOT_OFFERED", "evidence", "No such entry in the menu"))
                .completeJob("record-decision")
                .decideAndRecord("ask-for-the-import", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldStopWhileLookingForTheImport() {
        process.start(aMigration())
                .completeJob("run-readiness-checks", IMPORT_NOT_SEEN)
                .decideAndRecord("check-the-site-import", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskForTheImportBeforeADressRehearsalFreezesAnything() {
        process.start(aMigration().rehearsal().with("dressRehearsal", true))
                .completeJob("run-readiness-checks", IMPORT_NOT_SEEN)
                .shouldWaitFor("check-the-site-import")
                .giveUp();
    }

    @Test
    void shouldNotAskForTheImportInARehearsal() {
        process.start(aMigration().rehearsal())
                .completeJob("run-readiness-checks", IMPORT_NOT_SEEN)
                .shouldWaitForJob("take-baseline")
                .giveUp();
    }
}
