package io.ferry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ferry.artifact.ArtifactException.Kind;
import io.ferry.artifact.IncomingFile.Source;
import io.ferry.base.FileContent;
import io.ferry.fixtures.S3TestStore;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestDatabase;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.S3Clients;
import io.ferry.remote.TestS3Clients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.unit.DataSize;

/** Files in a bucket, and two Ferrys that share it. */
class BucketTest {
    private static final byte[] CONTENT = new byte[23_000_000];
    private static final InputStream BREAKS_OFF = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }
    };

    static {
        new Random(7).nextBytes(CONTENT);
    }

    @TempDir
    private static Path folder;

    private static S3TestStore s3;

    private final TestClock clock = new TestClock();
    private final List<Ferry> ferrys = new ArrayList<>();
    private @Nullable DataSource database;

    @BeforeAll
    static void start() throws IOException {
        s3 = S3TestStore.start("ferry-test", Files.createDirectories(folder.resolve("none")));
    }

    @AfterAll
    static void stop() throws IOException {
        if (s3 != null) {
            s3.close();
        }
    }

    @AfterEach
    void end() {
        ferrys.forEach(Ferry::close);
    }

    /** What one Ferry has of its own. */
    record Ferry(
            Bucket bucket,
            BucketIndex index,
            BucketStore store,
            BucketIncomingFiles incoming,
            BucketDownloads downloads) {

        /** One with this database, this bucket, and this folder for parts that are not sent yet. */
        static Ferry with(
                DataSource database, Clock clock, Path folder, BucketProperties properties, S3Clients clients) {
            Bucket bucket = new Bucket(properties, clients);
            BucketIndex index =
                    new BucketIndex(new JdbcTemplate(database), new DataSourceTransactionManager(database), clock);
            BucketStore store =
                    new BucketStore(new ArtifactProperties(folder, List.of(), List.of(), properties), bucket, index);
            UploadProperties uploads =
                    new UploadProperties(3, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of());
            return new Ferry(
                    bucket,
                    index,
                    store,
                    new BucketIncomingFiles(store, index, uploads),
                    new BucketDownloads(store, index, uploads));
        }

        void close() {
            incoming.close();
            store.close();
            bucket.close();
        }
    }

    /** Where files are on record; {@link BucketOnPostgreSqlTest} has another. */
    TestDatabase kind() {
        return TestDatabase.H2;
    }

    private Ferry ferry() {
        return ferry(S3TestStore.SECRET);
    }

    private Ferry ferry(String secret) {
        return ferry(secret, s3.endpoint());
    }

    private Ferry ferry(String secret, String endpoint) {
        DataSource known = database == null ? kind().withTables() : database;
        database = known;
        BucketProperties properties = new BucketProperties(
                "ferry-test",
                "tests/",
                "us-east-1",
                URI.create(endpoint),
                null,
                CredentialReference.of("env:STORE"),
                null,
                null,
                DataSize.ofMegabytes(5));
        S3Clients clients = TestS3Clients.with(S3TestStore.KEY_ID + ":" + secret);
        Ferry ferry = Ferry.with(known, clock, folder.resolve("spool"), properties, clients);
        ferrys.add(ferry);
        return ferry;
    }

    private static IncomingFile aDump(Ferry ferry) {
        return ferry.incoming().begin("m-1", ArtifactKind.DUMP, "a.dump", CONTENT.length, Source.UPLOAD, "mark");
    }

    private static InputStream part(int from, int to) {
        return new ByteArrayInputStream(CONTENT, from, to - from);
    }

    private static InputStream cut(int from, int to) {
        return new SequenceInputStream(part(from, to), BREAKS_OFF);
    }

    private static String hash() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
    }

    @Test
    void shouldCallABucketUpThatAnswersAndDownThatDoesNot() throws IOException {
        assertThat(new BucketHealthIndicator(ferry().bucket()).health().getStatus())
                .isEqualTo(Status.UP);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Bucket bucket = ferry(S3TestStore.SECRET, "http://127.0.0.1:" + silent.getLocalPort())
                    .bucket();

            Health health = new BucketHealthIndicator(bucket, Duration.ofMillis(200)).health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("why")).asString().contains("could not be reached");
        }
    }

    @Test
    void shouldDeleteWhatNoFileHasAnyMore() throws Exception {
        // given a file with something too little for a part, and what a Ferry left that was killed while it replaced
        // such a thing
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, 300_000));
        String left = incoming.id() + "/tail-left";
        ferry.index().tailBegins(left);
        try (Spool spool = new Spool(Files.createDirectories(folder.resolve("spool")))) {
            spool.write(CONTENT, 0, 1000);
            ferry.bucket().put(left, spool);
        }

        // when nobody can be sending it any more
        ferry.incoming().expire();
        assertThat(ferry.bucket().size(left)).contains(1000L);
        clock.pass(Duration.ofHours(2));
        ferry.incoming().expire();

        // then
        assertThat(ferry.bucket().size(left)).isEmpty();
        assertThat(ferry.index().leftTails(clock.instant())).isEmpty();
        ferry.incoming().append(incoming, 300_000, part(300_000, CONTENT.length));
        assertThat(ferry.incoming().fingerprint(incoming).get(60, TimeUnit.SECONDS))
                .isEqualTo(hash());
        assertThat(tails(ferry)).isZero();
    }

    /** How many tails are on record. */
    private int tails(Ferry ferry) {
        clock.pass(Duration.ofMinutes(1));
        return ferry.index().leftTails(clock.instant()).size();
    }

    @Test
    void shouldKeepAWholeFile() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);

        ferry.incoming().append(incoming, 0, part(0, CONTENT.length));
        String sha256 = ferry.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS);
        Artifact kept = ferry.incoming().keep(incoming, sha256);

        assertThat(sha256).isEqualTo(hash());
        assertThat(ferry.store().verify(kept.id())).isEqualTo(kept);
        assertThat(ferry.store().of("m-1")).containsExactly(kept);
        assertThat(ferry.store().of("m-2")).isEmpty();
        assertThat(ferry.incoming().list()).isEmpty();
        assertThat(FileContent.bytes(ferry.store().open(kept.id()), CONTENT.length - 10, 10))
                .isEqualTo(Arrays.copyOfRange(CONTENT, CONTENT.length - 10, CONTENT.length));
        assertThat(folder.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void shouldGoOnAtAnotherFerryWithEveryByteThatCame() throws Exception {
        // given
        Ferry first = ferry();
        Ferry second = ferry();
        IncomingFile incoming = aDump(first);
        assertThatIOException().isThrownBy(() -> first.incoming().append(incoming, 0, cut(0, 12_345_678)));

        // when
        IncomingFile found = second.incoming().find(incoming.id()).orElseThrow();
        assertThat(second.incoming().received(found.id())).isEqualTo(12_345_678);
        second.incoming().append(found, 12_345_678, part(12_345_678, 13_000_000));
        first.incoming().append(found, 13_000_000, part(13_000_000, CONTENT.length));

        // then
        String sha256 = second.incoming().fingerprint(found).get(20, TimeUnit.SECONDS);
        assertThat(sha256).isEqualTo(hash());
        Artifact kept = second.incoming().keep(found, sha256);
        assertThat(first.store().verify(kept.id())).isEqualTo(kept);
    }

    @Test
    void shouldGoOnAfterAFerryWasKilledInTheMiddleOfAPart() throws Exception {
        // given a Ferry whose last words never reached anybody
        Ferry killed = ferry();
        IncomingFile incoming = aDump(killed);
        BucketWriter writer = killed.store().parts().open(incoming.id(), null);
        writer.write(CONTENT, 0, 17_000_000);

        // when
        Ferry next = ferry();
        int received = Math.toIntExact(next.incoming().received(incoming.id()));
        assertThat(received).isLessThan(17_000_000);
        next.incoming().append(incoming, received, part(received, CONTENT.length));

        // then
        assertThat(next.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS))
                .isEqualTo(hash());
        // and the one that was not dead after all adds nothing any more
        assertThat(catchThrowable(() -> {
                    writer.write(CONTENT, 0, 12_000_000);
                    writer.finish();
                }))
                .isInstanceOf(IOException.class);
        Artifact kept = next.incoming().keep(incoming, hash());
        assertThat(next.store().verify(kept.id())).isEqualTo(kept);
    }

    @Test
    void shouldFindTheObjectThatAKilledFerryMadeAndDidNotNote() throws Exception {
        // given
        Ferry killed = ferry();
        IncomingFile incoming = aDump(killed);
        BucketWriter writer = killed.store().parts().open(incoming.id(), null);
        writer.write(CONTENT, 0, CONTENT.length);
        writer.close();
        killed.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS);
        new JdbcTemplate(database)
                .update(
                        "update bucket_file set whole = false where id = ?",
                        incoming.id().value());

        // when
        Ferry next = ferry();
        Artifact kept = next.incoming()
                .keep(incoming, next.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS));

        // then
        assertThat(kept.sha256()).isEqualTo(hash());
        assertThat(next.store().verify(kept.id())).isEqualTo(kept);
    }

    @Test
    void shouldLeaveADownloadAloneThatAnotherFerryContinues() throws Exception {
        // given a Ferry that was silent for so long that another one went on
        Ferry silent = ferry();
        BucketDownload left = new BucketDownload(
                silent.store(), silent.index(), "download/m-1/DUMP/a.dump", "m-1", ArtifactKind.DUMP, "a.dump");
        left.begin("\"v1\"");
        left.write(CONTENT, 0, 16_000_000);
        clock.pass(Duration.ofMinutes(1));
        Ferry next = ferry();

        // when it gives up while the other one writes, and again when the file is stored
        Artifact fetched = next.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(catchThrowable(() -> left.write(CONTENT, 16_000_000, 7_000_000)))
                    .isInstanceOf(IOException.class);
            left.discard();
            file.expect(CONTENT.length);
            int there = Math.toIntExact(file.bytes());
            file.write(CONTENT, there, CONTENT.length - there);
            assertThat(file.sha256()).isEqualTo(hashOrThrow());
        });
        left.discard();

        // then
        assertThat(next.store().verify(fetched.id())).isEqualTo(fetched);
        assertThat(next.store().of("m-1")).containsExactly(fetched);
    }

    @Test
    void shouldCutOffTheSenderBefore() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        PipedOutputStream sender = new PipedOutputStream();
        PipedInputStream slow = new PipedInputStream(sender, 1 << 20);
        CompletableFuture<Throwable> before = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> ferry.incoming().append(incoming, 0, slow)));
        sender.write(CONTENT, 0, 524_288);
        while (ferry.incoming().received(incoming.id()) < 524_288) {
            Thread.onSpinWait();
        }

        ferry.incoming().append(incoming, 524_288, part(524_288, CONTENT.length));
        sender.write(CONTENT, 0, 524_288);
        sender.close();

        assertThat(before.get(20, TimeUnit.SECONDS)).isInstanceOf(ArtifactException.class);
        assertThat(ferry.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS))
                .isEqualTo(hash());
    }

    @Test
    void shouldNotWriteFromAnotherPlaceNorTakeASecondFile() {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> ferry.incoming().append(incoming, 5, part(5, 10)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_OFFSET));
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> aDump(ferry()))
                .withMessageContaining("already being transferred");
        assertThat(ferry.incoming().list()).containsExactly(incoming);
    }

    @Test
    void shouldTakeWhateverSendersAndSitesSay() throws Exception {
        Ferry ferry = ferry();

        IncomingFile incoming = ferry.incoming()
                .begin("m-1", ArtifactKind.DUMP, "\0/../é\n.dump", 5, Source.UPLOAD, "\0mark\n" + "x".repeat(3000));
        assertThat(ferry.incoming().find(incoming.id())).contains(incoming);
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ferry.downloads().fetch("m-1", ArtifactKind.JIRA_BACKUP, "é\0.zip", file -> {
                    file.begin('"' + "e".repeat(7000) + '"');
                    file.write(CONTENT, 0, 10);
                    throw RemoteFailure.passing("Broken off.", "Again.");
                }));
    }

    @Test
    void shouldLeaveASmallFileThatIsThereAsItIs() throws Exception {
        // given a file that is smaller than a part, with its object
        Ferry ferry = ferry();
        int size = 1_000_000;
        IncomingFile incoming = ferry.incoming().begin("m-1", ArtifactKind.DUMP, "a.dump", size, Source.UPLOAD, "mark");
        ferry.incoming().append(incoming, 0, part(0, size));

        // when its sender asks once more whether all of it came, here and at another Ferry
        ferry.incoming().append(incoming, size, part(0, 0));
        Ferry next = ferry();
        next.incoming().append(incoming, size, part(0, 0));

        // then
        String sha256 = next.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS);
        Artifact kept = next.incoming().keep(incoming, sha256);
        assertThat(next.store().verify(kept.id())).isEqualTo(kept);
        assertThat(FileContent.bytes(ferry.store().open(kept.id()), 0, size)).isEqualTo(Arrays.copyOf(CONTENT, size));
    }

    @Test
    void shouldNotTouchWhatCountsByNow() throws Exception {
        // given two that look at the same file, of which one has let it count
        Ferry first = ferry();
        Ferry second = ferry();
        IncomingFile incoming = aDump(first);
        first.incoming().append(incoming, 0, part(0, CONTENT.length));
        Artifact kept = first.incoming()
                .keep(incoming, first.incoming().fingerprint(incoming).get(20, TimeUnit.SECONDS));

        // when
        second.incoming().refuse(incoming, new IncomingFile.Rejection("Wrong.", "Bring another."));
        second.incoming().discard(incoming.id());

        // then
        assertThat(first.store().verify(kept.id())).isEqualTo(kept);
    }

    @Test
    void shouldLeaveNoObjectOfAFileThatIsThrownAwayWhileItIsMade() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming =
                ferry.incoming().begin("m-1", ArtifactKind.DUMP, "a.dump", 1_000_000, Source.UPLOAD, "mark");
        BucketWriter writer = ferry.store().parts().open(incoming.id(), null);
        writer.write(CONTENT, 0, 1_000_000);
        ferry().incoming().discard(incoming.id());

        assertThatIOException().isThrownBy(writer::finish);

        assertThat(ferry.bucket().size(incoming.id().value() + "/content")).isEmpty();
    }

    @Test
    void shouldThrowAwayWhatIsRefusedAndSayWhy() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, 11_000_000));

        ferry.incoming().refuse(incoming, new IncomingFile.Rejection("Wrong.", "Bring another."));

        assertThat(ferry().incoming().find(incoming.id()).orElseThrow().rejection())
                .isEqualTo(new IncomingFile.Rejection("Wrong.", "Bring another."));
        assertThat(ferry.incoming().received(incoming.id())).isZero();
        // and another file may come
        aDump(ferry);
    }

    @Test
    void shouldDeleteObjectAndRecord() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, CONTENT.length));
        Artifact kept = ferry.incoming().keep(incoming, hash());
        String object = kept.id() + "/content";
        assertThat(ferry.bucket().size(object)).contains((long) CONTENT.length);

        ferry.store().discard(kept.id());

        assertThat(ferry.bucket().size(object)).isEmpty();
        assertThat(ferry.store().of("m-1")).isEmpty();
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> ferry.store().find(kept.id()))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void shouldNoticeAChangedObject() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, CONTENT.length));
        Artifact kept = ferry.incoming().keep(incoming, hash());
        try (Spool other = new Spool(folder.resolve("spool"))) {
            other.write(new byte[CONTENT.length], 0, CONTENT.length);
            ferry.bucket().put(kept.id() + "/content", other);
        }

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> ferry.store().verify(kept.id()))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CHANGED));
    }

    @Test
    void shouldSayThatSomebodyElseDeletedAnObject() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, CONTENT.length));
        Artifact kept = ferry.incoming().keep(incoming, hash());
        ferry.bucket().delete(kept.id() + "/content");

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> ferry.store().verify(kept.id()))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CHANGED))
                .withMessageContaining("no longer has tests/" + kept.id() + "/content")
                .withMessageContaining("Let the file come again");
    }

    @Test
    void shouldNameWhatNobodyWasToldOf() throws Exception {
        Ferry first = ferry();
        Ferry second = ferry();
        IncomingFile incoming = aDump(first);
        first.incoming().append(incoming, 0, part(0, CONTENT.length));
        Artifact kept = first.incoming().keep(incoming, hash());

        assertThat(second.incoming().unsettled()).containsExactly(kept);
        second.incoming().settled(kept.id());
        assertThat(first.incoming().unsettled()).isEmpty();
    }

    @Test
    void shouldThrowAwayWhatWaitedTooLong() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, 6_000_000));
        clock.pass(Duration.ofDays(2));
        ferry.incoming().expire();
        assertThat(ferry.incoming().list()).containsExactly(incoming);

        clock.pass(Duration.ofDays(2));
        ferry.incoming().expire();

        assertThat(ferry.incoming().list()).isEmpty();
    }

    @Test
    void shouldFetchOnceAndGoOnAtAnotherFerry() throws Exception {
        // given a Ferry that is killed while it fetches
        Ferry killed = ferry();
        BucketDownload left = new BucketDownload(
                killed.store(), killed.index(), "download/m-1/DUMP/a.dump", "m-1", ArtifactKind.DUMP, "a.dump");
        left.begin("\"v1\"");
        left.expect(CONTENT.length);
        left.write(CONTENT, 0, 16_000_000);

        // when another one asks at once, and later
        Ferry next = ferry();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> next.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {}))
                .withMessageContaining("Another Ferry is fetching this file");
        clock.pass(Duration.ofMinutes(1));
        Artifact fetched = next.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.version()).isEqualTo("\"v1\"");
            int there = Math.toIntExact(file.bytes());
            assertThat(there).isGreaterThanOrEqualTo(5_000_000);
            assertThat(next.downloads().underWay("m-1")).hasSize(1);
            file.write(CONTENT, there, CONTENT.length - there);
            assertThat(file.sha256()).isEqualTo(hashOrThrow());
        });

        // then
        assertThat(fetched.sha256()).isEqualTo(hash());
        assertThat(next.store().verify(fetched.id())).isEqualTo(fetched);
        assertThat(next.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    throw new IOException("It is stored already.");
                }))
                .isEqualTo(fetched);
        assertThat(next.downloads().underWay("m-1")).isEmpty();
    }

    private static String hashOrThrow() throws IOException {
        try {
            return hash();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void shouldKeepNothingOfAFetchThatCannotBeGoneOnWith() {
        Ferry ferry = ferry();

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    file.begin(null);
                    file.write(CONTENT, 0, 6_000_000);
                    throw new IOException("disk");
                }));

        assertThat(ferry.index().in(BucketFile.State.values())).isEmpty();
    }

    @Test
    void shouldBeginAnewWhereSomebodyThrewThePartsAway() throws Exception {
        Ferry ferry = ferry();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    file.begin("\"v1\"");
                    file.write(CONTENT, 0, 12_000_000);
                    throw RemoteFailure.passing("Broken off.", "Again.");
                }));
        BucketFile left = ferry.index().in(BucketFile.State.DOWNLOAD).getFirst();
        ferry.bucket().abort(left.object(), String.valueOf(left.uploadId()));

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    assertThat(file.bytes()).isEqualTo(12_000_000);
                    file.write(CONTENT, 12_000_000, CONTENT.length - 12_000_000);
                }))
                .withMessageContaining("no longer has the parts");
        Artifact fetched = ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isZero();
            file.begin("\"v1\"");
            file.write(CONTENT, 0, CONTENT.length);
        });

        assertThat(fetched.sha256()).isEqualTo(hash());
    }

    @Test
    void shouldGoOnInTheSameFerryWhereTheConnectionBroke() throws Exception {
        Ferry ferry = ferry();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    file.begin("\"v1\"");
                    file.write(CONTENT, 0, 6_000_001);
                    throw RemoteFailure.passing("Broken off.", "Again.");
                }));

        Artifact fetched = ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            assertThat(file.bytes()).isEqualTo(6_000_001);
            file.expect(CONTENT.length);
            file.write(CONTENT, 6_000_001, CONTENT.length - 6_000_001);
        });

        assertThat(fetched.sha256()).isEqualTo(hash());
    }

    @Test
    void shouldLetAnotherFerryGoOnAtOnceWhereOneWasStopped() throws Exception {
        // given a Ferry that is stopped with parts on their way
        Ferry stopped = ferry();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> stopped.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
                    file.begin("\"v1\"");
                    file.write(CONTENT, 0, 12_000_000);
                    Thread.currentThread().interrupt();
                    throw RemoteFailure.passing("Ferry is being stopped.", "Again.");
                }));
        assertThat(Thread.interrupted()).as("its thread knows it still").isTrue();

        // when
        Artifact fetched = ferry().downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> {
            int there = Math.toIntExact(file.bytes());
            if (there == 0) {
                file.begin("\"v1\"");
            }
            file.write(CONTENT, there, CONTENT.length - there);
        });

        // then
        assertThat(fetched.sha256()).isEqualTo(hash());
        assertThat(stopped.store().verify(fetched.id())).isEqualTo(fetched);
    }

    @Test
    void shouldKnowThatAStoreIsOnlyAway() throws Exception {
        Ferry ferry = ferry();
        IncomingFile incoming = aDump(ferry);
        ferry.incoming().append(incoming, 0, part(0, 1_000_000));
        S3TestStore other = S3TestStore.start("ferry-test", folder.resolve("none"));
        other.close();
        Ferry astray = ferry(S3TestStore.SECRET, other.endpoint());

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> astray.incoming().append(incoming, 1_000_000, part(1_000_000, CONTENT.length)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.STORE_AWAY))
                .withMessageContaining("could not be reached");
        assertThat(ferry.incoming().received(incoming.id())).isEqualTo(1_000_000);
    }

    @Test
    void shouldSayWhatTheStoreAnswered() {
        Ferry stranger = ferry("wrong");
        IncomingFile incoming = aDump(stranger);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> stranger.incoming().append(incoming, 0, part(0, CONTENT.length)))
                .withMessageContaining("The bucket ferry-test answered 403")
                .withMessageContaining("s3:PutObject");
        assertThat(stranger.incoming().received(incoming.id())).isZero();
    }
}
