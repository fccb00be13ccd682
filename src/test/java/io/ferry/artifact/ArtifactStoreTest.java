package io.ferry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ferry.artifact.ArtifactException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class ArtifactStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private Path root;
    private Path inbox;
    private FolderStore store;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("store");
        inbox = Files.createDirectory(folder.resolve("inbox"));
        store = new FolderStore(
                new ArtifactProperties(root, List.of(inbox), List.of()), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void shouldKeepAFileWithItsHash() throws IOException {
        // when
        Artifact stored = hello("../../dump.bin");

        // then
        assertThat(stored.bytes()).isEqualTo(5);
        assertThat(stored.sha256()).isEqualTo(HELLO);
        assertThat(stored.name()).isEqualTo("dump.bin");
        assertThat(store.find(stored.id())).isEqualTo(stored);
        assertThat(store.content(stored.id()).stream()).hasContent("hello");
        assertThat(store.verify(stored.id())).isEqualTo(stored);
        assertThat(store.of("m1")).containsExactly(stored);
        assertThat(store.of("m2")).isEmpty();
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
    void shouldSayThatThereIsNoSuchFile() {
        ArtifactId unknown = ArtifactId.random();
        assertThatArtifactException(() -> store.find(unknown), Kind.NOT_FOUND);
        assertThatArtifactException(() -> store.content(unknown), Kind.NOT_FOUND);
    }

    @Test
    void shouldAllowAFileInAnAllowedFolder() throws IOException {
        // given
        Path path =
                Files.writeString(Files.createDirectory(inbox.resolve("sub")).resolve("b.zip"), "hello");

        // when, then
        assertThat(store.allowed(inbox.resolve("./sub/b.zip"))).isEqualTo(path);
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
                () -> new FolderStore(new ArtifactProperties(root, List.of(), List.of())).allowed(secret),
                Kind.HAND_OVER_REFUSED);
    }

    private Artifact hello(String name) {
        return new FolderDownloads(
                        store, new UploadProperties(1, Duration.ofDays(3), DataSize.ofMegabytes(1), Set.of(), Map.of()))
                .fetch("m1", ArtifactKind.DUMP, name, file -> file.write("hello".getBytes(UTF_8)));
    }

    private static void assertThatArtifactException(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Kind kind) {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
