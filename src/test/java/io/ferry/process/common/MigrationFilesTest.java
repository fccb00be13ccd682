package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.JobError;
import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.FolderDownloads;
import io.ferry.artifact.FolderStore;
import io.ferry.artifact.StoredFile;
import io.ferry.artifact.UploadProperties;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.process.model.CaughtErrors;
import io.ferry.remote.Destination;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Transferred;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.invocation.InvocationOnMock;
import org.mockito.stubbing.Answer;
import org.springframework.util.unit.DataSize;

class MigrationFilesTest {
    @TempDir
    private Path folder;

    private final Dumps dumps = mock();
    private FolderStore store;
    private MigrationFiles files;

    @BeforeEach
    void begin() {
        store = new FolderStore(new ArtifactProperties(folder.resolve("store"), List.of(), List.of()));
        files = new MigrationFiles(
                store,
                new FolderDownloads(
                        store,
                        new UploadProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of())));
    }

    @Test
    void shouldNotFetchAFileTwice() {
        when(dumps.download(eq("7"), any())).then(sends(0, "12345"));

        StoredFile first = fetch(5);

        assertThat(fetch(5)).isEqualTo(first);
        assertThat(first.name()).isEqualTo("ferry-1.dump");
        assertThat(first.bytes()).isEqualTo(5);
        verify(dumps, times(1)).download(any(), any());
    }

    @Test
    void shouldGoOnWithWhatABrokenJobLeft() throws IOException {
        // given
        when(dumps.download(eq("7"), any()))
                .then(sends(0, "123").andThen(broken -> {
                    throw RemoteFailure.passing("The line broke.", "Ferry tries again.");
                }))
                .then(sends(3, "45"));
        assertThatThrownBy(() -> fetch(5)).isInstanceOf(RemoteFailure.class);

        // when, then
        StoredFile file = fetch(5);
        assertThat(store.content(new ArtifactId(file.id())).stream()).hasContent("12345");
    }

    @Test
    void shouldNotTakeADumpThatEndedEarlyNorGoOnWithIt() throws IOException {
        when(dumps.download(eq("7"), any())).then(sends(0, "1234"));

        assertThatThrownBy(() -> fetch(5))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        failure -> assertThat(failure.isPassing()).isTrue())
                .hasMessageContaining("came with 4 bytes; the app's list says 5");
        try (var left = Files.list(folder.resolve("store"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldBeginNothingForWhichThereIsNoRoom() throws IOException {
        // given: a file that says it has more than any disk
        Files.writeString(folder.resolve("backup.zip"), "zip");
        try (var huge = new RandomAccessFile(folder.resolve("backup.zip").toFile(), "rw")) {
            huge.setLength(Files.getFileStore(folder).getUsableSpace() + 1);
        }

        // when, then
        assertThatThrownBy(() -> fetch(Long.MAX_VALUE)).hasMessageContaining("There is no room");
        assertThatThrownBy(() -> files.fetchOnce(
                        step(),
                        ArtifactKind.JIRA_BACKUP,
                        "backup.zip",
                        file -> files.copy(new ExportFolder(folder), "backup.zip", file)))
                .hasMessageContaining("There is no room");
        verifyNoInteractions(dumps);
        assertThat(store.of("m-1")).isEmpty();
    }

    @Test
    void shouldMakeAFullDiskAnIncidentThatSaysWhatToDo() {
        // given: the disk fills up in the middle
        when(dumps.download(eq("7"), any()))
                .thenThrow(new UncheckedIOException(new IOException("No space left on device")));
        Step step = step();
        var full = catchThrowableOfType(ArtifactException.class, () -> fetch(5));

        // when, then: none of the job's tries is left
        assertThat(new Failures(
                                new ProcessProperties(
                                        Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofHours(24)),
                                new CaughtErrors())
                        .answer(full, step.job()))
                .isInstanceOfSatisfying(JobError.class, error -> {
                    assertThat(error.getRetries()).isZero();
                    assertThat(error.getMessage())
                            .contains("There is no room left in " + folder.resolve("store"))
                            .contains("stop Ferry, move this folder")
                            .endsWith("Then press Retry in Operate.");
                });
    }

    private StoredFile fetch(long bytes) {
        return files.fetchOnce(step(), ArtifactKind.DUMP, "ferry-1.dump", file -> files.copy(dumps, dump(bytes), file));
    }

    /** A site that sends so much, to where so many bytes are already. */
    private static Sending sends(long there, String content) {
        return new Sending(there, content);
    }

    private record Sending(long there, String content) implements Answer<Transferred> {
        @Override
        public Transferred answer(InvocationOnMock call) throws Throwable {
            Destination to = call.getArgument(1);
            assertThat(to.bytes()).isEqualTo(there);
            if (there == 0) {
                to.begin("\"v1\"");
            }
            byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
            to.write(bytes, 0, bytes.length);
            return new Transferred(to.bytes(), to.sha256());
        }

        Answer<Transferred> andThen(Answer<Transferred> next) {
            return call -> {
                answer(call);
                return next.answer(call);
            };
        }
    }

    private static Dump dump(long bytes) {
        return new Dump(
                "7", "Mine", Optional.empty(), RemoteState.DONE, 100, "1", OptionalLong.of(bytes), Dump.Origin.MANUAL);
    }

    private static Step step() {
        return new Step(
                new WorkerBench().migrations().get(WorkerBench.ID),
                AJob.of("download-dump").get());
    }
}
