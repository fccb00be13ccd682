package io.ferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.support.GenericApplicationContext;

class StartChecksTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", ""})
    void shouldNotBeReachedByOthersWithoutSignIn(String address) {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check("server.address=" + address))
                .withMessageContaining("server.address=127.0.0.1")
                .withMessageContaining("ferry.access.oidc.issuer");
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check("server.address=" + address, "ferry.access.oidc.issuer="));
        assertThatCode(() -> check("server.address=" + address, "ferry.access.oidc.issuer=https://sign-in.example.com"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNotTellOthersHowItIsThroughThePortOfItsHealth() {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check("server.address=127.0.0.1", "management.server.address=0.0.0.0"))
                .withMessageContaining("management.server.address");
    }

    @Test
    void shouldRefuseToStartAndSayWhy() {
        // The whole server, from its own start: it ends before it opens anything.
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() ->
                        FerryServer.start("--server.address=0.0.0.0", "--server.port=0", "--ferry.home=" + folder));
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void shouldStartOnThisComputer(String address) {
        assertThatCode(() -> check("server.address=" + address)).doesNotThrowAnyException();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepEverythingToItself() throws IOException, SQLException {
        // given what an earlier version left
        Path home = Files.createDirectories(folder.resolve("home"));
        Path artifacts = Files.createDirectories(folder.resolve("artifacts"));
        Path backup = Files.writeString(
                Files.createDirectories(artifacts.resolve("a")).resolve("content"), "x");
        for (Path path : List.of(home, artifacts, backup.getParent())) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(backup, PosixFilePermissions.fromString("rw-r--r--"));
        String url = "jdbc:h2:file:" + folder.resolve("database").resolve("ferry");

        // when
        check(
                "server.address=127.0.0.1",
                "ferry.home=" + home,
                "ferry.artifacts.folder=" + artifacts,
                "spring.datasource.url=" + url + ";DB_CLOSE_ON_EXIT=FALSE");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("create table t (a int)");
        }

        // then
        for (Path path : List.of(home, artifacts, backup.getParent(), folder.resolve("database"))) {
            assertThat(permissions(path)).as("%s", path).isEqualTo("rwx------");
        }
        assertThat(permissions(backup)).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder.resolve("database"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepWhatH2PutsBesideTheDatabase() throws IOException {
        // given what H2 left under an earlier version, in a folder of its own and in one that holds other things
        for (String name : List.of("own", "shared")) {
            Path database = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (String file : List.of("ferry.mv.db", "ferry.trace.db", "ferry.lock.db")) {
                Files.setPosixFilePermissions(
                        Files.createFile(database.resolve(file)), PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        Path other = Files.createFile(folder.resolve("shared").resolve("another.txt"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));

        // when
        for (String name : List.of("own", "shared")) {
            check(
                    "server.address=127.0.0.1",
                    "spring.datasource.url=jdbc:h2:file:" + folder.resolve(name).resolve("ferry"));
        }

        // then: nothing of others is touched
        for (String name : List.of("own", "shared")) {
            for (String file : List.of("ferry.mv.db", "ferry.trace.db", "ferry.lock.db")) {
                assertThat(permissions(folder.resolve(name).resolve(file))).isEqualTo("rw-------");
            }
        }
        assertThat(permissions(folder.resolve("own"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("shared"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(other)).isEqualTo("rw-r--r--");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldCloseWhateverIsInItsHome() throws IOException {
        // given
        Path home = folder.resolve("home");
        List<Path> files = List.of(
                home.resolve("script-key"),
                home.resolve("camunda-tokens"),
                home.resolve("inbox").resolve("backup.zip"),
                home.resolve("database").resolve("ferry.trace.db"));
        for (Path file : files) {
            Files.createDirectories(file.getParent());
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxr-x"));
            Files.setPosixFilePermissions(Files.createFile(file), PosixFilePermissions.fromString("rw-rw-r--"));
        }

        // when
        check("server.address=127.0.0.1", "ferry.home=" + home);

        // then
        assertThat(permissions(home)).isEqualTo("rwx------");
        for (Path file : files) {
            assertThat(permissions(file)).as("%s", file).isEqualTo("rw-------");
            assertThat(permissions(Objects.requireNonNull(file.getParent()))).isEqualTo("rwx------");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @ExtendWith(OutputCaptureExtension.class)
    void shouldSayThatEverybodySeesWhatPeopleUpload(CapturedOutput log) throws IOException {
        Path open = Files.createDirectories(folder.resolve("open"));
        Path closed = Files.createDirectories(folder.resolve("closed"));
        Path inside = Files.createDirectories(closed.resolve("inside"));
        for (Path each : List.of(folder, open, inside)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-x---"));

        check("server.address=127.0.0.1", "ferry.artifacts.upload-folders=" + open + "," + inside);

        assertThat(log)
                .contains("Everybody on this computer can see what people put into " + open)
                .contains("chmod o= " + open)
                .doesNotContain("people put into " + inside);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldLetAnEncryptedDatabaseBegin() throws SQLException {
        // given a key that comes from outside: of the file, then of the user
        String url = "jdbc:h2:file:" + folder.resolve("database").resolve("ferry") + ";CIPHER=AES";

        // when
        check("server.address=127.0.0.1", "spring.datasource.url=" + url);

        // then
        for (int start = 0; start < 2; start++) {
            try (var connection = DriverManager.getConnection(url, "ferry", "key-of-the-file users-password")) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, "ferry", "another users-password"));
    }

    @Test
    void shouldRefuseToStartWithoutTheKeyOfStoredFiles() throws IOException {
        // given the header of a file that is encrypted with a key known by 72cd6e84
        Path file = Files.createDirectories(folder.resolve("artifacts").resolve("a"))
                .resolve("content.encrypted");
        Files.write(
                file,
                ByteBuffer.allocate(200)
                        .putInt(0x46525931)
                        .putInt(0x72cd6e84)
                        .putLong(100)
                        .putLong(176)
                        .array());
        String artifacts = "ferry.artifacts.folder=" + folder.resolve("artifacts");
        Path key = Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        String wrong = "ferry.artifacts.encryption.key=file:" + key;

        // then
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check("server.address=127.0.0.1", artifacts))
                .withMessageContaining("72cd6e84")
                .withMessageContaining("ferry.artifacts.encryption.key is not set");
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check("server.address=127.0.0.1", artifacts, wrong))
                .withMessageContaining("72cd6e84")
                .withMessageContaining("is only 66687aad");

        // and once the key is there
        byte[] right = new byte[32];
        Arrays.fill(right, (byte) 1);
        Files.writeString(key, Base64.getEncoder().encodeToString(right));
        assertThatCode(() -> check("server.address=127.0.0.1", artifacts, wrong))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAKeyThatIsNone() throws IOException {
        Path artifacts = Files.createDirectories(folder.resolve("artifacts"));
        Path inside =
                Files.writeString(artifacts.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));

        for (String key : List.of("hunter2", "env:FERRY_NO_SUCH_KEY", "file:" + folder.resolve("nothing"))) {
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> check(
                            "server.address=127.0.0.1",
                            "ferry.artifacts.folder=" + artifacts,
                            "ferry.artifacts.encryption.key=" + key))
                    .withMessageContaining("ferry.artifacts.encryption.key")
                    .withMessageNotContaining("hunter2");
        }
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check(
                        "server.address=127.0.0.1",
                        "ferry.artifacts.folder=" + artifacts,
                        "ferry.artifacts.encryption.key=file:" + inside))
                .withMessageContaining("the folder that it protects");
    }

    @Test
    void shouldSayWhichFolderCannotBeKept() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("home"), "not a folder");

        // then
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> check("server.address=127.0.0.1", "ferry.home=" + file))
                .withMessageContaining("ferry.home");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void check(String... settings) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            TestPropertyValues.of(settings).applyTo(context);
            new StartChecks().initialize(context);
        }
    }
}
