package io.ferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
