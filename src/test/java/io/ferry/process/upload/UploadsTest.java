package io.ferry.process.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.FolderDownloads;
import io.ferry.artifact.FolderIncomingFiles;
import io.ferry.artifact.FolderStore;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.UploadProperties;
import io.ferry.base.FileContent;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.RestoredDatabase;
import io.ferry.migration.Timeline;
import io.ferry.migration.Turns;
import io.ferry.migration.UploadedFile;
import io.ferry.migration.UploadedFiles;
import io.ferry.process.common.AJob;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.model.BpmnCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** What the task gets that waits for a file. */
class UploadsTest {
    @TempDir
    private Path folder;

    private final UploadedFiles uploadedFiles = mock();
    private final RestoredDatabase restored = mock();
    private final Timeline timeline = mock();
    private FolderStore store;
    private IncomingFiles incomingFiles;
    private Downloads downloads;
    private CurrentUploads current;
    private Uploads uploads;
    private UploadRegistration registration;

    @BeforeEach
    void begin() {
        store = new FolderStore(new ArtifactProperties(folder, List.of(), List.of()));
        var properties = new UploadProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of());
        incomingFiles = new FolderIncomingFiles(store, properties);
        downloads = new FolderDownloads(store, properties);
        when(uploadedFiles.find(any(), any())).thenReturn(Optional.empty());
        when(uploadedFiles.take(any(), any(), anyLong(), any())).thenReturn(Optional.empty());
        when(restored.noticed(any())).thenReturn(Optional.empty());
        current = new CurrentUploads(incomingFiles, uploadedFiles, mock(), mock(), new Turns(), restored);
        uploads = new Uploads(incomingFiles, current, mock(), mock());
        registration = new UploadRegistration(incomingFiles, store, uploadedFiles, current, mock(), timeline);
    }

    @AfterEach
    void end() {
        incomingFiles.close();
    }

    @Test
    void shouldGiveTheTaskWhatWasHandedOver() {
        Artifact dump = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", out -> out.write(1));
        taken(dump);

        assertThat(registration.register(step(), FileKind.DUMP).sha256()).isEqualTo(dump.sha256());
    }

    @Test
    void shouldLetTheTaskWaitWhileNothingIsThere() {
        assertThat(rejection().problem().title()).isEqualTo("No dump has been uploaded yet.");
    }

    @Test
    void shouldTellTheTaskHowFarTheFileIs() throws IOException {
        IncomingFile incoming =
                incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", 1000, IncomingFile.Source.UPLOAD, "");
        incomingFiles.append(incoming, 0, new ByteArrayInputStream(new byte[250]));

        assertThat(rejection().problem().detail()).contains("250 bytes of 1.0 kB");
        assertThat(incomingFiles.received(incoming.id())).isEqualTo(250);
    }

    @Test
    void shouldTellTheTaskWhyTheFileWasRefused() {
        IncomingFile incoming =
                incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");
        incomingFiles.refuse(incoming, new Rejection("This is a Jira backup.", "Take the dump."));

        assertThat(rejection().problem().detail()).isEqualTo("This is a Jira backup.");
        assertThat(rejection().problem().whatToDo()).startsWith("Take the dump.");
    }

    @Test
    void shouldNotTakeAnotherMigrationsOrKindsFile() {
        incomingFiles.begin("m-2", ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");
        incomingFiles.begin("m-1", ArtifactKind.JIRA_BACKUP, "b.zip", 10, IncomingFile.Source.UPLOAD, "");

        assertThat(rejection().problem().title()).isEqualTo("No dump has been uploaded yet.");
    }

    @Test
    void shouldAskForTheFileAgainWhenItChangedInTheStore() throws IOException {
        Artifact dump = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", out -> out.write(1));
        taken(dump);
        Files.write(((FileContent.OnDisk) store.content(dump.id())).path(), new byte[] {2});

        assertThat(rejection().problem().title()).isEqualTo("The dump that was uploaded has changed since.");
    }

    @Test
    void shouldNotTakeForTheSameFileWhatReplacesABrokenOne() throws IOException {
        Artifact dump = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", out -> out.write(1));
        taken(dump);
        Files.write(((FileContent.OnDisk) store.content(dump.id())).path(), new byte[] {2});

        rejection();

        verify(uploadedFiles).remove(WorkerBench.ID, "DUMP");
    }

    @Test
    void shouldSayThatAnEarlierTasksFileIsNotTheNewOne() {
        when(uploadedFiles.find(WorkerBench.ID, "DUMP"))
                .thenReturn(Optional.of(
                        new UploadedFile("DUMP", "1", "old.dump", 1, "sha", WorkerBench.NOW, WorkerBench.NOW)));

        assertThat(rejection().problem().title()).isEqualTo("No new dump has been uploaded.");
        assertThat(rejection().problem().detail()).contains("old.dump", "for another task");
    }

    @Test
    void shouldTakeOnlyWhatCameSinceThePhaseWasStartedAfterTheEnd() {
        Instant before = WorkerBench.NOW.minusSeconds(3600);
        when(timeline.phases(WorkerBench.ID))
                .thenReturn(List.of(
                        new PhaseRun(Phase.BACK_UP_BIGPICTURE, PhaseRun.State.ENDED, before, before, null),
                        new PhaseRun(Phase.BACK_UP_BIGPICTURE, PhaseRun.State.RUNNING, WorkerBench.NOW, null, null),
                        new PhaseRun(
                                Phase.VERIFY, PhaseRun.State.RUNNING, WorkerBench.NOW.plusSeconds(9), null, null)));
        Migration running = new WorkerBench().migrations().get(WorkerBench.ID);
        Migration ended = new Migration(
                running.id(),
                running.name(),
                running.app(),
                running.settings(),
                running.createdAt(),
                null,
                Outcome.MIGRATED,
                before,
                null);

        assertThatThrownBy(() -> registration.register(
                        new Step(
                                ended,
                                AJob.of("register-uploaded-dump")
                                        .inProcess("back-up-bigpicture")
                                        .get()),
                        FileKind.DUMP))
                .isInstanceOf(StepRefused.class);

        verify(uploadedFiles).take(WorkerBench.ID, "DUMP", 77, WorkerBench.NOW);
    }

    @Test
    void shouldPutAFileOnRecordInTheTransactionFromWhichItCounts() throws IOException {
        // given
        PlatformTransactionManager transactions = mock();
        when(uploadedFiles.put(any(), any(), any(), any(), anyLong(), any(), anyBoolean()))
                .thenReturn(true);
        IncomingFile incoming =
                incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");
        incomingFiles.append(incoming, 0, new ByteArrayInputStream(new byte[10]));

        // when
        settlement(incomingFiles, transactions, new Claims()).settle(incoming);
        verify(transactions, timeout(20_000)).commit(any());

        // then: whoever looks now waits until the file is wholly settled
        assertThat(current.alone(WorkerBench.ID, incomingFiles::unsettled)).isEmpty();
        var order = inOrder(transactions, uploadedFiles, timeline);
        order.verify(transactions).getTransaction(any());
        order.verify(uploadedFiles).put(any(), any(), any(), any(), anyLong(), any(), anyBoolean());
        order.verify(timeline).record(any(), any(), any(), any(), contains("a.dump"), any());
        order.verify(transactions).commit(any());
    }

    @Test
    void shouldLeaveAFileToWhoeverMakesAnObjectOfItsLastPart() throws IOException {
        // given a store that takes its time after the last byte, which is on record
        IncomingFiles slow = mock();
        IncomingFile incoming =
                incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");
        Claims claims = new Claims();
        UploadSettlement mine = settlement(slow, mock(), claims);
        UploadSettlement another = settlement(slow, mock(), claims);
        when(slow.list()).thenReturn(List.of(incoming));
        when(slow.received(incoming.id())).thenReturn(10L);
        when(slow.fingerprint(any())).thenReturn(new CompletableFuture<>());
        when(slow.append(any(), anyLong(), any())).then(appending -> {
            appending.<InputStream>getArgument(2).readAllBytes();

            // when another Ferry looks what was left behind
            another.goOn();

            verify(slow, never()).fingerprint(any());
            return 10L;
        });

        // then only the one that took the last byte looks at the file
        new Uploads(slow, current, mine, mock()).append(incoming, 0, new ByteArrayInputStream(new byte[10]));
        another.goOn();
        verify(slow, times(1)).fingerprint(incoming);
    }

    @Test
    void shouldLeaveTheFileToOthersWhenItsLastPartFails() throws IOException {
        IncomingFiles broken = mock();
        IncomingFile incoming =
                incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");
        Claims claims = new Claims();
        UploadSettlement settlement = settlement(broken, mock(), claims);
        when(broken.append(any(), anyLong(), any())).then(appending -> {
            appending.<InputStream>getArgument(2).readAllBytes();
            throw new IOException("The store is away.");
        });

        assertThatThrownBy(() -> new Uploads(broken, current, settlement, mock())
                        .append(incoming, 0, new ByteArrayInputStream(new byte[10])))
                .hasMessage("The store is away.");

        assertThat(settlement.settling(incoming.id())).isPresent();
    }

    @Test
    void shouldSettleOtherFilesThoughOneCannotBeSettled() throws IOException {
        // given two files of which nobody was told: one of a migration that is gone, one that the database refuses
        Migrations known = mock();
        when(known.find(new MigrationId("gone"))).thenReturn(Optional.empty());
        Migration migration = new WorkerBench().migrations().get(WorkerBench.ID);
        when(known.find(WorkerBench.ID)).thenReturn(Optional.of(migration));
        when(known.find(new MigrationId("silent"))).thenReturn(Optional.of(migration));
        kept("gone");
        kept("silent");
        Artifact last = kept("m-1");
        when(uploadedFiles.put(eq(new MigrationId("silent")), any(), any(), any(), anyLong(), any(), anyBoolean()))
                .thenThrow(new IllegalStateException("The database is away."));
        when(uploadedFiles.put(eq(WorkerBench.ID), any(), any(), any(), anyLong(), any(), anyBoolean()))
                .thenReturn(true);

        // when
        new UploadSettlement(
                        current,
                        incomingFiles,
                        store,
                        uploadedFiles,
                        timeline,
                        known,
                        new TransactionTemplate(mock()),
                        new Claims())
                .goOn();

        // then
        assertThat(incomingFiles.unsettled()).extracting(Artifact::owner).containsExactly("silent");
        assertThat(store.of("gone")).isEmpty();
        assertThat(store.of("m-1")).extracting(Artifact::id).containsExactly(last.id());
    }

    private Artifact kept(String owner) throws IOException {
        IncomingFile incoming =
                incomingFiles.begin(owner, ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");
        incomingFiles.append(incoming, 0, new ByteArrayInputStream(new byte[10]));
        return incomingFiles.keep(incoming, incomingFiles.fingerprint(incoming).join());
    }

    private UploadSettlement settlement(IncomingFiles files, PlatformTransactionManager transactions, Claims claims) {
        return new UploadSettlement(
                new CurrentUploads(files, uploadedFiles, mock(), mock(), new Turns(), restored),
                files,
                store,
                uploadedFiles,
                timeline,
                mock(),
                new TransactionTemplate(transactions),
                claims);
    }

    @Test
    void shouldLetNobodyWaitForAnothersSource() throws Exception {
        // given: a source that does not answer the question for its dumps' sizes
        KnownSizes sizes = mock();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        when(sizes.ofDumps(any())).then(question -> {
            asked.countDown();
            answered.await(20, TimeUnit.SECONDS);
            return List.of();
        });
        Migration migration = new WorkerBench().migrations().get(WorkerBench.ID);
        var other = new Uploads(incomingFiles, current, mock(), sizes);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(() -> other.begin(
                    migration, FileKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "", false, Actor.named("ann")));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            // when: a file about which no site is asked
            var quick = threads.submit(() -> other.begin(
                    migration,
                    FileKind.JIRA_BACKUP,
                    "b.zip",
                    10,
                    IncomingFile.Source.UPLOAD,
                    "",
                    false,
                    Actor.named("ann")));

            // then
            assertThat(quick.get(10, TimeUnit.SECONDS).name()).isEqualTo("b.zip");
            assertThat(slow).isNotDone();
            answered.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS).name()).isEqualTo("a.dump");
        }
    }

    private void taken(Artifact dump) {
        when(uploadedFiles.take(WorkerBench.ID, "DUMP", 77, Instant.EPOCH))
                .thenReturn(Optional.of(new UploadedFile(
                        "DUMP",
                        dump.id().value(),
                        dump.name(),
                        dump.bytes(),
                        dump.sha256(),
                        WorkerBench.NOW,
                        WorkerBench.NOW)));
    }

    private StepRefused rejection() {
        var refused = new StepRefused[1];
        assertThatThrownBy(() -> registration.register(step(), FileKind.DUMP))
                .isInstanceOfSatisfying(StepRefused.class, thrown -> {
                    assertThat(thrown.code()).isEqualTo(BpmnCode.UPLOADED_FILE_REFUSED);
                    refused[0] = thrown;
                });
        return refused[0];
    }

    private static Step step() {
        return new Step(
                new WorkerBench().migrations().get(WorkerBench.ID),
                AJob.of("register-uploaded-dump").get());
    }
}
