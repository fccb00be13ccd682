package io.ferry.process.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.artifact.Arrival;
import io.ferry.artifact.Arrival.Refusal;
import io.ferry.artifact.Arrivals;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Fetches;
import io.ferry.artifact.HandingOverProperties;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.HandedOver;
import io.ferry.migration.HandedOverFiles;
import io.ferry.migration.Migration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.model.BpmnCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What the task gets that waits for a file. */
class HandingOverTest {
    @TempDir
    private Path folder;

    private final HandedOverFiles handedOver = mock();
    private ArtifactStore store;
    private Arrivals arrivals;
    private Fetches fetches;
    private HandingOver handingOver;

    @BeforeEach
    void begin() {
        store = new ArtifactStore(new ArtifactProperties(folder, List.of()));
        var properties = new HandingOverProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of());
        arrivals = new Arrivals(store, properties);
        fetches = new Fetches(store, properties);
        when(handedOver.find(any(), any())).thenReturn(Optional.empty());
        when(handedOver.take(any(), any())).thenReturn(Optional.empty());
        FactsOfMigration facts = mock();
        handingOver = new HandingOver(arrivals, store, handedOver, facts, mock(), mock(), mock(), mock(), fetches);
    }

    @AfterEach
    void end() {
        handingOver.close();
        arrivals.close();
    }

    @Test
    void shouldGiveTheTaskWhatWasHandedOver() {
        Artifact dump = fetches.fetch("m-1", ArtifactKind.DUMP, "a.dump", out -> out.write(1));
        taken(dump);

        assertThat(handingOver.takeOver(step(), FileKind.DUMP).sha256()).isEqualTo(dump.sha256());
    }

    @Test
    void shouldLetTheTaskWaitWhileNothingIsThere() {
        assertThat(refusal().problem().title()).isEqualTo("No dump has been handed over yet.");
    }

    @Test
    void shouldTellTheTaskHowFarTheFileIs() throws IOException {
        Arrival arrival = arrivals.begin("m-1", ArtifactKind.DUMP, "a.dump", 1000, Arrival.Way.UPLOAD, "");
        arrivals.append(arrival, 0, new ByteArrayInputStream(new byte[250]));

        assertThat(refusal().problem().detail()).contains("250 bytes of 1.0 kB");
        assertThat(arrivals.received(arrival.id())).isEqualTo(250);
    }

    @Test
    void shouldTellTheTaskWhyTheFileWasRefused() {
        Arrival arrival = arrivals.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, Arrival.Way.UPLOAD, "");
        arrivals.refuse(arrival, new Refusal("This is a Jira backup.", "Take the dump."));

        assertThat(refusal().problem().detail()).isEqualTo("This is a Jira backup.");
        assertThat(refusal().problem().whatToDo()).startsWith("Take the dump.");
    }

    @Test
    void shouldNotTakeAnotherMigrationsOrKindsFile() {
        arrivals.begin("m-2", ArtifactKind.DUMP, "a.dump", 10, Arrival.Way.UPLOAD, "");
        arrivals.begin("m-1", ArtifactKind.JIRA_BACKUP, "b.zip", 10, Arrival.Way.UPLOAD, "");

        assertThat(refusal().problem().title()).isEqualTo("No dump has been handed over yet.");
    }

    @Test
    void shouldAskForTheFileAgainWhenItChangedInTheStore() throws IOException {
        Artifact dump = fetches.fetch("m-1", ArtifactKind.DUMP, "a.dump", out -> out.write(1));
        taken(dump);
        Files.write(store.path(dump.id()), new byte[] {2});

        assertThat(refusal().problem().title()).contains("no longer what it was");
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
        try (var other = new HandingOver(arrivals, store, handedOver, mock(), mock(), mock(), sizes, mock(), fetches);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(
                    () -> other.begin(migration, FileKind.DUMP, "a.dump", 10, Arrival.Way.UPLOAD, "", false));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            // when: a file about which no site is asked
            var quick = threads.submit(
                    () -> other.begin(migration, FileKind.JIRA_BACKUP, "b.zip", 10, Arrival.Way.UPLOAD, "", false));

            // then
            assertThat(quick.get(10, TimeUnit.SECONDS).name()).isEqualTo("b.zip");
            assertThat(slow).isNotDone();
            answered.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS).name()).isEqualTo("a.dump");
        }
    }

    private void taken(Artifact dump) {
        when(handedOver.take(WorkerBench.ID, "DUMP"))
                .thenReturn(Optional.of(new HandedOver(
                        "DUMP",
                        dump.id().value(),
                        dump.name(),
                        dump.bytes(),
                        dump.sha256(),
                        WorkerBench.NOW,
                        WorkerBench.NOW)));
    }

    private StepRefused refusal() {
        var refused = new StepRefused[1];
        assertThatThrownBy(() -> handingOver.takeOver(step(), FileKind.DUMP))
                .isInstanceOfSatisfying(StepRefused.class, thrown -> {
                    assertThat(thrown.code()).isEqualTo(BpmnCode.HANDED_OVER_FILE_REFUSED);
                    refused[0] = thrown;
                });
        return refused[0];
    }

    private static Step step() {
        return new Step(
                new WorkerBench().migrations().get(WorkerBench.ID),
                AJob.of("take-over-dump").get());
    }
}
