package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static Step step() {
        return new Step(
                new WorkerBench().migrations().get(WorkerBench.ID),
                AJob.of("download-dump").get());
    }
}
