package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedFilesTest {
    private static final String SHA = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    private final ArtifactStore store = mock();
    private final FactsOfMigration facts = mock();
    private final RestoredRecord restored = mock();
    private final Timeline timeline = mock();
    private final RecordedFiles files = new RecordedFiles(store, facts, restored, timeline);
    private final Step step = WorkerBench.step("upload-dump");

    @BeforeEach
    void nothingIsOnRecord() {
        when(facts.find(any(), any(), eq(StoredFile.class))).thenReturn(Optional.empty());
        when(restored.orUpload(any(), anyString(), any())).thenAnswer(call -> call.getArgument(1));
    }

    @Test
    void shouldTakeFromTheStoreWhatARestoredRecordLacks() {
        // given a dump of which the process knows, between others
        when(restored.mayLackNewer(any(), any())).thenReturn(true);
        when(restored.concerns(step)).thenReturn(true);
        Artifact wanted = dump(SHA);
        stored(dump(OTHER), wanted, backup(), dump(OTHER));

        // when
        Artifact found = expect(named(SHA));

        // then it is on record again
        assertThat(found).isEqualTo(wanted);
        verify(facts).verified(step.id(), FactName.DUMP_FILE, StoredFile.of(wanted));
        verify(timeline).record(eq(step.id()), any(), any(), eq(Event.Kind.NOTE), contains("lacked the dump"), any());
    }

    @Test
    void shouldTakeTheNewerFileThatTheProcessNamesWhereARestoredRecordKnowsAnOlderOne() {
        when(restored.mayLackNewer(any(), any())).thenReturn(true);
        when(restored.concerns(step)).thenReturn(true);
        Artifact older = dump(OTHER);
        Artifact wanted = dump(SHA);
        stored(older, wanted);
        when(facts.find(step.id(), FactName.DUMP_FILE, StoredFile.class)).thenReturn(Optional.of(StoredFile.of(older)));

        assertThat(files.find(step, FactName.DUMP_FILE, ArtifactKind.DUMP, named(SHA)))
                .hasValue(StoredFile.of(wanted));
        assertThat(files.findBytes(step, FactName.DUMP_FILE, ArtifactKind.DUMP, SHA))
                .as("by what somebody has confirmed, though the process names nothing")
                .hasValue(StoredFile.of(wanted));
        assertThat(files.find(step, FactName.DUMP_FILE, ArtifactKind.DUMP, null))
                .hasValue(StoredFile.of(older));
    }

    @Test
    void shouldAskForAFileThatTheStoreLacksAsWell() {
        when(restored.mayLackNewer(any(), any())).thenReturn(true);
        when(restored.concerns(step)).thenReturn(true);
        stored(dump(OTHER), backup());

        when(restored.orUpload(eq(step), anyString(), eq(SHA))).thenReturn("Upload it.");

        assertThatThrownBy(() -> expect(named(SHA))).hasMessageContaining("Upload it.");
        verify(facts, never()).verified(any(), any(), any());
    }

    @Test
    void shouldTakeTheSameBytesUnderAnotherIdWhereTheRecordWasRestored() {
        Artifact again = dump(SHA);
        stored(again);
        when(facts.find(step.id(), FactName.DUMP_FILE, StoredFile.class)).thenReturn(Optional.of(StoredFile.of(again)));

        assertThatThrownBy(() -> expect(named(SHA))).hasMessageContaining("names another file");
        when(restored.mayLackNewer(any(), any())).thenReturn(true);
        when(restored.concerns(step)).thenReturn(true);
        assertThat(expect(named(SHA))).isEqualTo(again);
        assertThatThrownBy(() -> expect(named(OTHER))).hasMessageContaining("names another file");
    }

    @Test
    void shouldTakeNothingThatIsNotOnRecordOtherwise() {
        stored(dump(SHA));

        assertThatThrownBy(() -> expect(named(SHA))).hasMessageContaining("Run the phase that makes it first");
        assertThat(files.find(step, FactName.DUMP_FILE, ArtifactKind.DUMP, named(SHA)))
                .isEmpty();
        verify(facts, never()).verified(any(), any(), any());
    }

    private Artifact expect(@Nullable StoredFile named) {
        return files.expectNamed(
                step,
                FactName.DUMP_FILE,
                ArtifactKind.DUMP,
                named,
                (title, detail, whatToDo) -> StepRefused.refused(title, whatToDo, ""));
    }

    private static StoredFile named(String sha256) {
        return new StoredFile("of-the-process", "a.dump", 9, sha256);
    }

    private Artifact dump(String sha256) {
        return artifact(ArtifactKind.DUMP, sha256);
    }

    private Artifact backup() {
        return artifact(ArtifactKind.JIRA_BACKUP, SHA);
    }

    private Artifact artifact(ArtifactKind kind, String sha256) {
        return new Artifact(
                new ArtifactId(UUID.randomUUID().toString()), step.id().value(), kind, "a", 9, sha256, WorkerBench.NOW);
    }

    private void stored(Artifact... all) {
        when(store.of(step.id().value())).thenReturn(List.of(all));
        for (Artifact each : all) {
            when(store.verify(each.id())).thenReturn(each);
        }
    }
}
