package io.ferry.artifact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ferry.artifact.ArtifactException.Kind;
import io.ferry.base.FileContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class EncryptionTest {
    private static final int SIZE = 3_000_000;
    private static final long PART = 1_000_000;
    private static final UploadProperties UPLOADS =
            new UploadProperties(8, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of());

    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatWasWrittenFromAnyPosition() throws IOException {
        // given
        byte[] content = random(1);
        Artifact stored = stored(Keys.of(1), "a.dump", content);
        Random random = new Random(7);

        // when, then: across parts of 1,000,000 bytes and segments of 262,144
        try (SeekableByteChannel channel = store(Keys.of(1)).open(stored.id())) {
            assertThat(channel.size()).isEqualTo(SIZE);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(SIZE);
                int length = random.nextInt(700_000);
                assertThat(FileContent.bytes(channel, from, length))
                        .isEqualTo(Arrays.copyOfRange(content, from, Math.min(SIZE, from + length)));
            }
            assertThat(FileContent.bytes(channel, SIZE, 10)).isEmpty();
        }
    }

    @Test
    void shouldLeaveNothingReadableOnTheDisk() throws IOException {
        // given
        byte[] secret = "The secret of the box. ".repeat(50_000).getBytes(UTF_8);

        // when: one file is stored, one is in transfer each way
        stored(Keys.of(1), "a.dump", secret);
        FolderStore store = store(Keys.of(1));
        try (FolderIncomingFiles incoming = new FolderIncomingFiles(store, UPLOADS)) {
            incoming.append(
                    incoming.begin("m-1", ArtifactKind.DUMP, "b.dump", 2_000_000, IncomingFile.Source.UPLOAD, ""),
                    0,
                    new ByteArrayInputStream(secret));
        }
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new FolderDownloads(store, UPLOADS)
                        .fetch("m-1", ArtifactKind.JIRA_BACKUP, "c.zip", file -> {
                            file.begin("\"v1\"");
                            file.write(secret);
                            throw new IllegalStateException("broken off");
                        }));

        // then
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> contents = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("content"))
                    .toList();
            assertThat(contents).hasSize(3).allMatch(file -> file.endsWith("content.encrypted"));
            for (Path file : contents) {
                assertThat(Files.size(file)).isGreaterThan(secret.length);
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1)).doesNotContain("secret of the box");
            }
        }
    }

    /** Each byte of the file counts: headers, salts, segments, tags. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4, 8, 16, 24, 40, 200_000, 1_000_150, 1_500_000, -1, -20})
    void shouldRefuseWhatWasChanged(long where) throws IOException {
        Artifact stored = stored(Keys.of(1), "a.dump", random(1));
        Path file = file(stored);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (where < 0 ? bytes.length + where : where)] ^= 1;
        Files.write(file, bytes);

        refused(stored);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 30, 262_144, 999_999, 1_000_168, 2_000_336, -1, -16, -100_000})
    void shouldRefuseWhatWasCutOff(long where) throws IOException {
        Artifact stored = stored(Keys.of(1), "a.dump", random(1));
        try (var channel = Files.newByteChannel(file(stored), StandardOpenOption.WRITE)) {
            channel.truncate(where < 0 ? channel.size() + where : where);
        }

        refused(stored);
    }

    @Test
    void shouldRefuseWhatBelongsToAnotherFile() throws IOException {
        Artifact one = stored(Keys.of(1), "a.dump", random(1));
        Artifact other = stored(Keys.of(1), "b.dump", random(2));
        Files.copy(file(other), file(one), StandardCopyOption.REPLACE_EXISTING);

        refused(one);
    }

    @Test
    void shouldRefusePartsInAnotherOrderOrTwice() throws IOException {
        Artifact stored = stored(Keys.of(1), "a.dump", random(1));
        Path file = file(stored);
        byte[] bytes = Files.readAllBytes(file);
        int part = bytes.length / 3;
        byte[] first = Arrays.copyOfRange(bytes, 0, part);
        byte[] second = Arrays.copyOfRange(bytes, part, 2 * part);
        byte[] third = Arrays.copyOfRange(bytes, 2 * part, bytes.length);

        for (List<byte[]> wrong :
                List.of(List.of(second, first, third), List.of(first, first, third), List.of(third, second, first))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            wrong.forEach(out::writeBytes);
            Files.write(file, out.toByteArray());
            refused(stored);
        }
    }

    @Test
    void shouldRefuseAPlainFileInPlaceOfAnEncryptedOne() throws IOException {
        Artifact stored = stored(Keys.of(1), "a.dump", random(1));
        Path encrypted = file(stored);
        Files.write(encrypted.resolveSibling("content"), random(2));
        Files.delete(encrypted);

        refused(stored);
    }

    @Test
    void shouldNameTheKeyThatIsMissing() throws IOException {
        Artifact stored = stored(Keys.of(1), "a.dump", random(1));

        for (ArtifactKeys keys : List.of(ArtifactKeys.NONE, Keys.of(2))) {
            assertThatExceptionOfType(ArtifactException.class)
                    .isThrownBy(() -> store(keys).verify(stored.id()))
                    .withMessageContaining("72cd6e84")
                    .withMessageContaining("ferry.artifacts.encryption.key")
                    .matches(refused -> refused.kind() == Kind.KEY_MISSING);
        }
    }

    @Test
    void shouldReadWithOldKeysAndWriteWithTheFirst() throws IOException {
        // given
        byte[] content = random(1);
        Artifact old = stored(Keys.of(1), "a.dump", content);

        // when
        ArtifactKeys rotated = Keys.of(2, 1);
        Artifact fresh = stored(rotated, "b.dump", content);

        // then
        assertThat(store(rotated).verify(old.id())).isEqualTo(old);
        assertThat(store(Keys.of(2)).verify(fresh.id())).isEqualTo(fresh);
    }

    @Test
    void shouldReadWhatWasStoredBeforeThereWasAKey() throws IOException {
        // given
        byte[] content = random(1);
        Artifact before = stored(ArtifactKeys.NONE, "a.dump", content);

        // when, then
        assertThat(store(Keys.of(1)).verify(before.id())).isEqualTo(before);
        assertThat(file(before)).hasFileName("content");
        assertThat(store(Keys.of(1)).content(before.id()).stream()).hasBinaryContent(content);
    }

    @Test
    void shouldContinueAnUploadWithANewKey() throws Exception {
        // given: killed after 2,300,000 bytes, so without the part that was not finished
        byte[] content = random(1);
        IncomingFile begun;
        FolderIncomingFiles killed = new FolderIncomingFiles(store(Keys.of(1)), UPLOADS);
        begun = killed.begin("m-1", ArtifactKind.DUMP, "a.dump", SIZE, IncomingFile.Source.UPLOAD, "");
        byte[] half = Arrays.copyOf(content, 2_300_000);
        Path copy = folder.resolve("copy");
        killed.write(begun, out -> {
            out.write(half);
            Files.copy(killed.path(begun.id()), copy);
        });
        killed.close();
        Files.copy(copy, killed.path(begun.id()), StandardCopyOption.REPLACE_EXISTING);

        // when
        try (FolderIncomingFiles incoming = new FolderIncomingFiles(store(Keys.of(2, 1)), UPLOADS)) {
            long there = incoming.received(begun.id());
            incoming.append(begun, there, new ByteArrayInputStream(content, (int) there, SIZE));
            Artifact stored = incoming.keep(begun, incoming.fingerprint(begun).get(10, TimeUnit.SECONDS));

            // then
            assertThat(there).isEqualTo(2_000_000);
            assertThat(store(Keys.of(2, 1)).verify(stored.id())).isEqualTo(stored);
            assertThat(store(Keys.of(2, 1)).content(stored.id()).stream()).hasBinaryContent(content);
        }
    }

    @Test
    void shouldReserveRoomForTheOverhead() throws IOException {
        Artifact stored = stored(Keys.of(1), "a.dump", random(1));
        Contents contents = new Contents(Keys.of(1), EncryptedPart.LARGEST);

        assertThat(contents.onDisk(SIZE)).isBetween(Files.size(file(stored)), SIZE + SIZE / 1000L);
        assertThat(new Contents(ArtifactKeys.NONE, PART).onDisk(SIZE)).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing", "short", "c2hvcnQ=", "not base64 but long enough to be a key, at least so"})
    void shouldRefuseWhatIsNoKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArtifactKeys.read(text, "env:KEY"))
                .withMessageContaining("env:KEY")
                .withMessageContaining("openssl rand -base64 32")
                .matches(refused -> !text.contains("Base64")
                        && !String.valueOf(refused.getMessage()).contains("c2hvcnQ"));
    }

    private void refused(Artifact stored) {
        assertChanged(() -> store(Keys.of(1)).verify(stored.id()));
    }

    private static void assertChanged(ThrowingCallable reading) {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(reading)
                .matches(
                        refused -> refused.kind() == Kind.CHANGED || refused.kind() == Kind.KEY_MISSING,
                        "is refused as changed, or with a key that nobody has");
    }

    private Artifact stored(ArtifactKeys keys, String name, byte[] content) {
        return new FolderDownloads(store(keys), UPLOADS)
                .fetch("m-1", ArtifactKind.DUMP, name, file -> file.write(content));
    }

    private FolderStore store(ArtifactKeys keys) {
        return new FolderStore(
                new ArtifactProperties(folder.resolve("store"), List.of(), List.of()),
                Clock.systemUTC(),
                new Contents(keys, PART));
    }

    private Path file(Artifact stored) {
        return store(Keys.of(1)).path(stored.id());
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
