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

class ArrivalsTest {
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

    private ArtifactStore store;
    private Arrivals arrivals;

    @BeforeEach
    void begin() {
        store = new ArtifactStore(new ArtifactProperties(folder, List.of()));
        arrivals = restarted();
    }

    @AfterEach
    void end() {
        arrivals.close();
    }

    private Arrivals restarted() {
        return at(Clock.systemUTC(), 3);
    }

    private Arrivals at(Clock clock, int most) {
        return new Arrivals(
                store, new HandingOverProperties(most, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of()), clock);
    }

    @Test
    void shouldKeepWhatCameBeforeTheConnectionBroke() throws Exception {
        // given
        Arrival arrival = aDump();
        assertThatIOException().isThrownBy(() -> arrivals.append(arrival, 0, cut(1_000_000)));

        // when
        assertThat(arrivals.received(arrival.id())).isEqualTo(1_000_000);
        assertThat(arrivals.append(arrival, 1_000_000, rest(1_000_000))).isEqualTo(CONTENT.length);

        // then
        assertThat(arrivals.fingerprint(arrival).get(10, TimeUnit.SECONDS)).isEqualTo(hash());
    }

    @Test
    void shouldGoOnAfterFerryEnded() throws Exception {
        // given
        Arrival arrival = aDump();
        arrivals.append(arrival, 0, new ByteArrayInputStream(CONTENT, 0, 1_234_567));
        arrivals.close();

        // when
        arrivals = restarted();
        Arrival found = arrivals.find(arrival.id()).orElseThrow();
        arrivals.append(found, arrivals.received(found.id()), rest(1_234_567));
        String sha256 = arrivals.fingerprint(found).get(10, TimeUnit.SECONDS);
        Artifact kept = arrivals.keep(found, sha256);

        // then
        assertThat(sha256).isEqualTo(hash());
        assertThat(store.verify(kept.id())).isEqualTo(kept);
        assertThat(arrivals.list()).isEmpty();
    }

    @Test
    void shouldNameWhatNobodyWasToldOf() throws Exception {
        Arrival arrival = aDump();
        arrivals.append(arrival, 0, rest(0));
        Artifact kept = arrivals.keep(arrival, hash());

        assertThat(arrivals.unsettled()).containsExactly(kept);
        arrivals.settled(kept.id());
        assertThat(arrivals.unsettled()).isEmpty();
    }

    @Test
    void shouldNotWriteFromAnotherPlace() {
        Arrival arrival = aDump();

        refused(() -> arrivals.append(arrival, 5, rest(5)), Kind.WRONG_OFFSET);
        assertThat(arrivals.received(arrival.id())).isZero();
    }

    @Test
    void shouldTakeNoMoreThanWasAnnounced() throws IOException {
        Arrival arrival = arrivals.begin("m-1", ArtifactKind.DUMP, "a.dump", 10, Arrival.Way.UPLOAD, "");

        assertThat(arrivals.append(arrival, 0, rest(0))).isEqualTo(10);
        assertThat(arrivals.received(arrival.id())).isEqualTo(10);
        assertThatIOException().isThrownBy(() -> {
            Arrival other = arrivals.begin("m-1", ArtifactKind.DUMP, "b.dump", 10, Arrival.Way.UPLOAD, "");
            arrivals.write(other, out -> out.write(CONTENT));
        });
    }

    @Test
    void shouldLetOnlyTheNewestSenderWrite() throws Exception {
        // given: a sender whose connection hangs
        Arrival arrival = aDump();
        PipedOutputStream sender = new PipedOutputStream();
        PipedInputStream hanging = new PipedInputStream(sender, 1 << 20);
        sender.write(CONTENT, 0, 300_000);
        CompletableFuture<Throwable> first = CompletableFuture.supplyAsync(() -> {
            try {
                arrivals.append(arrival, 0, hanging);
                return null;
            } catch (IOException e) {
                return e;
            }
        });
        Instant limit = Instant.now().plusSeconds(10);
        while (arrivals.received(arrival.id()) == 0 && Instant.now().isBefore(limit)) {
            Thread.onSpinWait();
        }

        // when: the same file comes again from where it stopped, and the first one wakes up
        long there = arrivals.received(arrival.id());
        arrivals.append(arrival, there, rest((int) there));
        sender.write(CONTENT, 300_000, 300_000);
        sender.close();

        // then
        assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(arrivals.fingerprint(arrival).get(10, TimeUnit.SECONDS)).isEqualTo(hash());
    }

    @Test
    void shouldSayBeforeItComesThatThereIsNoRoom() {
        refused(
                () -> arrivals.begin("m-1", ArtifactKind.DUMP, "a.dump", Long.MAX_VALUE / 2, Arrival.Way.UPLOAD, ""),
                Kind.STORE_FULL);
        assertThat(arrivals.list()).isEmpty();
    }

    @Test
    void shouldCountTheRoomThatOthersWillNeed() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        long most = free / 10 * 6;
        arrivals.begin("m-1", ArtifactKind.DUMP, "a.dump", most, Arrival.Way.UPLOAD, "");

        refused(
                () -> arrivals.begin("m-1", ArtifactKind.DUMP, "b.dump", most, Arrival.Way.UPLOAD, ""),
                Kind.STORE_FULL);
    }

    @Test
    void shouldSurviveAFullDisk() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "Only Linux pretends full disks");
        Arrival arrival = aDump();
        arrivals.append(arrival, 0, new ByteArrayInputStream(CONTENT, 0, 0));
        Path content = arrivals.path(arrival.id());
        Files.delete(content);
        Files.createSymbolicLink(content, Path.of("/dev/full"));

        refused(() -> arrivals.append(arrival, 0, rest(0)), Kind.STORE_FULL);

        Files.delete(content);
        Files.createFile(content);
        assertThat(arrivals.append(arrival, 0, rest(0))).isEqualTo(CONTENT.length);
    }

    @Test
    void shouldTakeOnlySoManyAtOnce() {
        aDump();
        aDump();
        Arrival third = aDump();

        refused(this::aDump, Kind.HAND_OVER_REFUSED);

        arrivals.discard(third.id());
        assertThat(aDump()).isNotNull();
    }

    @Test
    void shouldThrowAwayWhatWaitsTooLong() throws IOException {
        Arrival arrival = aDump();
        arrivals.append(arrival, 0, new ByteArrayInputStream(CONTENT, 0, 100));
        Arrivals later = at(Clock.fixed(Instant.now().plus(Duration.ofDays(4)), ZoneOffset.UTC), 3);

        later.expire();

        assertThat(later.list()).isEmpty();
        try (var left = Files.list(folder.resolve("arriving"))) {
            assertThat(left).isEmpty();
        }
        later.close();
    }

    @Test
    void shouldKeepTheReasonOfARefusalAndNothingElse() throws IOException {
        Arrival arrival = aDump();
        arrivals.append(arrival, 0, rest(0));

        arrivals.refuse(arrival, new Arrival.Refusal("It is wrong.", "Take another one."));

        assertThat(arrivals.path(arrival.id())).doesNotExist();
        assertThat(restarted().find(arrival.id()).orElseThrow().refusal())
                .isEqualTo(new Arrival.Refusal("It is wrong.", "Take another one."));
    }

    @Test
    void shouldMakeHostileNamesPlain() {
        for (String name :
                List.of("../../etc/passwd", "..\\..\\passwd", "/etc/passwd", "pass\u202Ewd\r\n", "..", "", "a/")) {
            Arrival arrival = arrivals.begin("m-1", ArtifactKind.DUMP, name, 1, Arrival.Way.UPLOAD, "");
            assertThat(arrival.name()).isIn("passwd", "file");
            arrivals.discard(arrival.id());
        }
    }

    private Arrival aDump() {
        return arrivals.begin("m-1", ArtifactKind.DUMP, "a.dump", CONTENT.length, Arrival.Way.UPLOAD, "mark");
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
