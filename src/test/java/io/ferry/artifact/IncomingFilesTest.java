package io.ferry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ferry.artifact.ArtifactException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class IncomingFilesTest {
    private static final byte[] CONTENT = new byte[3_000_000];
    private static final InputStream BREAKS_OFF = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }
    };

    static {
        new Random(5).nextBytes(CONTENT);
    }

    @TempDir
    private Path folder;

    private FolderStore store;
    private FolderIncomingFiles incomingFiles;

    @BeforeEach
    void begin() {
        store = new FolderStore(
                new ArtifactProperties(folder, List.of(), List.of()), Clock.systemUTC(), new Contents(keys(), 64_000));
        incomingFiles = restarted();
    }

    /** The keys with which files are stored; {@link EncryptedIncomingFilesTest} has some. */
    ArtifactKeys keys() {
        return ArtifactKeys.NONE;
    }

    @AfterEach
    void end() {
        incomingFiles.close();
    }

    private FolderIncomingFiles restarted() {
        return at(Clock.systemUTC(), 3);
    }

    private FolderIncomingFiles at(Clock clock, int most) {
        return new FolderIncomingFiles(
                store,
                new UploadProperties(most, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of()),
                clock);
    }

    @Test
    void shouldKeepWhatCameBeforeTheConnectionBroke() throws Exception {
        // given
        IncomingFile incoming = aDump();
        assertThatIOException().isThrownBy(() -> incomingFiles.append(incoming, 0, cut(1_000_000)));

        // when
        assertThat(incomingFiles.received(incoming.id())).isEqualTo(1_000_000);
        assertThat(incomingFiles.append(incoming, 1_000_000, rest(1_000_000))).isEqualTo(CONTENT.length);

        // then
        assertThat(incomingFiles.fingerprint(incoming).get(10, TimeUnit.SECONDS))
                .isEqualTo(hash());
    }

    @Test
    void shouldGoOnAfterFerryEnded() throws Exception {
        // given
        IncomingFile incoming = aDump();
        incomingFiles.append(incoming, 0, new ByteArrayInputStream(CONTENT, 0, 1_234_567));
        incomingFiles.close();

        // when
        incomingFiles = restarted();
        IncomingFile found = incomingFiles.find(incoming.id()).orElseThrow();
        incomingFiles.append(found, incomingFiles.received(found.id()), rest(1_234_567));
        String sha256 = incomingFiles.fingerprint(found).get(10, TimeUnit.SECONDS);
        Artifact kept = incomingFiles.keep(found, sha256);

        // then
        assertThat(sha256).isEqualTo(hash());
        assertThat(store.verify(kept.id())).isEqualTo(kept);
        assertThat(incomingFiles.list()).isEmpty();
    }

    @Test
    void shouldNameWhatNobodyWasToldOf() throws Exception {
        IncomingFile incoming = aDump();
        incomingFiles.append(incoming, 0, rest(0));
        Artifact kept = incomingFiles.keep(incoming, hash());

        assertThat(incomingFiles.unsettled()).containsExactly(kept);
        incomingFiles.settled(kept.id());
        assertThat(incomingFiles.unsettled()).isEmpty();
    }

    @Test
    void shouldNotWriteFromAnotherPlace() {
        IncomingFile incoming = aDump();

        refused(() -> incomingFiles.append(incoming, 5, rest(5)), Kind.WRONG_OFFSET);
        assertThat(incomingFiles.received(incoming.id())).isZero();
    }

    @Test
    void shouldTakeNoMoreThanWasAnnounced() throws IOException {
        IncomingFile incoming =
                incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, IncomingFile.Source.UPLOAD, "");

        assertThat(incomingFiles.append(incoming, 0, rest(0))).isEqualTo(10);
        assertThat(incomingFiles.received(incoming.id())).isEqualTo(10);
        assertThatIOException().isThrownBy(() -> {
            IncomingFile other =
                    incomingFiles.begin("m-1", ArtifactKind.DUMP, "b.dump", 10, IncomingFile.Source.UPLOAD, "");
            incomingFiles.write(other, out -> out.write(CONTENT));
        });
    }

    @Test
    void shouldLetOnlyTheNewestSenderWrite() throws Exception {
        // given: a sender whose connection hangs
        IncomingFile incoming = aDump();
        PipedOutputStream sender = new PipedOutputStream();
        PipedInputStream hanging = new PipedInputStream(sender, 1 << 20);
        sender.write(CONTENT, 0, 300_000);
        CompletableFuture<Throwable> first = CompletableFuture.supplyAsync(() -> {
            try {
                incomingFiles.append(incoming, 0, hanging);
                return null;
            } catch (IOException e) {
                return e;
            }
        });
        Instant limit = Instant.now().plusSeconds(10);
        while (incomingFiles.received(incoming.id()) == 0 && Instant.now().isBefore(limit)) {
            Thread.onSpinWait();
        }

        // when: the same file comes again from where it stopped, and the first one wakes up
        long there = incomingFiles.received(incoming.id());
        incomingFiles.append(incoming, there, rest((int) there));
        sender.write(CONTENT, 300_000, 300_000);
        sender.close();

        // then
        assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(incomingFiles.fingerprint(incoming).get(10, TimeUnit.SECONDS))
                .isEqualTo(hash());
    }

    @Test
    void shouldSayBeforeItComesThatThereIsNoRoom() {
        refused(
                () -> incomingFiles.begin(
                        "m-1", ArtifactKind.DUMP, "a.dump", Long.MAX_VALUE / 2, IncomingFile.Source.UPLOAD, ""),
                Kind.STORE_FULL);
        assertThat(incomingFiles.list()).isEmpty();
    }

    @Test
    void shouldCountTheRoomThatOthersWillNeed() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        long most = free / 10 * 6;
        incomingFiles.begin("m-1", ArtifactKind.DUMP, "a.dump", most, IncomingFile.Source.UPLOAD, "");

        refused(
                () -> incomingFiles.begin("m-1", ArtifactKind.DUMP, "b.dump", most, IncomingFile.Source.UPLOAD, ""),
                Kind.STORE_FULL);
    }

    @Test
    void shouldSurviveAFullDisk() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "Only Linux pretends full disks");
        IncomingFile incoming = aDump();
        incomingFiles.append(incoming, 0, new ByteArrayInputStream(CONTENT, 0, 0));
        Path content = incomingFiles.path(incoming.id());
        Files.delete(content);
        Files.createSymbolicLink(content, Path.of("/dev/full"));

        refused(() -> incomingFiles.append(incoming, 0, rest(0)), Kind.STORE_FULL);

        Files.delete(content);
        Files.createFile(content);
        assertThat(incomingFiles.append(incoming, 0, rest(0))).isEqualTo(CONTENT.length);
    }

    @Test
    void shouldTakeOnlySoManyAtOnce() {
        aDump();
        aDump();
        IncomingFile third = aDump();

        refused(this::aDump, Kind.HAND_OVER_REFUSED);

        incomingFiles.discard(third.id());
        assertThat(aDump()).isNotNull();
    }

    @Test
    void shouldThrowAwayWhatWaitsTooLong() throws IOException {
        IncomingFile incoming = aDump();
        incomingFiles.append(incoming, 0, new ByteArrayInputStream(CONTENT, 0, 100));
        FolderIncomingFiles later = at(Clock.fixed(Instant.now().plus(Duration.ofDays(4)), ZoneOffset.UTC), 3);

        later.expire();

        assertThat(later.list()).isEmpty();
        try (var left = Files.list(folder.resolve("arriving"))) {
            assertThat(left).isEmpty();
        }
        later.close();
    }

    @Test
    void shouldKeepTheReasonOfARefusalAndNothingElse() throws IOException {
        IncomingFile incoming = aDump();
        incomingFiles.append(incoming, 0, rest(0));

        incomingFiles.refuse(incoming, new IncomingFile.Rejection("It is wrong.", "Take another one."));

        assertThat(incomingFiles.path(incoming.id())).doesNotExist();
        assertThat(restarted().find(incoming.id()).orElseThrow().rejection())
                .isEqualTo(new IncomingFile.Rejection("It is wrong.", "Take another one."));
    }

    @Test
    void shouldMakeHostileNamesPlain() {
        for (String name :
                List.of("../../etc/passwd", "..\\..\\passwd", "/etc/passwd", "pass\u202Ewd\r\n", "..", "", "a/")) {
            IncomingFile incoming =
                    incomingFiles.begin("m-1", ArtifactKind.DUMP, name, 1, IncomingFile.Source.UPLOAD, "");
            assertThat(incoming.name()).isIn("passwd", "file");
            incomingFiles.discard(incoming.id());
        }
    }

    private IncomingFile aDump() {
        return incomingFiles.begin(
                "m-1", ArtifactKind.DUMP, "a.dump", CONTENT.length, IncomingFile.Source.UPLOAD, "mark");
    }

    private static InputStream cut(int after) {
        return new SequenceInputStream(new ByteArrayInputStream(CONTENT, 0, after), BREAKS_OFF);
    }

    private static InputStream rest(int from) {
        return new ByteArrayInputStream(Arrays.copyOfRange(CONTENT, from, CONTENT.length));
    }

    private static String hash() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
    }

    private static void refused(ThrowingCallable call, Kind kind) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
