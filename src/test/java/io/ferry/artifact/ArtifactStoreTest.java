package io.ferry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ferry.artifact.ArtifactException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private Path root;
    private Path inbox;
    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("store");
        inbox = Files.createDirectory(folder.resolve("inbox"));
        store = new ArtifactStore(new ArtifactProperties(root, List.of(inbox)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void shouldKeepAFileWithItsHash() {
        // when
        Artifact stored = hello("../../dump.bin");

        // then
        assertThat(stored.bytes()).isEqualTo(5);
        assertThat(stored.sha256()).isEqualTo(HELLO);
        assertThat(stored.name()).isEqualTo("dump.bin");
        assertThat(store.find(stored.id())).isEqualTo(stored);
        assertThat(store.path(stored.id())).hasContent("hello");
        assertThat(store.verify(stored.id())).isEqualTo(stored);
        assertThat(store.of("m1")).containsExactly(stored);
        assertThat(store.of("m2")).isEmpty();
    }

    @Test
    void shouldRemoveWhatIsHalfMadeOfOneOwnerOnly() throws IOException {
        // given
        Artifact stored = hello("dump.bin");
        store.store("m1", ArtifactKind.DUMP, "half.bin", out -> {
            out.write(1);
            // Ferry dies here: what it has written so far stays.
            copyAside("part-m1-", "crashed");
            copyAside("part-m1-", "part-m2-crashed");
        });

        // when
        store.removeHalfMade("m1");
        store.removeHalfMade("nobody");

        // then
        try (var left = Files.list(root)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("part-")))
                    .containsExactly("part-m2-crashed");
        }
        assertThat(store.verify(stored.id())).isEqualTo(stored);
    }

    @Test
    void shouldSayThatThereIsNoRoomBeforeAnythingIsBegun() {
        store.requireRoom(1);
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.requireRoom(Long.MAX_VALUE))
                .satisfies(full -> assertThat(full.kind()).isEqualTo(Kind.STORE_FULL))
                .withMessageContaining("ferry.artifacts.folder");
    }

    private void copyAside(String from, String to) throws IOException {
        try (var folders = Files.list(root)) {
            Path aside = folders.filter(path -> path.getFileName().toString().startsWith(from))
                    .findFirst()
                    .orElseThrow();
            Path copy = Files.createDirectories(root.resolve(to.startsWith("part-") ? to : "part-m1-" + to));
            Files.copy(aside.resolve("content"), copy.resolve("content"));
        }
    }

    @Test
    void shouldFindThatAFileChanged() throws IOException {
        // given
        Artifact stored = hello("dump.bin");

        // when
        Files.writeString(store.path(stored.id()), "hallo");

        // then
        assertThatArtifactException(() -> store.verify(stored.id()), Kind.CHANGED);
    }

    @Test
    void shouldKeepNothingHalfMade() throws IOException {
        // when
        assertThatIllegalStateException()
                .isThrownBy(() -> store.store("m1", ArtifactKind.DUMP, "dump.bin", out -> {
                    out.write(new byte[100]);
                    throw new IllegalStateException("broken off");
                }));
        assertThatArtifactException(
                () -> store.store("m1", ArtifactKind.DUMP, "dump.bin", out -> {
                    out.write(new byte[100]);
                    throw new IOException("No space left on device");
                }),
                Kind.STORE_FULL);
        assertThatArtifactException(
                () -> store.store("m1", ArtifactKind.DUMP, "dump.bin", out -> {
                    throw new UncheckedIOException(new IOException("Disk quota exceeded"));
                }),
                Kind.STORE_FULL);

        // then
        assertThat(store.of("m1")).isEmpty();
        try (var files = Files.list(root)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchFile() {
        ArtifactId unknown = ArtifactId.random();
        assertThatArtifactException(() -> store.find(unknown), Kind.NOT_FOUND);
        assertThatArtifactException(() -> store.path(unknown), Kind.NOT_FOUND);
    }

    @Test
    void shouldAllowAFileInAnAllowedFolder() throws IOException {
        // given
        Path handedOver =
                Files.writeString(Files.createDirectory(inbox.resolve("sub")).resolve("b.zip"), "hello");

        // when, then
        assertThat(store.allowed(inbox.resolve("./sub/b.zip"))).isEqualTo(handedOver);
    }

    @Test
    void shouldAllowNothingElse() throws IOException {
        // given
        Path secret = Files.writeString(folder.resolve("secret"), "hello");
        Path link = Files.createSymbolicLink(inbox.resolve("link"), secret);
        Path linkedFolder = Files.createSymbolicLink(inbox.resolve("folder"), folder);

        // when, then
        for (Path path : List.of(
                secret,
                link,
                linkedFolder.resolve("secret"),
                inbox.resolve("../secret"),
                inbox,
                inbox.resolve("missing"),
                Path.of("relative"),
                Path.of("/etc/passwd"))) {
            assertThatArtifactException(() -> store.allowed(path), Kind.HAND_OVER_REFUSED);
        }
        assertThatArtifactException(
                () -> new ArtifactStore(new ArtifactProperties(root, List.of())).allowed(secret),
                Kind.HAND_OVER_REFUSED);
    }

    private Artifact hello(String name) {
        return store.store("m1", ArtifactKind.DUMP, name, out -> out.write("hello".getBytes(UTF_8)));
    }

    private static void assertThatArtifactException(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Kind kind) {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
