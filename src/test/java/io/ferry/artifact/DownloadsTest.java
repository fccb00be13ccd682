package io.ferry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ferry.artifact.ArtifactException.Kind;
import io.ferry.base.Sizes;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DownloadsTest {
    private static final byte[] CONTENT = new byte[1_000_000];
    private static final UploadProperties PROPERTIES =
            new UploadProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of());

    static {
        new Random(3).nextBytes(CONTENT);
    }

    @TempDir
    Path folder;

    private FolderStore store;
    private FolderDownloads downloads;

    @BeforeEach
    void begin() {
        restart();
    }

    /** The keys with which files are stored; {@link EncryptedDownloadsTest} has some. */
    ArtifactKeys keys() {
        return ArtifactKeys.NONE;
    }

    private Path content(Path aside) {
        return store.contents().file(aside);
    }

    /** Ferry ends and is started again: what it knows then stands on the disk. */
    private void restart() {
        store = new FolderStore(
                new ArtifactProperties(folder, List.of(), List.of()), Clock.systemUTC(), new Contents(keys(), 64_000));
        downloads = new FolderDownloads(store, PROPERTIES, Clock.systemUTC(), 100_000);
    }

    @Test
    void shouldFetchAFileOnce() {
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> file.write(CONTENT));

        assertThat(downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    throw new IllegalStateException("fetched twice");
                }))
                .isEqualTo(stored);
        assertThat(store.verify(stored.id())).isEqualTo(stored);
        assertThat(stored.sha256()).isEqualTo(hash());
        assertThat(halfMade()).isEmpty();
    }

    @Test
    void shouldGoOnWithWhatABrokenTryLeft() throws IOException {
        // given
        breakOff("m-1", "\"v1\"", 640_000);
        restart();

        // when
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isEqualTo(640_000);
            assertThat(file.version()).isEqualTo("\"v1\"");
            file.write(CONTENT, 640_000, 360_000);
        });

        // then
        assertThat(stored.bytes()).isEqualTo(CONTENT.length);
        assertThat(stored.sha256()).isEqualTo(hash());
        assertThat(store.content(stored.id()).stream()).hasBinaryContent(CONTENT);
        assertThat(store.path(stored.id()).getParent()).isDirectoryNotContaining("glob:**fetch*");
        assertThat(halfMade()).isEmpty();
    }

    @Test
    void shouldGoOnAfterAKillWithWhatIsSurelyOnTheDisk() throws IOException {
        // given: killed after 640,000 bytes, of which the last 40,000 were never forced to the disk
        killedAt(640_000);
        Path content = content(halfMade().getFirst());
        try (var channel = Files.newByteChannel(content, StandardOpenOption.WRITE)) {
            channel.position(620_000).write(ByteBuffer.wrap(new byte[20_000]));
        }
        restart();

        // when
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isEqualTo(600_000);
            file.write(CONTENT, 600_000, 400_000);
        });

        // then
        assertThat(stored.sha256()).isEqualTo(hash());
        assertThat(store.verify(stored.id())).isEqualTo(stored);
    }

    @Test
    void shouldNotTakeAFileForStoredThatWasNotRenamedYet() throws IOException {
        // given: killed after the note about the whole file, and before its folder was renamed
        killedAt(600_000);
        Files.writeString(
                halfMade().getFirst().resolve("artifact.json"),
                FolderStore.JSON.writeValueAsString(new Artifact(
                        ArtifactId.random(), "m-1", ArtifactKind.DUMP, "a.dump", 600_000, hash(), Instant.now())));
        restart();

        // when, then
        assertThat(store.of("m-1")).isEmpty();
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isEqualTo(600_000);
            file.write(CONTENT, 600_000, 400_000);
        });
        assertThat(store.of("m-1")).containsExactly(stored);
        assertThat(store.verify(stored.id()).sha256()).isEqualTo(hash());
    }

    @Test
    void shouldBeginAnewWhereTheDiskDoesNotHoldWhatWasNoted() throws IOException {
        // given
        breakOff("m-1", "\"v1\"", 640_000);
        Path content = content(halfMade().getFirst());
        try (var channel = Files.newByteChannel(content, StandardOpenOption.WRITE)) {
            channel.position(100).write(ByteBuffer.wrap(new byte[10]));
        }

        // when, then
        downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isZero();
            assertThat(file.version()).isNull();
        });
    }

    @Test
    void shouldKeepNothingThatCannotBeGoneOnWith() {
        breakOff("m-1", null, 640_000);

        assertThat(halfMade()).isEmpty();
        assertThat(store.of("m-1")).isEmpty();
    }

    @Test
    void shouldKeepWhatCameWhenFerryIsStopped() {
        // given
        RemoteFailure stopped = RemoteFailure.passing("Ferry is being stopped.", "It continues after the next start.");
        try {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                        file.begin("\"v1\"");
                        file.write(CONTENT, 0, 640_000);
                        file.write(CONTENT, 640_000, 10_000);
                        Thread.currentThread().interrupt();
                        throw stopped;
                    }))
                    .isSameAs(stopped);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        restart();

        // when, then
        goOn(650_000);
    }

    @Test
    void shouldNotCallItsOwnStopABrokenDisk() {
        try {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                        file.begin("\"v1\"");
                        file.write(CONTENT);
                        Thread.currentThread().interrupt();
                    }))
                    .matches(RemoteFailure::isPassing);
        } finally {
            Thread.interrupted();
        }

        assertThat(store.of("m-1")).isEmpty();
        goOn(CONTENT.length);
    }

    @Test
    void shouldKeepWhatWasNotedLastWhereNoNoteCanBeWritten() throws IOException {
        // given
        assertThatIllegalStateException()
                .isThrownBy(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    file.begin("\"v1\"");
                    file.write(CONTENT, 0, 640_000);
                    file.write(CONTENT, 640_000, 10_000);
                    Files.createDirectory(halfMade().getFirst().resolve("fetch.json.new"));
                    throw new IllegalStateException("broken off");
                }))
                .withMessage("broken off");
        Files.delete(halfMade().getFirst().resolve("fetch.json.new"));
        restart();

        // when, then
        goOn(640_000);
    }

    @Test
    void shouldLeaveAloneWhatAnotherFerryFetches() throws IOException {
        // given
        breakOff("m-1", "\"v1\"", 640_000);
        Path content = content(halfMade().getFirst());
        try (var channel = FileChannel.open(content, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();

            // when: within one Java, it is called so
            assertThatExceptionOfType(OverlappingFileLockException.class)
                    .isThrownBy(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {}));
        }

        // then
        goOn(640_000);
    }

    @Test
    void shouldBeginAnewWhereTheNoteIsSpoiled() throws IOException {
        // given
        breakOff("m-1", "\"v1\"", 640_000);
        Files.writeString(halfMade().getFirst().resolve("fetch.json"), "{");

        // when, then
        downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isZero();
            file.write(CONTENT);
        });
    }

    private void goOn(int from) {
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isEqualTo(from);
            file.write(CONTENT, from, CONTENT.length - from);
        });
        assertThat(stored.sha256()).isEqualTo(hash());
    }

    @Test
    void shouldFreeAFullDisk() {
        for (IOException full :
                List.of(new IOException("No space left on device"), new IOException("Disk quota exceeded"))) {
            assertThatFull(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                        file.begin("\"v1\"");
                        file.write(CONTENT);
                        throw new UncheckedIOException(full);
                    }))
                    .withMessageContaining("stop Ferry, move this folder with everything in it");
            assertThat(halfMade()).isEmpty();
        }
    }

    @Test
    void shouldLetTheSecondWorkerWaitForTheFirst() throws Exception {
        // given: a job that timed out, so that Camunda gave it to another worker
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                underWay.countDown();
                await(end);
                file.write(CONTENT);
            }));
            await(underWay);
            var second = threads.submit(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                throw new IllegalStateException("fetched twice");
            }));
            downloads.removeLeft("m-1");
            end.countDown();

            // when, then
            assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(first.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldRemoveWhatIsHalfMadeOfOneOwnerOnly() {
        // given
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "b.dump", file -> file.write(CONTENT));
        breakOff("m-1", "\"v1\"", 640_000);
        breakOff("m-1-2", "\"v1\"", 640_000);
        breakOff("m-2", "\"v1\"", 640_000);

        // when
        downloads.removeLeft("m-1");
        downloads.removeHalfMade("m-2");
        downloads.removeHalfMade("nobody");

        // then
        assertThat(halfMade()).singleElement().asString().contains("part-m-1-2-");
        assertThat(store.verify(stored.id())).isEqualTo(stored);
    }

    @Test
    void shouldCutOffWhatIsRemoved() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // given
            var fetch = threads.submit(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                file.begin("\"v1\"");
                file.write(CONTENT, 0, 500_000);
                underWay.countDown();
                await(removed);
                file.write(CONTENT, 500_000, 500_000);
            }));
            await(underWay);

            // when
            downloads.removeHalfMade("m-1");
            removed.countDown();

            // then
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> fetch.get(20, TimeUnit.SECONDS))
                    .withCauseInstanceOf(ArtifactException.class);
        }
        assertThat(halfMade()).isEmpty();
        assertThat(store.of("m-1")).isEmpty();
    }

    @Test
    void shouldRemoveWhatNobodyWentOnWithForLong() throws IOException {
        // given: also of a Ferry of before, without a note, and empty
        breakOff("m-1", "\"v1\"", 640_000);
        breakOff("m-2", "\"v1\"", 640_000);
        Path old = Files.createDirectory(folder.resolve("part-m-3-" + ArtifactId.random()));
        Instant longAgo = Instant.now().minus(Duration.ofDays(4));
        for (Path aside : halfMade()) {
            if (!aside.toString().contains("m-2")) {
                for (Path file : List.of(content(aside), aside)) {
                    if (Files.exists(file)) {
                        Files.setLastModifiedTime(file, FileTime.from(longAgo));
                    }
                }
            }
        }

        // when
        downloads.expire();

        // then
        assertThat(old).doesNotExist();
        assertThat(halfMade()).singleElement().asString().contains("part-m-2-");
    }

    @Test
    void shouldCountWhatWasPromisedToOthers() throws IOException {
        // given: a disk on which one such file has room, but not two
        long most = Files.getFileStore(folder).getUsableSpace() * 6 / 10;
        FolderIncomingFiles incomingFiles = new FolderIncomingFiles(store, PROPERTIES);
        assertThatIllegalStateException()
                .isThrownBy(() -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    file.expect(most);
                    file.begin("\"v1\"");
                    file.write(CONTENT);
                    throw new IllegalStateException("broken off");
                }));

        // when, then: neither another download nor an arrival
        assertThatFull(() -> downloads.fetch("m-2", ArtifactKind.SAFETY_DUMP, "b.dump", file -> file.expect(most)))
                .withMessageContaining("dump of migration m-1: " + Sizes.of(most - CONTENT.length))
                .withMessageContaining("Let these come to their end or throw them away");
        assertThatFull(() ->
                        incomingFiles.begin("m-3", ArtifactKind.DUMP, "c.dump", most, IncomingFile.Source.UPLOAD, ""))
                .withMessageContaining("dump of migration m-1");
        assertThat(halfMade()).hasSize(1);

        // and: what was promised to itself does not count
        downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> file.expect(most));

        // and: no download where an arrival has the room
        incomingFiles.begin("m-3", ArtifactKind.JIRA_BACKUP, "c.zip", most, IncomingFile.Source.UPLOAD, "");
        assertThatFull(() -> downloads.fetch("m-2", ArtifactKind.SAFETY_DUMP, "b.dump", file -> file.expect(most)))
                .withMessageContaining("jira backup of migration m-3");
        incomingFiles.close();
    }

    @Test
    void shouldKeepSomeRoomFree() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        FolderDownloads careful = new FolderDownloads(
                store,
                new UploadProperties(8, Duration.ofDays(3), DataSize.ofBytes(free / 2), Set.of(), Map.of()),
                Clock.systemUTC(),
                100_000);

        assertThatFull(() -> careful.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> file.expect(free * 6 / 10)))
                .withMessageContaining("ferry.uploads.min-free-space");
        assertThat(careful.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> file.expect(free / 4)))
                .isNotNull();
    }

    private void breakOff(String owner, @Nullable String version, int bytes) {
        assertThatIllegalStateException()
                .isThrownBy(() -> downloads.fetch(owner, ArtifactKind.DUMP, "a.dump", file -> {
                    file.begin(version);
                    file.write(CONTENT, 0, bytes);
                    throw new IllegalStateException("broken off");
                }));
    }

    /** Leaves on the disk what a Ferry leaves that is killed. */
    private void killedAt(int bytes) throws IOException {
        Path before = Files.createTempDirectory("killed");
        Path[] aside = new Path[1];
        downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            file.begin("\"v1\"");
            for (int from = 0; from < bytes; from += 10_000) {
                file.write(CONTENT, from, 10_000);
            }
            aside[0] = halfMade().getFirst();
            copy(aside[0], before);
        });
        store.of("m-1").forEach(stored -> store.discard(stored.id()));
        copy(before, Files.createDirectory(aside[0]));
        FolderStore.remove(before);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private List<Path> halfMade() {
        try (var folders = Files.list(folder)) {
            return folders.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ThrowableAssertAlternative<ArtifactException> assertThatFull(ThrowingCallable call) {
        return assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(call)
                .matches(full -> full.kind() == Kind.STORE_FULL);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
