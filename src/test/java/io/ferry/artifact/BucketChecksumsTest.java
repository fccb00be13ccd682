package io.ferry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ferry.artifact.ArtifactException.Kind;
import io.ferry.artifact.BucketTest.Ferry;
import io.ferry.artifact.IncomingFile.Source;
import io.ferry.artifact.S3Relay.Call;
import io.ferry.artifact.S3Relay.Sent;
import io.ferry.fixtures.S3TestStore;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestDatabase;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.TestS3Clients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What changes on the way to the bucket, or in it, never counts as stored. */
class BucketChecksumsTest {
    /** Two whole parts, and a little one. */
    private static final byte[] CONTENT = new byte[11_000_000];

    /** Too little for parts. */
    private static final int FEW = 300_000;

    private static final String ANOTHER_MD5 = "0123456789abcdef0123456789abcdef";

    static {
        new Random(11).nextBytes(CONTENT);
    }

    @TempDir
    private static Path folder;

    private static S3TestStore s3;

    private final DataSource database = TestDatabase.H2.withTables();
    private S3Relay relay;
    private Ferry ferry;

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

    @BeforeEach
    void standBetween() throws IOException {
        relay = new S3Relay(s3.endpoint());
        ferry = Ferry.with(
                database,
                new TestClock(),
                folder.resolve("spool"),
                new BucketProperties(
                        "ferry-test",
                        "tests/",
                        "us-east-1",
                        URI.create(relay.endpoint()),
                        null,
                        CredentialReference.of("env:STORE"),
                        null,
                        null,
                        DataSize.ofMegabytes(5)),
                TestS3Clients.with(S3TestStore.KEY_ID + ":" + S3TestStore.SECRET, relay.client()));
    }

    @AfterEach
    void end() {
        ferry.close();
        relay.close();
    }

    @Test
    void shouldSendTheMd5OfEveryObjectAndPart() throws Exception {
        stored(aFile(FEW));
        IncomingFile large = aFile(CONTENT.length);
        // and what is too little for a part until more comes
        append(large, 0, FEW);
        append(large, FEW, CONTENT.length);

        assertThat(relay.sent(Call.PUT_OBJECT)).hasSize(2);
        assertThat(relay.sent(Call.UPLOAD_PART)).hasSize(3);
        assertThat(Stream.of(Call.PUT_OBJECT, Call.UPLOAD_PART).flatMap(call -> relay.sent(call).stream()))
                .allSatisfy(sent -> assertThat(sent.headers())
                        .containsEntry("content-md5", md5(sent.body()))
                        // The signature is not of the body: only the MD5 is.
                        .containsEntry("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
    }

    @Test
    void shouldNotCountAPartThatChangedOnTheWay() throws Exception {
        IncomingFile file = aFile(CONTENT.length);
        relay.spoilNext(Call.UPLOAD_PART);

        assertThatRefused(() -> append(file, 0, CONTENT.length), "its bytes changed on the way (BadDigest)");

        assertThat(relay.sent(Call.UPLOAD_PART)).extracting(Sent::status).contains(400);
        assertThat(relay.sent(Call.COMPLETE_MULTIPART_UPLOAD)).isEmpty();
        assertGoesOn(file);
    }

    @Test
    void shouldNotCountASmallFileThatChangedOnTheWay() throws Exception {
        IncomingFile file = aFile(FEW);
        relay.spoilNext(Call.PUT_OBJECT);

        assertThatRefused(() -> append(file, 0, FEW), "its bytes changed on the way (BadDigest)");

        assertThat(ferry.incoming().received(file.id())).isZero();
        assertGoesOn(file);
    }

    @Test
    void shouldNotCountAPartThatTheStoreHasOtherwise() throws Exception {
        IncomingFile file = aFile(CONTENT.length);
        relay.answer(Call.UPLOAD_PART, "ETag", '"' + ANOTHER_MD5 + '"');

        assertThatRefused(() -> append(file, 0, CONTENT.length), "is not what Ferry sent");

        assertThat(ferry.incoming().received(file.id())).isZero();
        assertThat(relay.sent(Call.COMPLETE_MULTIPART_UPLOAD)).isEmpty();
        relay.heal();
        assertGoesOn(file);
    }

    @Test
    void shouldNotCountASmallFileThatTheStoreHasOtherwise() throws Exception {
        IncomingFile file = aFile(FEW);
        relay.answer(Call.PUT_OBJECT, "ETag", '"' + ANOTHER_MD5 + '"');

        assertThatRefused(() -> append(file, 0, FEW), "is not what Ferry sent");

        assertThat(ferry.incoming().received(file.id())).isZero();
        relay.heal();
        assertGoesOn(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag=\"" + ANOTHER_MD5 + "-3\"", "Content-Length=10999999"})
    void shouldNotCountAWholeThatIsOtherThanItsParts(String answered) throws Exception {
        String[] header = answered.split("=", 2);
        IncomingFile file = aFile(CONTENT.length);
        relay.answer(Call.HEAD_OBJECT, header[0], header[1]);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> append(file, 0, CONTENT.length))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CHANGED))
                .withMessageContaining("is not what Ferry sent")
                .withMessageContaining("from its beginning");

        assertNotStored(file);
        // and whoever looks at what came is told why it cannot be used
        assertThat(ferry.incoming()
                        .fingerprint(file)
                        .handle((sha256, failed) -> failed)
                        .get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CHANGED));
        // and once it is thrown away, it may come again
        relay.heal();
        ferry.incoming().discard(file.id());
        stored(aFile(CONTENT.length));
    }

    @Test
    void shouldDownloadAnewWhatTheStoreMadeOtherOfItsParts() throws Exception {
        relay.answer(Call.HEAD_OBJECT, "ETag", '"' + ANOTHER_MD5 + "-3\"");
        Downloader site = file -> {
            assertThat(file.bytes()).isZero();
            file.begin("\"v1\"");
            file.write(CONTENT, 0, CONTENT.length);
        };

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ferry.downloads().fetch("m-1", ArtifactKind.DUMP, "a.dump", site))
                .withMessageContaining("is not what Ferry sent");

        assertThat(ferry.store().of("m-1")).isEmpty();
        relay.heal();
        assertThat(ferry.downloads()
                        .fetch("m-1", ArtifactKind.DUMP, "a.dump", site)
                        .sha256())
                .isEqualTo(sha256(CONTENT.length));
    }

    private IncomingFile aFile(int bytes) {
        return ferry.incoming().begin("m-" + bytes, ArtifactKind.DUMP, "a.dump", bytes, Source.UPLOAD, "mark");
    }

    private void append(IncomingFile file, int from, int to) throws IOException {
        ferry.incoming().append(file, from, new ByteArrayInputStream(CONTENT, from, to - from));
    }

    private void assertThatRefused(ThrowingCallable writing, String message) {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(writing)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.STORE_AWAY))
                .withMessageContaining(message)
                .withMessageContaining("Let it come again");
    }

    private void assertNotStored(IncomingFile file) {
        assertThat(ferry.store().of(file.owner())).isEmpty();
        assertThat(ferry.index().find(file.id()).orElseThrow().whole()).isFalse();
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> ferry.incoming().keep(file, sha256((int) file.bytes())));
    }

    /** What did not arrive comes again, and then all of it is there. */
    private void assertGoesOn(IncomingFile file) throws Exception {
        assertNotStored(file);
        append(file, (int) ferry.incoming().received(file.id()), (int) file.bytes());
        stored(file);
    }

    /** Lets what is missing come. */
    private void stored(IncomingFile file) throws Exception {
        int bytes = (int) file.bytes();
        if (ferry.incoming().received(file.id()) < bytes) {
            append(file, 0, bytes);
        }
        Artifact kept =
                ferry.incoming().keep(file, ferry.incoming().fingerprint(file).get(20, TimeUnit.SECONDS));
        assertThat(ferry.store().verify(kept.id()).sha256()).isEqualTo(sha256(bytes));
        assertThat(ferry.store().of(file.owner())).isEqualTo(List.of(kept));
    }

    private static String md5(byte[] body) {
        return Base64.getEncoder().encodeToString(Md5s.start().digest(body));
    }

    private static String sha256(int bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(CONTENT, 0, bytes);
        return HexFormat.of().formatHex(digest.digest());
    }
}
