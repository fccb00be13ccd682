package io.ferry.process.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.FolderIncomingFiles;
import io.ferry.artifact.FolderStore;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.artifact.IncomingFile.Source;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.UploadProperties;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.Migration;
import io.ferry.migration.RestoredDatabase;
import io.ferry.migration.Turns;
import io.ferry.migration.UploadedFiles;
import io.ferry.process.common.WorkerBench;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.springframework.util.unit.DataSize;

/** What becomes of a file that a Ferry fetches when that Ferry ends. */
class FetchedFilesTest {
    private static final String STORED = "s3://backups/a.dump";
    private static final int WHOLE = 200_000;
    private static final Actor ANN = Actor.named("ann");
    private static final String CLAIM = FetchedFiles.fetching(WorkerBench.ID.value(), FileKind.DUMP);

    @TempDir
    private Path home;

    private final UploadSettlement settlement = mock();
    private final DownloadSources addresses = mock();
    private final Claims claims = new Claims();
    private final Migration migration = new WorkerBench().migrations().get(WorkerBench.ID);
    private Path inbox;
    private IncomingFiles incomingFiles;
    private FolderStore store;
    private FetchedFiles first;
    private FetchedFiles second;

    @BeforeEach
    void begin() throws Exception {
        inbox = Files.createDirectories(home.toRealPath().resolve("inbox"));
        store = new FolderStore(new ArtifactProperties(home.resolve("artifacts"), List.of(inbox), List.of()));
        incomingFiles = new FolderIncomingFiles(
                store, new UploadProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of()));
        when(settlement.settling(any())).then(asked -> claims.take("settle " + asked.getArgument(0)));
        first = ferry();
        second = ferry();
    }

    @AfterEach
    void end() {
        first.close();
        second.close();
        incomingFiles.close();
        claims.close();
    }

    private FetchedFiles ferry() {
        UploadedFiles uploadedFiles = mock();
        when(uploadedFiles.find(any(), any())).thenReturn(Optional.empty());
        RestoredDatabase restored = mock();
        var current = new CurrentUploads(incomingFiles, uploadedFiles, mock(), mock(), new Turns(), restored);
        KnownSizes sizes = mock();
        var uploads = new Uploads(incomingFiles, current, settlement, sizes);
        return new FetchedFiles(
                uploads, current, settlement, incomingFiles, store, addresses, new WorkerBench().migrations(), claims);
    }

    @Test
    void shouldFetchAgainWhatIsInAStoreWhenItsFerryIsToldToEnd() throws Exception {
        // given a store that stands still after some bytes, and answers the second time
        byte[] content = noise();
        when(addresses.find(STORED)).thenReturn(found());
        CountDownLatch some = new CountDownLatch(1);
        doAnswer(fetching -> {
                    fetching.<OutputStream>getArgument(1).write(content, 0, 1000);
                    some.countDown();
                    throw brokenOffWhenInterrupted();
                })
                .doAnswer(fetching -> {
                    fetching.<OutputStream>getArgument(1).write(content);
                    return null;
                })
                .when(addresses)
                .fetch(any(), any());
        IncomingFile incoming = first.fromAddress(migration, FileKind.DUMP, STORED, false, ANN);
        assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();

        // when another Ferry looks while the first one lives
        second.goOn();

        // then it leaves the file alone
        assertThat(claims.isTaken(CLAIM)).isTrue();
        assertThat(incomingFiles.list()).containsExactly(incoming);

        // when the first one has ended
        first.close();
        until(() -> !claims.isTaken(CLAIM));
        second.goOn();

        // then
        assertThat(content(settled())).isEqualTo(content);
        verify(settlement)
                .record(
                        migration.id(),
                        FileKind.DUMP,
                        "Ferry was restarted while it fetched “a.dump”, and fetches it again",
                        null);
    }

    @Test
    void shouldCopyAgainWhatIsInAFolderWhenItsFerryWasKilled() throws Exception {
        Path file = Files.write(inbox.resolve("a.dump"), noise());
        leftBehind(Source.FOLDER, file.toString());

        second.goOn();

        assertThat(content(settled())).isEqualTo(Files.readAllBytes(file));
        assertThat(incomingFiles.list()).hasSize(1);
    }

    @Test
    void shouldKeepNoAddressThatMayBeSigned() {
        when(addresses.find(any())).thenReturn(found());

        assertThat(first.fromAddress(migration, FileKind.DUMP, "https://s3.example.com/a?signed", false, ANN)
                        .mark())
                .isEmpty();
    }

    @Test
    void shouldAskForAnAddressAgainThatIsKeptNowhere() {
        leftBehind(Source.ADDRESS, "");

        second.goOn();

        assertThat(refused())
                .isEqualTo(new Rejection("Ferry was restarted while it fetched “a.dump”.", "Let it fetch it again."));
    }

    @Test
    void shouldSayWhyItCannotFetchAFileAgain() {
        leftBehind(Source.FOLDER, inbox.resolve("a.dump").toString());

        second.goOn();

        assertThat(refused().title())
                .isEqualTo("Ferry was restarted while it fetched “a.dump”, and cannot fetch it again.");
        assertThat(refused().whatToDo()).startsWith("There is no file at this path that Ferry may read");
    }

    @Test
    void shouldAskAgainWhenTheStoreWasAwayForAMoment() throws Exception {
        byte[] content = noise();
        when(addresses.find(STORED))
                .thenThrow((Throwable)
                        UploadRefused.because(UploadRefused.Reason.WRONG_PLACE, "The store is away.", "Wait.")
                                .initCause(RemoteFailure.passing("The store is away.", "Wait.")))
                .thenReturn(found());
        doAnswer(fetching -> {
                    fetching.<OutputStream>getArgument(1).write(content);
                    return null;
                })
                .when(addresses)
                .fetch(any(), any());
        leftBehind(Source.ADDRESS, STORED);

        second.goOn();
        verify(addresses, timeout(20_000)).find(STORED);
        until(() -> !claims.isTaken(CLAIM));
        assertThat(incomingFiles.list().getFirst().rejection()).isNull();
        second.goOn();

        assertThat(content(settled())).isEqualTo(content);
    }

    private static UncheckedIOException brokenOffWhenInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        return new UncheckedIOException(new InterruptedIOException());
    }

    private void leftBehind(Source source, String place) {
        incomingFiles.begin(migration.id().value(), ArtifactKind.DUMP, "a.dump", WHOLE, source, place);
    }

    private static DownloadSources.Found found() {
        return new DownloadSources.Found(URI.create("https://store.example.com/a.dump?signed"), "a.dump", WHOLE);
    }

    private IncomingFile settled() {
        ArgumentCaptor<IncomingFile> whole = ArgumentCaptor.captor();
        verify(settlement, timeout(20_000)).settle(whole.capture(), any());
        return whole.getValue();
    }

    private byte[] content(IncomingFile incoming) throws IOException {
        try (InputStream in = incomingFiles.content(incoming.id()).stream()) {
            return in.readAllBytes();
        }
    }

    private Rejection refused() {
        until(() -> incomingFiles.list().getFirst().rejection() != null);
        return Objects.requireNonNull(incomingFiles.list().getFirst().rejection());
    }

    private static void until(BooleanSupplier question) {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!question.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
            Thread.onSpinWait();
        }
    }

    private static byte[] noise() {
        byte[] bytes = new byte[WHOLE];
        new Random(11).nextBytes(bytes);
        return bytes;
    }
}
