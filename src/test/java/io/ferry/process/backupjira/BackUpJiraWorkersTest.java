package io.ferry.process.backupjira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.backup.BackupReader;
import io.ferry.base.FileContent;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.migration.Action;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.AJob;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.UploadRegistration;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.users.SourcePerson;
import io.ferry.users.UserMatching;
import io.ferry.verification.BackupContent;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.ComparisonsForTests;
import io.ferry.verification.IssueSamples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

class BackUpJiraWorkersTest {
    private static final Intent INTENT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.BACK_UP_JIRA, WorkerBench.NOW);
    private static final String NAME = INTENT.mark() + ".zip";
    private static final StoredFile FILE = new StoredFile("id", NAME, 5, "ab".repeat(32));
    private static final ArtifactId ID = new ArtifactId("00000000-0000-0000-0000-000000000001");

    private static final BackupContent CONTENT = new BackupContent(7, 1, 1, java.util.List.of(), null);

    @TempDir
    private Path folder;

    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final FactsOfMigration facts = mock();
    private final MigrationFiles files = mock();
    private final ArtifactStore store = mock();
    private final UserMatching people = mock();
    private final IssueSamples samples = mock();
    private final BackupFindings findings = mock();
    private final ExportFolder exports = mock();
    private final UploadRegistration uploads = mock();
    private final JiraBackup backup =
            new JiraBackup(bench.sites(), intents, new AtMostOnce(intents), files, uploads, facts);
    private final RunJiraBackupWorker run = new RunJiraBackupWorker(bench.steps(), backup);

    @BeforeEach
    void anExportFolder() {
        when(bench.sites().exportFolder(any())).thenReturn(exports);
    }

    @Test
    void shouldHaveJiraWriteABackupNamedByTheMark() {
        begin(new IntentState.Fresh(INTENT));
        when(bench.source().runXmlBackup(NAME)).thenReturn(new XmlBackupOutcome.Written(NAME));

        assertThat(WorkerBench.run(run, AJob.of("run-jira-backup").get())).containsEntry("backupName", NAME);

        verify(intents).done(INTENT, Map.of("fileName", NAME));
    }

    @Test
    void shouldTakeABackupThatStandsInTheFolderForDone() {
        begin(new IntentState.Unfinished(INTENT));
        when(exports.holdsComplete(NAME)).thenReturn(true);

        assertThat(WorkerBench.run(run, AJob.of("run-jira-backup").get())).containsEntry("backupName", NAME);

        verify(bench.source(), never()).runXmlBackup(anyString());
    }

    @Test
    void shouldNotOrderASecondBackupWhileTheFirstIsUnknown() {
        begin(new IntentState.Fresh(INTENT));
        when(bench.source().runXmlBackup(NAME)).thenThrow(OutcomeUnknownException.of("Lost.", "Look."));

        assertCode(
                "OUTCOME_UNKNOWN",
                () -> WorkerBench.run(
                        run, AJob.of("run-jira-backup").withRetries(2).get()));
    }

    @Test
    void shouldPassOnWhyJiraWroteNoBackup() {
        begin(new IntentState.Fresh(INTENT));
        when(bench.source().runXmlBackup(NAME)).thenReturn(new XmlBackupOutcome.Refused("Disk full.", "Make room."));

        assertCode(
                "REFUSED", () -> WorkerBench.run(run, AJob.of("run-jira-backup").get()));
        verify(intents).failed(eq(INTENT), anyString());
    }

    @Test
    void shouldHandTheBackupToAPersonWithoutAnExportFolder() {
        when(bench.sites().exportFolder(any())).thenThrow(AutomationUnavailableException.of("fetch", "no folder."));

        assertCode(
                "AUTOMATION_UNAVAILABLE",
                () -> WorkerBench.run(run, AJob.of("run-jira-backup").get()));
        org.mockito.Mockito.verifyNoInteractions(intents);
    }

    @Test
    void shouldFetchTheBackup() {
        when(files.fetchOnce(any(), eq(ArtifactKind.JIRA_BACKUP), eq(NAME), any()))
                .thenReturn(FILE);

        assertThat(WorkerBench.run(
                        new FetchJiraBackupWorker(bench.steps(), backup),
                        AJob.of("fetch-jira-backup").with("backupName", NAME).get()))
                .containsEntry("backupFile", FILE);
        verify(facts).verified(WorkerBench.ID, FactName.BACKUP_FILE, FILE);
    }

    @Test
    void shouldTakeOverABackup() {
        when(uploads.register(any(), eq(FileKind.JIRA_BACKUP))).thenReturn(FILE);

        assertThat(WorkerBench.run(
                        new RegisterUploadedJiraBackupWorker(bench.steps(), backup),
                        AJob.of("register-uploaded-jira-backup").get()))
                .containsEntry("backupFile", FILE);
    }

    @Test
    void shouldReadTheBackupAndKeepItsPeopleOutOfTheProcess() throws IOException {
        stored(zip("<entity-engine-xml>"
                + "<Directory id=\"1\" directoryName=\"d\" active=\"1\" position=\"0\"/>"
                + "<User id=\"1\" directoryId=\"1\" userName=\"ann\" lowerUserName=\"ann\" active=\"1\""
                + " displayName=\"Ann Marker\" emailAddress=\"ann.marker@example.com\"/>"
                + "<ApplicationUser id=\"1\" userKey=\"ann\" lowerUserName=\"ann\"/>"
                + "<Project id=\"1\" key=\"TST\" name=\"Test\"/>"
                + "<Issue id=\"1\" project=\"1\" key=\"TST-1\"/>"
                + "</entity-engine-xml>"));

        var variables = read();

        assertThat(variables).extractingByKey("backupVerdict").isInstanceOfSatisfying(BackupVerdict.class, verdict -> {
            assertThat(verdict.importable()).isFalse();
            assertThat(verdict.projects()).isEqualTo(1);
            assertThat(verdict.issues()).isEqualTo(1);
            assertThat(verdict.findings()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
        });
        assertThat(variables.toString()).doesNotContain("Marker", "example.com");
        ArgumentCaptor<Collection<SourcePerson>> kept = ArgumentCaptor.captor();
        verify(people).putPeople(eq(WorkerBench.ID), kept.capture());
        assertThat(kept.getValue()).extracting(SourcePerson::email).contains("ann.marker@example.com");
        verify(facts).verified(eq(WorkerBench.ID), eq(FactName.BACKUP_VERDICT), any());
        verify(facts).verified(WorkerBench.ID, FactName.BACKUP_CONTENT, CONTENT);
    }

    @Test
    void shouldRefuseAFileThatIsNoBackup() throws IOException {
        stored(Files.writeString(folder.resolve("notes.txt"), "no zip"));

        assertCode("UPLOADED_FILE_REFUSED", this::read);
        verify(people, never()).putPeople(any(), any());
    }

    @Test
    void shouldReadNoFileThatSomebodyNamedInCamunda() throws IOException {
        stored(zip("<entity-engine-xml/>"));

        assertCode(
                "UPLOADED_FILE_REFUSED",
                () -> read(new StoredFile("00000000-0000-0000-0000-000000000002", NAME, 5, "ab".repeat(32))));
        verify(people, never()).putPeople(any(), any());
    }

    private Map<String, ?> read() {
        return read(new StoredFile(ID.value(), NAME, 5, "ab".repeat(32)));
    }

    private Map<String, ?> read(StoredFile named) {
        when(samples.sampler()).thenReturn(ComparisonsForTests.sampler());
        when(samples.keep(eq(WorkerBench.ID), any(), any())).thenReturn(CONTENT);
        return WorkerBench.run(
                new ReadJiraBackupWorker(
                        bench.steps(),
                        new BackupCheck(
                                store,
                                new RecordedFiles(store, facts, mock(), bench.timeline()),
                                new BackupReader(),
                                people,
                                samples,
                                findings,
                                facts)),
                AJob.of("read-jira-backup").with("backupFile", named).get());
    }

    private void stored(Path file) {
        when(facts.find(WorkerBench.ID, FactName.BACKUP_FILE, StoredFile.class))
                .thenReturn(Optional.of(new StoredFile(ID.value(), NAME, 5, "ab".repeat(32))));
        when(store.verify(ID))
                .thenReturn(
                        new Artifact(ID, "m-1", ArtifactKind.JIRA_BACKUP, NAME, 5, "ab".repeat(32), WorkerBench.NOW));
        when(store.content(ID)).thenReturn(FileContent.of(file));
    }

    private Path zip(String entities) throws IOException {
        Path file = folder.resolve("backup.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("entities.xml"));
            zip.write(entities.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file;
    }

    private void begin(IntentState state) {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.BACK_UP_JIRA), anyMap()))
                .thenReturn(state);
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(code));
    }
}
