package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main process with its real phases: what one phase hands to the next arrives there. */
class WholeRouteTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.ofTheWholeRoute();

    @Test
    void shouldCarryAMigrationFromTheStartToTheEnd() {
        var run = process.start(aMigration().fullyAutomatic()).completeJob("register-migration");
        run.completeJob("phase-started")
                .completeJob("run-readiness-checks", Map.of("readiness", Map.of("passed", true, "importAnswers", true)))
                .decide("confirm-the-freeze", "CONFIRM")
                .completeJob("record-confirmation")
                .completeJob("take-baseline", Map.of("baseline", Map.of("issues", 1234)))
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("reinstall-app")
                .completeJob("check-source-app")
                .completeJob("create-dump")
                .afterAPause("check-dump-progress", "dumpState", "DONE")
                .completeJob("download-dump", Map.of("dumpFile", Map.of("id", "f-1")))
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("run-jira-backup")
                .completeJob("fetch-jira-backup", Map.of("backupFile", Map.of("id", "f-2")))
                .completeJob("read-jira-backup", Map.of("backupVerdict", Map.of("complete", true, "importable", true)))
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("read-target-jira", Map.of("nothingToLose", true))
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "IMPORT"))
                .completeJob("record-confirmation")
                .completeJob("check-target-jira")
                .completeJob("import-jira-backup")
                .afterAPause("check-import-progress", "importState", "DONE")
                .completeJob("compare-jira-counts", Map.of("jiraComparison", Map.of("equal", true)))
                .completeJob("phase-ended");
        var ready = Map.<String, Object>of(
                "targetApp", Map.of("installed", true, "versionFits", true, "licenceValid", true));
        run.completeJob("phase-started")
                .completeJob("check-target-app", ready)
                .completeJob("check-app-licence", ready)
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("match-users", Map.of("matching", Map.of("unmatched", 0, "conflicts", 0, "missing", 0)))
                .completeJob("check-mapping", Map.of("mapping", Map.of("mapped", 56, "unmapped", 0, "conflicts", 0)))
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("read-target-state")
                .decide(
                        "confirm-the-restore",
                        Map.of("decision", "CONFIRM", "allActionsDone", true, "typedWord", "RESTORE"))
                .completeJob("record-confirmation")
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .completeJob("restore-dump")
                .afterAPause("check-restore-progress", "restoreState", "DONE")
                .completeJob("keep-safety-dump", Map.of("safetyDump", Map.of("id", "7", "kept", true)))
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("collect-findings")
                .completeJob("compare-with-baseline", Map.of("verification", Map.of("verdict", "EQUAL")))
                .decideAndRecord("judge-the-result", "ACCEPT")
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob(
                        "list-integrations",
                        Map.of(
                                "integrations",
                                Map.of("count", 1, "items", List.of(Map.of("id", "2", "name", "Trello")))))
                .decide("select-the-integrations", Map.of("picked", List.of("2")))
                .completeJob("record-decision")
                .completeJob("activate-integrations")
                .afterAPause("check-integration-states", "integrationsState", "UP")
                .completeJob("phase-ended");
        run.completeJob("phase-started")
                .completeJob("list-remaining-tasks", Map.of("remainingTasks", Map.of("open", 3)))
                .decideAndRecord("finish-remaining-tasks", "CLOSE")
                .completeJob("list-remaining-tasks")
                .completeJob("phase-ended");
        run.completeJob("record-outcome").shouldBeOverAt("Event_Migrated");
    }
}
