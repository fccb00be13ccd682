package io.ferry.process.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.BoundaryEvent;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeIoMapping;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeOutput;
import io.ferry.migration.App;
import io.ferry.migration.Claims;
import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.Mode;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.TargetInUse;
import io.ferry.migration.Thresholds;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.model.Problem;
import io.ferry.process.model.ProcessVariables;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.CredentialSource;
import io.ferry.remote.DeclaredCredential;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

class RegisterMigrationWorkerTest {
    private final WorkerBench bench = new WorkerBench();
    private final Migration onRecord = bench.migrations().get(WorkerBench.ID);
    private final SettingsCheck check = mock();
    private final MigrationLifecycle lifecycle = new MigrationLifecycle(
            bench.migrations(),
            bench.timeline(),
            mock(),
            mock(),
            mock(),
            check,
            mock(),
            mock(),
            RemindersProperties.off(),
            new Claims(),
            Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC));
    private final CredentialResolver credentials = new CredentialResolver(
            Map.of(
                    "source-jira",
                    new DeclaredCredential(CredentialSource.of("env:SOURCE"), List.of("jira.example.com")),
                    "target-jira",
                    new DeclaredCredential(CredentialSource.of("env:TARGET"), List.of("example.atlassian.net")))::get,
            name -> null);
    private RegisterMigrationWorker worker = worker(ApprovalProperties.ofApprovers());

    private RegisterMigrationWorker worker(ApprovalProperties approval) {
        return new RegisterMigrationWorker(new Registration(
                lifecycle, new ProcessVariables("http://127.0.0.1:8090", "TASKLIST"), credentials, approval));
    }

    @BeforeEach
    void anEmptyRecord() {
        when(bench.migrations().recordProcessInstance(any(), anyLong())).thenReturn(true);
        when(bench.migrations().carriedBy(anyLong())).thenReturn(Optional.empty());
        when(bench.migrations().register(any(), anyLong())).thenReturn(onRecord);
    }

    @Test
    void shouldTakeAMigrationThatTheInterfaceStarted() {
        var variables = register(AJob.of("register-migration"));

        assertThat(variables).containsEntry("migrationId", "m-1").containsEntry("problem", null);
        verify(bench.migrations(), never()).register(any(), anyLong());
        verify(bench.migrations()).recordProcessInstance(WorkerBench.ID, 42);
    }

    @Test
    void shouldNotStartByTheFormWhatItsStarterMayNotConfirm() {
        worker = worker(new ApprovalProperties(
                List.of(), Map.of("ann", "Ann"), Set.of(), null, true, ApprovalProperties.Channel.TASKLIST));

        assertThatThrownBy(() -> register(form()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("ferry.approval.not-the-starter", "on Ferry's page: New migration"));
        verify(bench.migrations(), never()).register(any(), anyLong());

        // A rehearsal overwrites nothing, and one that Ferry started has a starter.
        register(form().with("rehearsal", true));
        register(AJob.of("register-migration"));
    }

    @Test
    void shouldRegisterWhatTheStartFormSays() {
        var variables = register(form().with("mode_createDump", "AUTOMATIC")
                .with("unmatchedPeopleLimit", 25)
                .with("pollPause", "PT10S")
                .with("rehearsal", true));

        assertThat(variables).containsEntry("migrationId", "m-1").containsKey("links");
        ArgumentCaptor<NewMigration> registered = ArgumentCaptor.captor();
        verify(bench.migrations()).register(registered.capture(), eq(42L));
        NewMigration migration = registered.getValue();
        assertThat(migration.app()).isEqualTo(App.BIGGANTT);
        assertThat(migration.settings().mode(Operation.CREATE_DUMP)).isEqualTo(Mode.AUTOMATIC);
        assertThat(migration.settings().mode(Operation.RESTORE_DUMP)).isEqualTo(Mode.MANUAL);
        assertThat(migration.settings().thresholds().unmatchedPeopleLimit()).isEqualTo(25);
        assertThat(migration.settings().pollPause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(migration.settings().rehearsal()).isTrue();
        assertThat(migration.settings().target().credential().value()).isEqualTo("target-jira");
    }

    @ParameterizedTest
    @CsvSource({"true, true, true", "true, , false", "false, true, false"})
    void shouldFreezeTheSourceOfADressRehearsalOnly(
            boolean rehearsal, @Nullable Boolean ticked, boolean dressRehearsal) {
        register(form().with("rehearsal", rehearsal).with("dressRehearsal", ticked));

        ArgumentCaptor<NewMigration> registered = ArgumentCaptor.captor();
        verify(bench.migrations()).register(registered.capture(), eq(42L));
        assertThat(registered.getValue().settings().dressRehearsal()).isEqualTo(dressRehearsal);
        assertThat(registered.getValue().settings().freezesSource()).isEqualTo(!rehearsal || dressRehearsal);
    }

    @Test
    void shouldNotRegisterTwiceWhenTheJobRunsAgain() {
        when(bench.migrations().carriedBy(42)).thenReturn(Optional.of(onRecord));

        register(form());

        verify(bench.migrations(), never()).register(any(), anyLong());
    }

    @Test
    void shouldNameTheFieldsThatCannotBeUsed() {
        assertThatThrownBy(() -> register(form().with("sourceUrl", "nonsense").with("mode_createDump", "MAGIC")))
                .isInstanceOfSatisfying(BpmnError.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo("SETTINGS_REFUSED");
                    assertThat(error.getVariables())
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                            .extracting(Problem::detail, InstanceOfAssertFactories.STRING)
                            .contains("source.url", "modes.createDump");
                });
        verify(bench.migrations(), never()).register(any(), anyLong());
    }

    @Test
    void shouldNameWhoIsAtWorkAtTheTarget() {
        TargetInUse inUse = mock();
        when(inUse.getMessage()).thenReturn("The phase “Roll back” of the migration “Spring move” (m-2) is at work");
        when(inUse.phase()).thenReturn(Phase.ROLL_BACK);
        when(bench.migrations().register(any(), anyLong())).thenThrow(inUse);

        assertThatThrownBy(() -> register(form()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getVariables())
                                .asInstanceOf(InstanceOfAssertFactories.MAP)
                                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                                .extracting(Problem::detail, InstanceOfAssertFactories.STRING)
                                .contains("target.url", "“Roll back”", "m-2")
                                .doesNotContain("cancel"));
    }

    @Test
    void shouldNotRegisterWhatCannotWorkOnThisComputer() {
        doThrow(new SettingsRefused(
                        List.of(new InvalidField("target.credential", "a credential that is declared", "target-jira"))))
                .when(check)
                .check(any());

        assertThatThrownBy(() -> register(form()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("SETTINGS_REFUSED"));
        verify(bench.migrations(), never()).register(any(), anyLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin:geheim", "token-geheim", "env:PATH_GEHEIM", "file:/geheim"})
    void shouldTakeOutOfTheProcessWhatStandsWhereTheNameOfACredentialBelongs(String pasted) {
        doThrow(new SettingsRefused(List.of(new InvalidField("source.credential", "one that is declared", null))))
                .when(check)
                .check(any());

        assertThatThrownBy(() -> register(form().with("sourceCredential", pasted)))
                .isInstanceOfSatisfying(BpmnError.class, error -> {
                    assertThat(error.getVariables())
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("sourceCredential", "")
                            .containsEntry("targetCredential", "target-jira");
                    assertThat(error.getVariables().toString()).doesNotContainIgnoringCase("geheim");
                });
    }

    /** What {@code POST /api/migrations} takes, given to Camunda as the variables of a new instance. */
    @Test
    void shouldRegisterWhatTheBodyOfTheApiSays() {
        register(nested().with("modes", Map.of("createDump", "AUTOMATIC"))
                .with(
                        "thresholds",
                        Map.of("unmatchedPeopleLimit", 25, "tolerableDifferencePercent", 2, "stuckAfter", "PT2H"))
                .with("plannedEnd", "2030-02-28")
                .with("rehearsal", true)
                .with("dressRehearsal", true));

        ArgumentCaptor<NewMigration> registered = ArgumentCaptor.captor();
        verify(bench.migrations()).register(registered.capture(), eq(42L));
        NewMigration migration = registered.getValue();
        assertThat(migration.name()).isEqualTo("Spring move");
        assertThat(migration.app()).isEqualTo(App.BIGPICTURE);
        assertThat(migration.settings().source().url()).hasToString("https://jira.example.com");
        assertThat(migration.settings().source().exportFolder()).hasToString("/exports");
        assertThat(migration.settings().target().credential().value()).isEqualTo("target-jira");
        assertThat(migration.settings().mode(Operation.CREATE_DUMP)).isEqualTo(Mode.AUTOMATIC);
        assertThat(migration.settings().mode(Operation.BACK_UP_JIRA)).isEqualTo(Mode.AUTOMATIC);
        assertThat(migration.settings().thresholds()).isEqualTo(new Thresholds(25, 2, Duration.ofHours(2)));
        assertThat(migration.settings().plannedEnd()).isEqualTo("2030-02-28");
        assertThat(migration.settings().dressRehearsal()).isTrue();
    }

    @Test
    void shouldHaveDaysCorrectedThatAreOver() {
        Map<String, Object> fields = refusedWith(nested().with("plannedEnd", "2026-01-03"));

        assertThat(fields)
                .containsEntry("plannedEnd", "2026-01-03")
                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::detail, InstanceOfAssertFactories.STRING)
                .contains("plannedEnd", "today or a later day");
    }

    @Test
    void shouldHaveTheBodyOfTheApiCorrectedFieldByField() {
        AJob refused = nested().with("source", Map.of("url", "nonsense", "credential", "token-geheim"))
                .with("modes", Map.of("createDump", "automatic"))
                .with("thresholds", Map.of("stuckAfter", "PT2H"))
                .with("rehearsal", true);

        Map<String, Object> fields = refusedWith(refused);

        assertThat(fields)
                .containsEntry("name", "Spring move")
                .containsEntry("app", "BigPicture")
                .containsEntry("sourceUrl", "nonsense")
                .containsEntry("sourceCredential", "")
                .containsEntry("targetUrl", "https://example.atlassian.net")
                .containsEntry("targetCredential", "target-jira")
                .containsEntry("mode_createDump", "AUTOMATIC")
                .containsEntry("mode_restoreDump", "MANUAL")
                .containsEntry("stuckAfter", "PT2H")
                .containsEntry("taskContextDisplayName", "REHEARSAL · Spring move · nonsense → example.atlassian.net")
                .containsEntry("source", null)
                .containsEntry("target", null)
                .containsEntry("modes", null)
                .containsEntry("thresholds", null);
        assertThat(fields.toString()).doesNotContain("geheim");

        // what the person corrects counts, and the rest stays as it was
        AJob corrected = AJob.of("register-migration").with("migrationId", null);
        fields.forEach((field, value) -> corrected.with(field, value));
        register(corrected.with("sourceUrl", "https://jira.example.com").with("sourceCredential", "source-jira"));
        ArgumentCaptor<NewMigration> registered = ArgumentCaptor.captor();
        verify(bench.migrations()).register(registered.capture(), eq(42L));
        assertThat(registered.getValue().settings().thresholds().stuckAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(registered.getValue().settings().rehearsal()).isTrue();
    }

    @Test
    void shouldNotTakeWhatItDoesNotKnowForSettings() {
        Map<String, Object> fields = refusedWith(nested().with(
                        "source",
                        Map.of("url", "https://jira.example.com", "credential", "source-jira", "endpoint", "x"))
                .with("modes", Map.of("createDumps", "AUTOMATIC"))
                .with("thresholds", Map.of("unmatchedPeopleLimit", "many")));

        assertThat(fields)
                .extractingByKey("problem", InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::detail, InstanceOfAssertFactories.STRING)
                .contains("source.endpoint", "modes.createDumps", "thresholds.unmatchedPeopleLimit");
    }

    @Test
    void shouldGiveTheFormForCorrectionsEveryFieldThatTheModelPassesOn() {
        BpmnModelInstance model =
                Bpmn.readModelFromFile(Path.of("bpmn/migrate.bpmn").toFile());
        BoundaryEvent refused = model.getModelElementById("Event_SettingsRefused");
        Set<String> passedOn = refused.getSingleExtensionElement(ZeebeIoMapping.class).getOutputs().stream()
                .map(ZeebeOutput::getTarget)
                .collect(Collectors.toSet());

        assertThat(refusedWith(nested().with("app", "Jira")).keySet()).isEqualTo(passedOn);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> refusedWith(AJob job) {
        BpmnError refused = catchThrowableOfType(BpmnError.class, () -> register(job));
        assertThat(refused.getErrorCode()).isEqualTo("SETTINGS_REFUSED");
        return (Map<String, Object>) refused.getVariables();
    }

    private static AJob nested() {
        return AJob.of("register-migration")
                .with("migrationId", null)
                .with("name", "Spring move")
                .with("app", "BIGPICTURE")
                .with(
                        "source",
                        Map.of(
                                "url",
                                "https://jira.example.com",
                                "credential",
                                "source-jira",
                                "exportFolder",
                                "/exports"))
                .with("target", Map.of("url", "https://example.atlassian.net", "credential", "target-jira"));
    }

    @Test
    void shouldNotLetTwoInstancesCarryOneMigration() {
        when(bench.migrations().recordProcessInstance(any(), anyLong())).thenReturn(false);

        assertThatThrownBy(() -> register(AJob.of("register-migration")))
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isZero());
    }

    private Map<String, @Nullable Object> register(AJob job) {
        return WorkerBench.run(worker, job.inProcess("migrate").get());
    }

    private static AJob form() {
        return AJob.of("register-migration")
                .with("migrationId", null)
                .with("name", "Spring move")
                .with("app", "BigGantt")
                .with("sourceUrl", "https://jira.example.com/")
                .with("sourceCredential", "source-jira")
                .with("targetUrl", "https://example.atlassian.net")
                .with("targetCredential", "target-jira");
    }
}
