package io.ferry.process.model;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.ferry.process.model.CaughtErrors.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaughtErrorsTest {
    private static final List<String> ANY_TASK_OF_MIGRATE =
            List.of("Task_RegisterMigration", "Task_RehearseMatching", "Call_CheckReadiness", "Call_Verify");

    private final CaughtErrors caught = new CaughtErrors();

    @Test
    void shouldFindTheBoundaryEventOfTheSubprocessAround() {
        assertThat(caught.way("back-up-bigpicture", "Task_CreateDump", BpmnCode.AUTOMATION_FAILED))
                .isEqualTo(Way.TO_A_PERSON);
    }

    @Test
    void shouldPreferTheBoundaryEventForTheCode() {
        assertThat(caught.way("restore-bigpicture", "Task_UploadDump", BpmnCode.CONFIRMATION_NOT_VALID))
                .isEqualTo(Way.TO_A_PERSON);
        assertThat(caught.way("migrate", "Task_RegisterMigration", BpmnCode.SETTINGS_REFUSED))
                .isEqualTo(Way.TO_A_PERSON);
        assertThat(caught.way("migrate", "Task_RegisterMigration", BpmnCode.AUTOMATION_FAILED))
                .isEqualTo(Way.NOWHERE);
    }

    @Test
    void shouldNotKnowATaskOfAnotherVersion() {
        assertThat(caught.way("back-up-bigpicture", "Task_OfBefore", BpmnCode.REFUSED))
                .isEqualTo(Way.UNKNOWN);
        assertThat(caught.way("gone", "Task_CreateDump", BpmnCode.REFUSED)).isEqualTo(Way.UNKNOWN);
    }

    @Test
    void shouldReadAnAdministratorsModels(@TempDir Path folder) throws IOException {
        // given a phase of somebody's own, one of Ferry's without what catches errors, and what is no model
        String phase = Files.readString(Path.of("bpmn/back-up-bigpicture.bpmn"));
        Files.writeString(
                folder.resolve("back-up-acme.bpmn"), phase.replace("id=\"back-up-bigpicture\"", "id=\"back-up-acme\""));
        Files.writeString(
                folder.resolve("back-up-jira.bpmn"),
                Files.readString(Path.of("bpmn/back-up-jira.bpmn"))
                        .replaceAll("(?s)<bpmn:boundaryEvent .*?</bpmn:boundaryEvent>", ""));
        Files.writeString(
                folder.resolve("notes.bpmn"), "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:/etc/passwd\">]><x>&y;</x>");
        Files.writeString(folder.resolve("half.bpmn"), "<bpmn");
        Files.writeString(
                folder.resolve("migrate.bpmn"),
                Files.readString(Path.of("bpmn/migrate.bpmn"))
                        .replace(
                                "processId=\"back-up-bigpicture\"",
                                "processId=\"=if rehearsal then &#34;back-up-bigpicture&#34; else &#34;back-up-acme&#34;\"")
                        .replace("processId=\"check-readiness\"", "processId=\"=wanted\""));

        // when
        CaughtErrors read = new CaughtErrors(folder);

        // then
        assertThat(read.way("back-up-acme", "Task_CreateDump", BpmnCode.AUTOMATION_FAILED))
                .isEqualTo(Way.TO_A_PERSON);
        assertThat(read.way("back-up-bigpicture", "Task_CreateDump", BpmnCode.AUTOMATION_FAILED))
                .isEqualTo(Way.TO_A_PERSON);
        assertThat(read.taskBehind("migrate", "Task_RegisterMigration", BpmnCode.SETTINGS_REFUSED))
                .isEqualTo(caught.taskBehind("migrate", "Task_RegisterMigration", BpmnCode.SETTINGS_REFUSED));
        assertThat(ANY_TASK_OF_MIGRATE)
                .allSatisfy(task -> assertThat(read.way("migrate", task, BpmnCode.AUTOMATION_FAILED))
                        .isEqualTo(caught.way("migrate", task, BpmnCode.AUTOMATION_FAILED)));
        assertThat(caught.way("back-up-jira", "Task_RunJiraBackup", BpmnCode.AUTOMATION_FAILED))
                .isEqualTo(Way.TO_A_PERSON);
        assertThat(read.way("back-up-jira", "Task_RunJiraBackup", BpmnCode.AUTOMATION_FAILED))
                .isEqualTo(Way.NOWHERE);
    }

    /** Several migrations fail at the same moment when a site goes away: each must get to its person. */
    @RepeatedTest(25)
    void shouldSayTheSameToJobsThatFailAtTheSameTime() throws InterruptedException, ExecutionException {
        CyclicBarrier together = new CyclicBarrier(6);
        Callable<Way> question = () -> {
            together.await();
            return whenTheBackupIsUnknown();
        };
        try (ExecutorService jobs = Executors.newFixedThreadPool(6)) {
            for (Future<Way> answer : jobs.invokeAll(Collections.nCopies(6, question))) {
                assertThat(answer.get()).isEqualTo(Way.TO_A_PERSON);
            }
        }
        assertThat(whenTheBackupIsUnknown()).isEqualTo(Way.TO_A_PERSON);
    }

    private Way whenTheBackupIsUnknown() {
        return caught.way("back-up-jira", "Task_RunJiraBackup", BpmnCode.OUTCOME_UNKNOWN);
    }

    /** What is not in this list, a person takes over. Who adds to it says why nobody can. */
    @Test
    void shouldLeadEveryOtherFailedAutomationToAPerson() throws IOException {
        Map<String, Way> others = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("bpmn"))) {
            files.filter(file -> file.toString().endsWith(".bpmn")).forEach(file -> {
                BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
                String process = model.getModelElementsByType(Process.class)
                        .iterator()
                        .next()
                        .getId();
                for (ServiceTask task : model.getModelElementsByType(ServiceTask.class)) {
                    Way way = caught.way(process, task.getId(), BpmnCode.AUTOMATION_FAILED);
                    if (way != Way.TO_A_PERSON) {
                        others.put(task.getId(), way);
                    }
                }
            });
        }

        assertThat(others)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        // they need Ferry's own database, files and mail only
                        entry("Task_RegisterMigration", Way.NOWHERE),
                        entry("Task_RecordRollBackRequest", Way.NOWHERE),
                        entry("Task_LookUpSafetyDump", Way.NOWHERE),
                        entry("Task_CloseToNewWork", Way.NOWHERE),
                        entry("Task_RemovePartialFiles", Way.NOWHERE),
                        entry("Task_RemindPeople", Way.NOWHERE),
                        entry("Task_RecordOutcomeCancelled", Way.NOWHERE),
                        entry("Task_RecordOutcomeMigrated", Way.NOWHERE),
                        entry("Task_RecordOutcomeRehearsed", Way.NOWHERE),
                        entry("Task_RecordOutcomeRolledBack", Way.NOWHERE),
                        entry("Task_RecordOutcomeStopped", Way.NOWHERE),
                        // what a site answers, or does not tell, is one of its results
                        entry("Task_RunReadinessChecks", Way.NOWHERE),
                        entry("Task_ListRemainingTasks", Way.NOWHERE),
                        // nobody is asked in a rehearsal
                        entry("Task_RehearseMatching", Way.ONWARDS)));
    }
}
