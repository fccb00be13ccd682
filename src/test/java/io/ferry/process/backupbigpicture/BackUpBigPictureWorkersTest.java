package io.ferry.process.backupbigpicture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.DownloadedFile;
import io.ferry.artifact.Downloader;
import io.ferry.artifact.StoredFile;
import io.ferry.bigpicture.Dump;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.Action;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.AJob;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.UploadRegistration;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.util.unit.DataSize;

class BackUpBigPictureWorkersTest {
    private static final String APP = "eu.softwareplant.bigpicture";
    private static final Intent INTENT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.CREATE_DUMP, WorkerBench.NOW);
    private static final StoredFile FILE = new StoredFile("id", "x.dump", 5, "ab".repeat(32));

    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final FactsOfMigration facts = mock();
    private final MigrationFiles files = mock();
    private final AtMostOnce changes = new AtMostOnce(intents);
    private final LongWork work = new LongWork(bench.timeline(), Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC));
    private final UploadRegistration uploads = mock();
    private final SourceDump sourceDump = new SourceDump(bench.sites(), intents, changes, work, files, uploads, facts);
    private final CreateDumpWorker createDump = new CreateDumpWorker(bench.steps(), sourceDump);

    @Test
    void shouldCreateADumpThatCarriesTheMark() {
        begin(new IntentState.Fresh(INTENT));

        var variables =
                WorkerBench.run(createDump, AJob.of("create-dump").ofVisit(9).get());

        verify(bench.sourceDumps()).create(contains(INTENT.mark()));
        verify(intents).begin(WorkerBench.ID, Action.CREATE_DUMP, Map.of("visit", 9L));
        assertThat(variables)
                .containsEntry("dumpMark", INTENT.mark())
                .containsEntry("dumpState", "IN_PROGRESS")
                .containsEntry("problem", null);
    }

    @Test
    void shouldNotCreateASecondDumpWhenTheJobRunsAgain() {
        begin(new IntentState.Unfinished(INTENT));
        when(bench.sourceDumps().list())
                .thenReturn(List.of(dump("someone's", RemoteState.DONE), marked(RemoteState.DONE)));

        var variables = WorkerBench.run(createDump, AJob.of("create-dump").get());

        verify(bench.sourceDumps(), never()).create(anyString());
        verify(intents).done(eq(INTENT), anyMap());
        assertThat(variables).containsEntry("dumpMark", INTENT.mark());
    }

    @Test
    void shouldHandADumpThatNobodyFindsToAPerson() {
        begin(new IntentState.Fresh(INTENT));
        doThrow(OutcomeUnknownException.of("The answer was lost.", "Look."))
                .when(bench.sourceDumps())
                .create(anyString());
        when(bench.sourceDumps().list()).thenReturn(List.of());

        assertThatThrownBy(() -> WorkerBench.run(
                        createDump, AJob.of("create-dump").withRetries(7).get()))
                .isInstanceOf(JobError.class);
        assertThatThrownBy(() -> WorkerBench.run(
                        createDump, AJob.of("create-dump").withRetries(2).get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"));
    }

    @Test
    void shouldHandTheDumpToAPersonWhereNoEndpointIsConfigured() {
        begin(new IntentState.Fresh(INTENT));
        doThrow(AutomationUnavailableException.of("createDump", "not configured."))
                .when(bench.sourceDumps())
                .create(anyString());

        assertThatThrownBy(
                        () -> WorkerBench.run(createDump, AJob.of("create-dump").get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("AUTOMATION_UNAVAILABLE"));
        verify(intents).failed(eq(INTENT), anyString());
    }

    @Test
    void shouldReinstallTheVersionThatIsThere() {
        begin(new IntentState.Fresh(INTENT));
        installed("8.20.1", true);

        WorkerBench.run(
                new ReinstallAppWorker(bench.steps(), new Reinstallation(bench.sites(), intents, changes)),
                AJob.of("reinstall-app").get());

        verify(bench.sourceApp()).reinstall("8.20.1");
    }

    @Test
    void shouldNotTakeItsOwnReinstallationForAMissingApp() {
        // given a job that runs again while the app is being reinstalled, and does not show
        begin(new IntentState.Unfinished(INTENT));
        when(bench.source().app(APP)).thenReturn(Optional.empty());

        // when, then it is looked at once more, and a person is asked whether it was done; it is not done again
        assertThatThrownBy(() -> WorkerBench.run(
                        new ReinstallAppWorker(bench.steps(), new Reinstallation(bench.sites(), intents, changes)),
                        AJob.of("reinstall-app").withRetries(7).get()))
                .isInstanceOf(JobError.class)
                .hasMessageNotContaining("not installed");
        assertUnknown(() -> WorkerBench.run(
                new ReinstallAppWorker(bench.steps(), new Reinstallation(bench.sites(), intents, changes)),
                AJob.of("reinstall-app").withRetries(2).get()));
        verify(bench.sourceApp(), never()).reinstall(anyString());
    }

    @Test
    void shouldHandAReinstallationOfUnknownOutcomeToAPerson() {
        // given an app that looks after its reinstallation as it did before
        begin(new IntentState.Fresh(INTENT));
        installed("8.20.1", true);
        doThrow(OutcomeUnknownException.of("The answer was lost.", "Look."))
                .when(bench.sourceApp())
                .reinstall("8.20.1");

        // when, then
        assertUnknown(() -> WorkerBench.run(
                new ReinstallAppWorker(bench.steps(), new Reinstallation(bench.sites(), intents, changes)),
                AJob.of("reinstall-app").withRetries(2).get()));
        verify(bench.sourceApp(), times(1)).reinstall(anyString());
        verify(intents, never()).done(any(), anyMap());
        verify(intents, never()).failed(any(), anyString());
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"));
    }

    @Test
    void shouldRefuseToReinstallWhatIsNotThere() {
        begin(new IntentState.Fresh(INTENT));
        when(bench.source().app(APP)).thenReturn(Optional.empty());

        assertRefused(() -> WorkerBench.run(
                new ReinstallAppWorker(bench.steps(), new Reinstallation(bench.sites(), intents, changes)),
                AJob.of("reinstall-app").get()));
    }

    @Test
    void shouldTakeANewEnoughSourceApp() {
        installed("8.2.2", true);

        assertThat(WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()))
                .containsEntry("sourceApp", Map.of("version", "8.2.2"));
        verify(facts).verified(WorkerBench.ID, FactName.SOURCE_APP, Map.of("version", "8.2.2"));
    }

    @Test
    void shouldRefuseASourceAppThatIsOldOrOffOrMissing() {
        installed("8.2.1", true);
        assertRefused(() ->
                WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()));
        installed("8.20.0", false);
        assertRefused(() ->
                WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()));
        known(FactName.SOURCE_APP_BEFORE, "8.20.0");
        when(bench.source().app(APP)).thenReturn(Optional.empty());
        assertRefused(() ->
                WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()));
    }

    @Test
    void shouldTakeTheAppAtTheVersionOfBefore() {
        known(FactName.SOURCE_APP_BEFORE, "8.20.1");
        installed("8.20.1", true);

        var found = Map.of("before", "8.20.1", "version", "8.20.1");
        assertThat(WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()))
                .containsEntry("sourceApp", found);
        verify(facts).verified(WorkerBench.ID, FactName.SOURCE_APP, found);
    }

    @Test
    void shouldSayWhatDiffersWhereAnotherVersionWasInstalled() {
        known(FactName.SOURCE_APP_BEFORE, "8.20.1");
        installed("8.21.0", true);

        assertThatThrownBy(() -> WorkerBench.run(
                        checkSourceApp(), AJob.of("check-source-app").get()))
                .isInstanceOfSatisfying(BpmnError.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo("REFUSED");
                    assertThat(String.valueOf(error.getVariables()))
                            .contains("it was 8.20.1, now it is 8.21.0", "Install 8.20.1 again", "“done”");
                });
        verify(facts).verified(WorkerBench.ID, FactName.SOURCE_APP, Map.of("before", "8.20.1", "version", "8.21.0"));
    }

    @Test
    void shouldTakeAnotherVersionFromWhoeverWasToldAndSaysItAgain() {
        known(FactName.SOURCE_APP_BEFORE, "8.20.1");
        known(FactName.SOURCE_APP, "8.21.0");
        installed("8.21.0", true);

        assertThat(WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()))
                .containsEntry("sourceApp", Map.of("before", "8.20.1", "version", "8.21.0"));

        // but not a third one
        installed("8.22.0", true);
        assertRefused(() ->
                WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()));
    }

    @Test
    void shouldLeaveItAtWhatWasSaidWhereTheSiteNeverToldOfTheApp() {
        when(bench.source().app(APP)).thenThrow(RemoteFailure.lasting("Not allowed.", "Allow it."));

        assertThat(WorkerBench.run(checkSourceApp(), AJob.of("check-source-app").get()))
                .containsEntry("sourceApp", Map.of());
        verify(facts, never()).verified(any(), any(), any());

        // Where it told before, something is to be repaired.
        known(FactName.SOURCE_APP_BEFORE, "8.20.1");
        assertThatThrownBy(() -> WorkerBench.run(
                        checkSourceApp(), AJob.of("check-source-app").get()))
                .isInstanceOf(JobError.class)
                .hasMessageContaining("Allow it.");
    }

    @Test
    void shouldAskAgainLaterWhereTheSourceIsSilentForNow() {
        when(bench.source().app(APP)).thenThrow(RemoteFailure.passing("Silent.", "Wait."));

        assertThatThrownBy(() -> WorkerBench.run(
                        checkSourceApp(), AJob.of("check-source-app").get()))
                .isInstanceOf(JobError.class);
    }

    @Test
    void shouldTellTheStateOfTheDump() {
        when(bench.sourceDumps().list())
                .thenReturn(List.of())
                .thenReturn(List.of(marked(RemoteState.IN_PROGRESS)), List.of(marked(RemoteState.DONE)));
        var worker = new CheckDumpProgressWorker(bench.steps(), sourceDump);
        var job = AJob.of("check-dump-progress").with("dumpMark", INTENT.mark()).get();

        assertThat(WorkerBench.run(worker, job))
                .containsEntry("dumpState", "IN_PROGRESS")
                .containsEntry("dumpPercent", 0);
        assertThat(WorkerBench.run(worker, job))
                .containsEntry("dumpState", "IN_PROGRESS")
                .containsEntry("dumpPercent", 50);
        assertThat(WorkerBench.run(worker, job)).containsEntry("dumpState", "DONE");
    }

    @Test
    void shouldFetchTheDump() throws Exception {
        when(bench.sourceDumps().list()).thenReturn(List.of(marked(RemoteState.DONE)));
        when(files.fetchOnce(any(), eq(ArtifactKind.DUMP), eq(INTENT.mark() + ".dump"), any()))
                .thenReturn(FILE);

        assertThat(WorkerBench.run(
                        new DownloadDumpWorker(bench.steps(), sourceDump),
                        AJob.of("download-dump").with("dumpMark", INTENT.mark()).get()))
                .containsEntry("dumpFile", FILE);

        verify(facts).verified(WorkerBench.ID, FactName.DUMP_FILE, FILE);
        DownloadedFile file = mock();
        writer().writeTo(file);
        verify(files).copy(bench.sourceDumps(), marked(RemoteState.DONE), file);
    }

    @Test
    void shouldLeadToAnotherDumpWhereTheFirstWasDeletedInTheApp() {
        when(bench.sourceDumps().list()).thenReturn(List.of(dump("someone's", RemoteState.DONE)));

        assertThatThrownBy(() -> download(7))
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isEqualTo(6));
        assertDeleted(3);
    }

    @Test
    void shouldLeadToAnotherDumpWhereTheFirstIsDeletedWhileItIsFetched() {
        RemoteFailure notFound = notFound();
        when(bench.sourceDumps().list()).thenReturn(List.of(marked(RemoteState.DONE)), List.of());
        when(files.fetchOnce(any(), any(), anyString(), any())).thenThrow(notFound);

        assertDeleted(3);
    }

    private void assertDeleted(int retries) {
        assertThatThrownBy(() -> download(retries)).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("REFUSED");
            assertThat(error.getErrorMessage())
                    .isEqualTo("The dump was deleted in the app before Ferry had downloaded it.");
        });
    }

    @Test
    void shouldSayWhatTheSiteSaysOfADumpThatIsStillListed() {
        RemoteFailure notFound = notFound();
        when(bench.sourceDumps().list()).thenReturn(List.of(marked(RemoteState.DONE)));
        when(files.fetchOnce(any(), any(), anyString(), any())).thenThrow(notFound);

        assertThatThrownBy(() -> download(7))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("AUTOMATION_FAILED"));
    }

    private static RemoteFailure notFound() {
        RemoteFailure notFound = mock();
        when(notFound.kind()).thenReturn(RemoteFailure.Kind.LASTING);
        when(notFound.hasStatus(404)).thenReturn(true);
        when(notFound.whatToDo()).thenReturn("Look at the address.");
        when(notFound.remoteMessage()).thenReturn(java.util.Optional.empty());
        when(notFound.title()).thenReturn("The site knows nothing at this address (404, download).");
        return notFound;
    }

    private Map<String, ?> download(int retries) {
        return WorkerBench.run(
                new DownloadDumpWorker(bench.steps(), sourceDump),
                AJob.of("download-dump")
                        .at("Task_DownloadDump")
                        .withRetries(retries)
                        .with("dumpMark", INTENT.mark())
                        .get());
    }

    @Test
    void shouldTakeOverADump() {
        when(uploads.register(any(), eq(FileKind.DUMP))).thenReturn(FILE);

        assertThat(WorkerBench.run(
                        new RegisterUploadedDumpWorker(bench.steps(), sourceDump),
                        AJob.of("register-uploaded-dump").get()))
                .containsEntry("dumpFile", FILE);
    }

    private Downloader writer() {
        ArgumentCaptor<Downloader> writer = ArgumentCaptor.captor();
        verify(files).fetchOnce(any(), any(), anyString(), writer.capture());
        return writer.getValue();
    }

    private CheckSourceAppWorker checkSourceApp() {
        var properties = new ReadinessProperties("7.0", "7.6", "8.2.2", "8.64.3", DataSize.ofBytes(1), null);
        return new CheckSourceAppWorker(bench.steps(), new SourceApp(bench.sites(), properties, facts));
    }

    private void known(FactName name, String version) {
        var value = JsonNodeFactory.instance.objectNode().put("version", version);
        when(facts.find(WorkerBench.ID, name))
                .thenReturn(Optional.of(new Fact(name, value, Fact.Certainty.VERIFIED, WorkerBench.NOW)));
    }

    private void installed(String version, boolean enabled) {
        when(bench.source().app(APP)).thenReturn(Optional.of(new InstalledApp(APP, version, enabled)));
    }

    private void begin(IntentState state) {
        when(intents.begin(eq(WorkerBench.ID), any(Action.class), anyMap())).thenReturn(state);
    }

    private static Dump marked(RemoteState state) {
        return dump("Ferry, Rehearsal [" + INTENT.mark() + "]", state);
    }

    private static Dump dump(String description, RemoteState state) {
        return new Dump("1", description, Optional.empty(), state, 50, "", OptionalLong.of(5), Dump.Origin.MANUAL);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("REFUSED"));
    }
}
