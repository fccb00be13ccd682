package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstallBigPictureTest {
    private static final Map<String, Object> MISSING = targetApp(false, false, false);
    private static final Map<String, Object> UNLICENSED = targetApp(true, true, false);
    private static final Map<String, Object> READY = targetApp(true, true, true);

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("install-bigpicture");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldOnlyCheckTheLicenceOfAnAppThatIsThere() {
        process.start(aMigration())
                .completeJob("check-target-app", READY)
                .completeJob("check-app-licence", READY)
                .shouldHaveEndedAt("Event_BigPictureInstalled");
    }

    @Test
    void shouldInstallAMissingAppItself() {
        process.start(aMigration().automatically("installApp"))
                .completeJob("check-target-app", MISSING)
                .completeJob("install-app")
                .afterAPause("check-installation-progress", "appState", "IN_PROGRESS")
                .afterAPause("check-installation-progress", "appState", "DONE")
                .completeJob("check-app-licence", READY)
                .shouldHaveEndedAt("Event_BigPictureInstalled");
    }

    @Test
    void shouldCheckWhatAPersonInstalled() {
        process.start(aMigration())
                .completeJob("check-target-app", MISSING)
                .decideAndRecord("install-the-app-by-hand", "DONE")
                .completeJob("check-app-licence", READY)
                .shouldHaveEndedAt("Event_BigPictureInstalled");
    }

    @Test
    void shouldAskAPersonWhenTheSiteDoesNotSayWhatIsInstalled() {
        process.start(aMigration().automatically("installApp"))
                .throwError("check-target-app", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("install-the-app-by-hand");
    }

    @Test
    void shouldLeaveTheInstallationToAPersonWhereFerryCannot() {
        process.start(aMigration().automatically("installApp"))
                .completeJob("check-target-app", MISSING)
                .throwError("install-app", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("install-the-app-by-hand")
                .decideAndRecord("install-the-app-by-hand", "AUTOMATIC")
                .completeJob("install-app")
                .afterAPause("check-installation-progress", "appState", "FAILED")
                .decideAndRecord("install-the-app-by-hand", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldGoOnWatchingTheInstallationAndAskForNoOther() {
        var run = process.start(aMigration().automatically("installApp"))
                .completeJob("check-target-app", MISSING)
                .completeJob("install-app")
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob(
                        "check-installation-progress", Map.of("appState", "STUCK", "appWatch", Map.of("quiet", "PT1H")))
                .decideAndRecord("install-the-app-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-installation-progress")).containsEntry("appWatch", null);
        run.completeJob("check-installation-progress", Map.of("appState", "DONE"))
                .completeJob("check-app-licence", READY)
                .shouldHaveEndedAt("Event_BigPictureInstalled");
    }

    @Test
    void shouldCheckAnInvalidLicenceAgain() {
        unlicensed()
                .decideAndRecord("fix-the-licence", "CHECK_AGAIN")
                .completeJob("check-app-licence", READY)
                .shouldHaveEndedAt("Event_BigPictureInstalled");
    }

    @Test
    void shouldGoOnWithoutALicenceForAReason() {
        unlicensed()
                .decide("fix-the-licence", Map.of("decision", "GO_ON", "reason", "It is ordered"))
                .completeJob("record-decision")
                .shouldHaveEndedAt("Event_BigPictureInstalled");
    }

    @Test
    void shouldStopAtAnInvalidLicence() {
        unlicensed().decideAndRecord("fix-the-licence", "STOP").shouldHaveStopped();
    }

    @Test
    void shouldAskAPersonWhenTheLicenceCannotBeSeen() {
        process.start(aMigration())
                .completeJob("check-target-app", READY)
                .throwError("check-app-licence", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("fix-the-licence");
    }

    private static Run unlicensed() {
        return process.start(aMigration())
                .completeJob("check-target-app", UNLICENSED)
                .completeJob("check-app-licence", UNLICENSED);
    }

    private static Map<String, Object> targetApp(boolean installed, boolean versionFits, boolean licenceValid) {
        return Map.of(
                "targetApp", Map.of("installed", installed, "versionFits", versionFits, "licenceValid", licenceValid));
    }
}
