package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Transferred;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFilesTest {
    private static final Artifact DUMP = new Artifact(
            new ArtifactId("00000000-0000-0000-0000-000000000001"),
            "m-1",
            ArtifactKind.DUMP,
            "ferry-1.dump",
            5,
            "ab".repeat(32),
            WorkerBench.NOW);

    private final ArtifactStore store = mock();
    private final MigrationFiles files = new MigrationFiles(store);

    @Test
    void shouldFetchAFileThatIsNotStoredYet() {
        when(store.of("m-1")).thenReturn(List.of());
        when(store.store(eq("m-1"), eq(ArtifactKind.DUMP), eq("ferry-1.dump"), any()))
                .thenReturn(DUMP);
        when(store.verify(DUMP.id())).thenReturn(DUMP);

        assertThat(files.fetchOnce(step(), ArtifactKind.DUMP, "ferry-1.dump", out -> {}))
                .isEqualTo(new StoredFile(DUMP.id().value(), "ferry-1.dump", 5, DUMP.sha256()));
    }

    @Test
    void shouldNotFetchAFileTwice() {
        when(store.of("m-1")).thenReturn(List.of(DUMP));
        when(store.verify(DUMP.id())).thenReturn(DUMP);

        files.fetchOnce(step(), ArtifactKind.DUMP, "ferry-1.dump", out -> {});

        verify(store, never()).store(any(), any(), any(), any());
    }

    @Test
    void shouldNotTakeADumpThatEndedEarly() {
        Dumps dumps = mock();
        OutputStream out = OutputStream.nullOutputStream();
        when(dumps.download("7", out))
                .thenReturn(new Transferred(5, "ab".repeat(32)), new Transferred(4, "cd".repeat(32)));

        files.copy(dumps, dump(5), out);
        verify(store).requireRoom(5);
        assertThatThrownBy(() -> files.copy(dumps, dump(5), out))
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        failure -> assertThat(failure.isPassing()).isTrue())
                .hasMessageContaining("came with 4 bytes; the app's list says 5");
    }

    @Test
    void shouldBeginNothingForWhichThereIsNoRoom(@TempDir Path folder) throws IOException {
        // given
        Dumps dumps = mock();
        Files.writeString(folder.resolve("backup.zip"), "zip");
        OutputStream out = new ByteArrayOutputStream();
        doThrow(new IllegalStateException("full")).when(store).requireRoom(anyLong());

        // when, then
        assertThatThrownBy(() -> files.copy(dumps, dump(5), out)).hasMessage("full");
        assertThatThrownBy(() -> files.copy(new ExportFolder(folder), "backup.zip", out))
                .hasMessage("full");
        verifyNoInteractions(dumps);
        verify(store).requireRoom(3);
        assertThat(out).hasToString("");
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
