package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.camunda.client.exception.BpmnError;
import io.ferry.bigpicture.Connection;
import io.ferry.bigpicture.Connections;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.fixtures.TestDatabase;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.cloud.AppInstallation;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Migration;
import io.ferry.migration.Question;
import io.ferry.migration.RestorableRecord;
import io.ferry.migration.Timeline;
import io.ferry.process.model.BpmnCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Answers;
import org.mockito.stubbing.Answer;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.stereotype.Component;

/**
 * Whatever Ferry may request only once is requested; then Ferry's database is restored from a backup of before, and the job
 * comes again. The workers and the record are real, the sites are stubs that count.
 */
class RestoredRequestsTest {
    private static final Set<String> REQUESTS =
            Set.of("create", "reinstall", "runXmlBackup", "installApp", "startImport", "restore", "activate");

    /** What these look at is not what is tried here; they are content with everything. */
    private static final Set<String> CONTENT = Set.of("ImportGuards", "RestoreGuards", "RollbackPoint", "Approvals");

    private final WorkerBench bench = new WorkerBench();
    private final Connections connections = mock();
    private @Nullable Confirmation confirmation;

    @TempDir
    Path folder;

    /** The tasks that request something at most once. */
    enum Task {
        CREATE_DUMP("backupbigpicture.CreateDumpWorker", "backupbigpicture.SourceDump"),
        REINSTALL_APP("backupbigpicture.ReinstallAppWorker", "backupbigpicture.Reinstallation"),
        BACK_UP_JIRA("backupjira.RunJiraBackupWorker", "backupjira.JiraBackup"),
        INSTALL_APP("installbigpicture.InstallAppWorker", "installbigpicture.AppInstalling"),
        IMPORT("restorejira.ImportJiraBackupWorker", "restorejira.JiraImport", Question.IMPORT, Decision.CONFIRM),
        SAFETY_DUMP(
                "restorebigpicture.MakeSafetyDumpWorker",
                "restorebigpicture.SafetyDumps",
                Question.RESTORE,
                Decision.CONFIRM),
        RESTORE("restorebigpicture.RestoreDumpWorker", "restorebigpicture.Restore", Question.RESTORE, Decision.CONFIRM),
        ACTIVATE("reactivateintegrations.ActivateIntegrationsWorker", "reactivateintegrations.Integrations"),
        ROLL_BACK("rollback.RestoreSafetyDumpWorker", "rollback.RollBack", Question.ROLL_BACK, Decision.ROLL_BACK);

        private final String worker;
        private final String operation;
        private final @Nullable Question question;
        private final @Nullable Decision decision;

        Task(String worker, String operation) {
            this(worker, operation, null, null);
        }

        Task(String worker, String operation, @Nullable Question question, @Nullable Decision decision) {
            this.worker = worker;
            this.operation = operation;
            this.question = question;
            this.decision = decision;
        }
    }

    static Stream<Arguments> tasks() {
        return Arrays.stream(TestDatabase.values())
                .flatMap(kind -> Arrays.stream(Task.values()).map(task -> Arguments.of(kind, task)));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void shouldAskInsteadOfRequestingAgain(TestDatabase kind, Task task) throws Exception {
        try (var record = new RestorableRecord(kind, folder)) {
            // given a backup of just before the request
            Migration migration = record.aMigration();
            doReturn(migration).when(bench.migrations()).get(migration.id());
            if (task.question != null) {
                confirmation = record.get(Confirmations.class)
                        .record(
                                migration.id(),
                                task.question,
                                Objects.requireNonNull(task.decision),
                                null,
                                Actor.ofTask("ann"),
                                Map.of());
            }
            record.get(FactsOfMigration.class)
                    .verified(
                            migration.id(),
                            FactName.UPLOADED_DUMP,
                            Map.of("dumpId", "12", "sha256", "ab".repeat(32), "bytes", 5));
            sites();
            record.backUp();
            run(task, record, migration, 7);
            assertThat(requests()).as("requests before the restore").isEqualTo(1);

            // when the job comes again after the restore, and the sites show nothing of it
            record.putBack();
            Throwable asked = catchThrowable(() -> run(task, record, migration, 3));

            // then a person is asked, once more when it comes once more, and nothing is requested
            assertThat(asked)
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo(BpmnCode.OUTCOME_UNKNOWN.name()));
            assertThat(((BpmnError) asked).getVariables().toString())
                    .contains("may have been requested already", "restored from a backup");
            assertThat(catchThrowable(() -> run(task, record, migration, 3))).isInstanceOf(BpmnError.class);
            assertThat(requests()).as("requests after the restore").isEqualTo(1);
            assertThat(record.get(Timeline.class).read(migration.id()))
                    .extracting(Event::message)
                    .anyMatch(message -> message.startsWith("Ferry's database was restored from a backup"));
        }
    }

    @Test
    void shouldTryEverythingThatIsRequestedAtMostOnce() {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(Object.class));
        Set<String> using = scan.findCandidateComponents("io.ferry.process").stream()
                .map(found -> type(Objects.requireNonNull(found.getBeanClassName())))
                .filter(type -> type.isAnnotationPresent(Component.class))
                .filter(type -> Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(made -> List.of(made.getParameterTypes()).contains(AtMostOnce.class)))
                .map(Class::getName)
                .collect(Collectors.toSet());

        assertThat(Arrays.stream(Task.values()).map(task -> "io.ferry.process." + task.operation))
                .containsExactlyInAnyOrderElementsOf(using);
    }

    /** They take what is requested, and show nothing of it. */
    private void sites() {
        JiraCloud.UploadedBackup uploaded = content(JiraCloud.UploadedBackup.class);
        lenient().when(bench.target().uploadBackup(any())).thenReturn(uploaded);
        lenient().when(bench.target().startImport(any())).thenReturn(new ImportStart.Started("7"));
        lenient().when(bench.target().installApp(any())).thenReturn(new AppInstallation.Accepted());
        lenient().when(bench.target().app(any())).thenReturn(Optional.empty());
        lenient().when(bench.source().app(any())).thenReturn(Optional.of(new InstalledApp("key", "8.1", true)));
        lenient().when(bench.source().runXmlBackup(any())).thenReturn(new XmlBackupOutcome.Written("x.zip"));
        lenient().when(bench.sites().exportFolder(any())).thenReturn(mock(ExportFolder.class));
        lenient().when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Started("7"));
        when(bench.targetApp().connections()).thenReturn(connections);
        when(connections.list())
                .thenReturn(List.of(new Connection("2", "Two", false, false, Connection.State.NOT_OPERATIONAL, "")));
    }

    private long requests() {
        return Stream.of(
                        bench.source(),
                        bench.target(),
                        bench.sourceApp(),
                        bench.targetApp(),
                        bench.sourceDumps(),
                        bench.targetDumps(),
                        connections)
                .flatMap(site -> mockingDetails(site).getInvocations().stream())
                .filter(call -> REQUESTS.contains(call.getMethod().getName()))
                // Stubbing calls the method with null.
                .filter(call -> call.getArguments().length == 0 || call.getArgument(0) != null)
                .count();
    }

    private void run(Task task, RestorableRecord record, Migration migration, int retries) throws Exception {
        Map<Class<?>, Object> known = new HashMap<>();
        Stream.of(Intents.class, Confirmations.class, FactsOfMigration.class, Timeline.class, Clock.class)
                .forEach(part -> known.put(part, record.get(part)));
        known.put(Steps.class, bench.steps());
        known.put(Sites.class, bench.sites());
        Object worker = made(type("io.ferry.process." + task.worker), known);
        WorkerBench.run(
                worker,
                AJob.of("any")
                        .with(Steps.MIGRATION_ID, migration.id().value())
                        .with("picked", List.of("2"))
                        .with("rollBackDump", Map.of("id", "12", "knownRestores", List.of()))
                        .withRetries(retries)
                        .get());
    }

    /** A component with all that it needs, as Spring makes it: real in the rooms of the process, content stubs elsewhere. */
    private Object made(Class<?> type, Map<Class<?>, Object> known) throws Exception {
        Object there = known.get(type);
        if (there != null) {
            return there;
        }
        boolean isReal = type.getName().startsWith("io.ferry.process")
                && !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers())
                && !CONTENT.contains(type.getSimpleName())
                && type.getDeclaredConstructors().length == 1;
        if (!isReal) {
            return content(type);
        }
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object[] arguments = new Object[constructor.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = made(constructor.getParameterTypes()[i], known);
        }
        Object made = constructor.newInstance(arguments);
        known.put(type, made);
        return made;
    }

    private <T> T content(Class<T> type) {
        Answer<Object> answer = call -> {
            Class<?> wanted = call.getMethod().getReturnType();
            if (wanted == boolean.class) {
                return true;
            }
            if (wanted == String.class) {
                return "12";
            }
            if (wanted == Confirmation.class) {
                return confirmation;
            }
            boolean isOurs = wanted.getName().startsWith("io.ferry") && !wanted.isEnum() && !wanted.isSealed();
            return isOurs ? content(wanted) : Answers.RETURNS_DEFAULTS.answer(call);
        };
        return mock(type, withSettings().defaultAnswer(answer));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
