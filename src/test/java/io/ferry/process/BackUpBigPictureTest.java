package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackUpBigPictureTest {
    private static final Map<String, Object> HANDED_OVER = Map.of("decision", "DONE");

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("back-up-bigpicture");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldMakeAndFetchTheDumpItself() {
        process.start(aMigration().fullyAutomatic())
                .completeJob("reinstall-app")
                .completeJob("check-source-app", Map.of("sourceApp", Map.of("version", "8.40.0")))
                .completeJob("create-dump")
                .afterAPause("check-dump-progress", "dumpState", "IN_PROGRESS")
                .afterAPause("check-dump-progress", "dumpState", "DONE")
                .completeJob("download-dump", Map.of("dumpFile", Map.of("id", "f-1")))
                .shouldHaveEndedAt("Event_BigPictureBackedUp");
    }

    @Test
    void shouldTakeOverWhatPeopleMade() {
        process.start(aMigration())
                .decideAndRecord("reinstall-the-app-by-hand", "DONE")
                .completeJob("check-source-app")
                .decide("make-the-dump-by-hand", HANDED_OVER)
                .completeJob("record-decision")
                .completeJob("register-uploaded-dump", Map.of("dumpFile", Map.of("id", "f-1")))
                .shouldHaveEndedAt("Event_BigPictureBackedUp");
    }

    @Test
    void shouldLeaveTheReinstallToAPersonWhereFerryCannot() {
        process.start(aMigration().fullyAutomatic())
                .throwError("reinstall-app", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("reinstall-the-app-by-hand")
                .decideAndRecord("reinstall-the-app-by-hand", "AUTOMATIC")
                .completeJob("reinstall-app")
                .shouldWaitForJob("check-source-app");
    }

    @Test
    void shouldStopAtTheReinstall() {
        process.start(aMigration())
                .decideAndRecord("reinstall-the-app-by-hand", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskForAnotherReinstallWhenTheAppIsNotAsRequired() {
        process.start(aMigration().automatically("reinstallApp"))
                .completeJob("reinstall-app")
                .throwError("check-source-app", "REFUSED")
                .shouldShowTheProblemIn("reinstall-the-app-by-hand");
    }

    @Test
    void shouldLeaveTheDumpToAPersonWhenItFails() {
        process.start(aMigration().fullyAutomatic())
                .completeJob("reinstall-app")
                .completeJob("check-source-app")
                .completeJob("create-dump")
                .afterAPause("check-dump-progress", "dumpState", "FAILED")
                .decideAndRecord("make-the-dump-by-hand", "AUTOMATIC")
                .completeJob("create-dump")
                .afterAPause("check-dump-progress", "dumpState", "STUCK")
                .shouldWaitFor("make-the-dump-by-hand");
    }

    @Test
    void shouldGoOnWatchingTheDumpAndMakeNoOther() {
        var run = process.start(aMigration().fullyAutomatic())
                .completeJob("reinstall-app")
                .completeJob("check-source-app")
                .completeJob("create-dump", Map.of("dumpMark", "ferry-1"))
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob("check-dump-progress", Map.of("dumpState", "STUCK", "dumpWatch", Map.of("quiet", "PT1H")))
                .decideAndRecord("make-the-dump-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-dump-progress"))
                .containsEntry("dumpMark", "ferry-1")
                .containsEntry("dumpWatch", null);
        run.completeJob("check-dump-progress", Map.of("dumpState", "DONE"))
                .completeJob("download-dump")
                .shouldHaveEndedAt("Event_BigPictureBackedUp");
    }

    @Test
    void shouldLeaveTheDumpToAPersonWhereFerryCannot() {
        for (String step : new String[] {"create-dump", "check-dump-progress", "download-dump"}) {
            var run = process.start(aMigration().fullyAutomatic())
                    .completeJob("reinstall-app")
                    .completeJob("check-source-app");
            if (!step.equals("create-dump")) {
                run.completeJob("create-dump").passTime(AMigration.PAUSE.plusSeconds(1));
            }
            if (step.equals("download-dump")) {
                run.completeJob("check-dump-progress", Map.of("dumpState", "DONE"));
            }
            run.throwError(step, "AUTOMATION_UNAVAILABLE")
                    .shouldShowTheProblemIn("make-the-dump-by-hand")
                    .giveUp();
        }
    }

    @Test
    void shouldAskAgainForAFileThatCannotBeTaken() {
        process.start(aMigration())
                .decideAndRecord("reinstall-the-app-by-hand", "DONE")
                .completeJob("check-source-app")
                .decide("make-the-dump-by-hand", HANDED_OVER)
                .completeJob("record-decision")
                .throwError("register-uploaded-dump", "UPLOADED_FILE_REFUSED")
                .shouldShowTheProblemIn("make-the-dump-by-hand");
    }

    @Test
    void shouldStopAtTheDump() {
        process.start(aMigration())
                .decideAndRecord("reinstall-the-app-by-hand", "DONE")
                .completeJob("check-source-app")
                .decideAndRecord("make-the-dump-by-hand", "STOP")
                .shouldHaveStopped();
    }
}
