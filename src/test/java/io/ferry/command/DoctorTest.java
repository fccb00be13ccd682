package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ferry.base.OwnerOnly;
import io.ferry.command.Doctor.Check;
import io.ferry.command.Doctor.Outcome;
import io.ferry.fixtures.S3TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path home;

    @Test
    void shouldReadAVersionThatIsWrittenInBold() {
        assertThat(Doctor.version("\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /opt/maven"))
                .contains("3.8");
        assertThat(Doctor.version("v20.20.2")).contains("20.20");
        assertThat(Doctor.version("none")).isEmpty();
    }

    @Test
    void shouldFindNothingWrongAndChangeNothing() throws Exception {
        List<Check> checks = examine("--server.port=" + freePort());

        assertThat(checks).noneMatch(check -> check.outcome() == Outcome.WRONG);
        assertThat(checks.stream().map(Check::name))
                .contains(
                        "Java",
                        "Settings",
                        "Ports",
                        "Disk",
                        "Permissions",
                        "Database",
                        "Camunda",
                        "Proxy",
                        "Credentials");
        assertThat(of("Database", checks).text()).contains("made at the first start");
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldFindATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Check ports = of("Ports", examine("--server.port=" + taken.getLocalPort()));

            assertThat(ports.outcome()).isEqualTo(Outcome.WRONG);
            assertThat(ports.text()).contains(String.valueOf(taken.getLocalPort()));
            assertThat(ports.whatToDo()).contains("server.port");
        }
    }

    @Test
    void shouldFindWhatLetsOthersIn() throws Exception {
        Check settings = of("Settings", examine("--server.address=0.0.0.0"));

        assertThat(settings.outcome()).isEqualTo(Outcome.WRONG);
        assertThat(settings.text()).contains("server.address=127.0.0.1");
    }

    @Test
    void shouldFindFilesThatOthersCanRead() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), "name:password");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));

        List<Check> checks = examine(
                "--ferry.credentials.source-jira.source=file:" + secret,
                "--ferry.credentials.source-jira.hosts=jira.example.com");

        assertThat(of("Permissions", checks).outcome()).isEqualTo(Outcome.WARNING);
        assertThat(of("Permissions", checks).whatToDo()).contains("chmod go= " + home);
        assertThat(of("Credentials", checks).outcome()).isEqualTo(Outcome.WARNING);
        assertThat(of("Credentials", checks).whatToDo())
                .isEqualTo("Let only Ferry's user read it: chmod 600 " + secret);
        assertThat(of("Site", checks).text()).startsWith("https://jira.example.com");
    }

    @Test
    void shouldTakeASecretOfRootsThatAGroupMayReadForClosed() throws Exception {
        assumeThat(System.getProperty("user.name")).as("the owner of its files").isEqualTo("root");
        Path secret = Files.writeString(home.resolve("secret"), "name:password");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(Doctor.isLentByRoot(secret, "ferry")).isTrue();
        assertThat(Doctor.isLentByRoot(secret, "root")).as("root's own").isFalse();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(Doctor.isLentByRoot(secret, "ferry")).isFalse();
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        Files.setOwner(
                secret, secret.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(Doctor.isLentByRoot(secret, "ferry")).as("somebody else's").isFalse();
    }

    @Test
    void shouldFindCredentialsThatAreNotThereOrGoNowhere() throws Exception {
        List<Check> checks = examine(
                "--ferry.credentials.one.source=env:FERRY_TEST_NO_SUCH_VARIABLE",
                "--ferry.credentials.one.hosts=jira.example.com",
                "--ferry.credentials.two.source=store");

        assertThat(checks.stream().filter(check -> check.name().equals("Credentials")))
                .allMatch(check -> check.outcome() == Outcome.WRONG)
                .extracting(Check::text)
                .satisfiesExactly(
                        one -> assertThat(one).contains("one"),
                        two -> assertThat(two).contains("two may be sent to no host"));
    }

    @Test
    void shouldFindADatabaseThatCannotBeOpened() throws Exception {
        Check none = of(
                "Database",
                examine(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/ferry",
                        "--spring.datasource.username=f"));
        assertThat(none.outcome()).isEqualTo(Outcome.WRONG);
        assertThat(none.text()).contains("jdbc:postgresql://127.0.0.1:1/ferry");

        String url = "jdbc:h2:file:" + home.resolve("database");
        try (var database = DriverManager.getConnection(url, "sa", "")) {
            assertThat(database.isValid(1)).isTrue();
        }
        try (FileChannel file = FileChannel.open(home.resolve("database.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(of("Database", examine("--spring.datasource.url=" + url)).outcome())
                    .as("another program has it")
                    .isEqualTo(Outcome.WRONG);
        }
        assertThat(of("Database", examine("--spring.datasource.url=" + url)).text())
                .startsWith("H2 ");
    }

    @Test
    void shouldTryTheBucket() throws Exception {
        Path keys = Files.writeString(home.resolve("keys"), S3TestStore.KEY_ID + ":" + S3TestStore.SECRET);
        Path wrong = Files.writeString(home.resolve("wrong"), S3TestStore.KEY_ID + ":wrong");
        try (S3TestStore store = S3TestStore.start("ferry-doctor", Files.createDirectories(home.resolve("none")))) {
            Check good = of("Bucket", examined(bucket(store, keys)));
            assertThat(good.outcome()).as(good.text()).isEqualTo(Outcome.GOOD);

            Check refused = of("Bucket", examined(bucket(store, wrong)));
            assertThat(refused.outcome()).isEqualTo(Outcome.WRONG);
            assertThat(refused.text()).contains("answered 403").contains("s3:PutObject");
        }
    }

    /** Others are asked as well. */
    private List<Check> examined(String... more) throws Exception {
        List<Check> checks = new ArrayList<>();
        new Doctor(settings(more), false).examine(checks::add);
        return checks;
    }

    private static String[] bucket(S3TestStore store, Path credential) {
        return new String[] {
            "--ferry.artifacts.s3.bucket=ferry-doctor",
            "--ferry.artifacts.s3.endpoint=" + store.endpoint(),
            "--ferry.artifacts.s3.credential=file:" + credential
        };
    }

    @Test
    void shouldFindSettingsThatCannotBeUsed() throws Exception {
        assertThat(of("Proxy", examine("--ferry.network.proxy.url=ftp://x")).outcome())
                .isEqualTo(Outcome.WRONG);
        assertThat(examine("--ferry.credentials.one.hosts=jira.example.com"))
                .anyMatch(check -> check.outcome() == Outcome.WRONG
                                && check.name().equals("Proxy")
                        || check.outcome() == Outcome.WRONG && check.name().equals("Credentials"));
    }

    @Test
    void shouldAskCamunda() throws Exception {
        List<Check> checks = new ArrayList<>();
        new Doctor(
                        settings(
                                "--camunda.client.rest-address=http://127.0.0.1:1",
                                "--camunda.client.grpc-address=http://127.0.0.1:1"),
                        false)
                .examine(checks::add);

        assertThat(of("Camunda", checks).outcome()).isEqualTo(Outcome.WRONG);
        assertThat(of("Camunda", checks).text()).contains("http://127.0.0.1:1");
        assertThat(of("Camunda", checks).whatToDo()).isNotEmpty();
    }

    @Test
    void shouldAskTheFerryThatRunsAndNotJudgeSettingsThatItMayNotHave() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, FakeFerry.Answer.ok("""
                        {"status": "UP", "components": {"camundaClient": {"status": "UP", "details": {"version": "8.8.21",
                         "address": "http://127.0.0.1:8080", "signIn": "signed in as demo"}}}}"""), FakeFerry.Answer.ok("""
                        [{"name": "source-jira", "source": "env", "hosts": ["jira.example.com"], "resolves": true},
                         {"name": "app", "source": "store", "hosts": ["app.example.com"], "resolves": false}]"""))) {
            runs(ferry);

            List<Check> checks = new ArrayList<>();
            new Doctor(List.of("--ferry.home=" + home), false).examine(checks::add);

            assertThat(of("Ports", checks).text()).contains("Ferry runs", String.valueOf(ferry.address()));
            assertThat(of("Ferry", checks).text()).contains("settings of its own");
            assertThat(of("Camunda", checks).text())
                    .isEqualTo("Camunda 8.8.21 at http://127.0.0.1:8080, signed in as demo.");
            assertThat(checks.stream().filter(check -> check.name().equals("Credentials")))
                    .extracting(Check::outcome)
                    .containsExactly(Outcome.GOOD, Outcome.WRONG);
            assertThat(ferry.paths).containsExactly("GET /actuator/health", "GET /api/credentials");
            assertThat(ferry.authorizations).containsOnly("Bearer key-of-a-test");
        }
    }

    @Test
    void shouldTellWhatTroubleTheRunningFerryHasWithCamunda() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, new FakeFerry.Answer(503, """
                        {"status": "DOWN", "components": {"camundaClient": {"status": "DOWN",
                         "details": {"why": "Camunda does not answer."}}}}""", null), FakeFerry.Answer.ok("[]"))) {
            runs(ferry);

            List<Check> checks = new ArrayList<>();
            new Doctor(List.of("--ferry.home=" + home), false).examine(checks::add);

            assertThat(of("Camunda", checks).outcome()).isEqualTo(Outcome.WRONG);
            assertThat(of("Camunda", checks).text()).isEqualTo("Camunda does not answer.");
        }
    }

    @Test
    void shouldCheckByItselfWhereTheRunningFerryHasNoKeyForScripts() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0)) {
            runs(ferry);
            Files.delete(home.resolve("script-key"));

            List<Check> checks = new ArrayList<>();
            new Doctor(List.of("--ferry.home=" + home), true).examine(checks::add);

            assertThat(of("Ferry", checks).text()).contains("does not tell how it is", "script-key");
            assertThat(of("Camunda", checks).text()).isEqualTo("not asked (--offline).");
            assertThat(checks).anyMatch(check -> check.name().equals("Proxy"));
            assertThat(ferry.paths).isEmpty();
        }
    }

    @Test
    void shouldJudgeTheSettingsThatAPersonNamesAlsoBesideARunningFerry() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, FakeFerry.Answer.ok("[]"))) {
            runs(ferry);

            List<Check> checks = examine("--ferry.network.proxy.url=ftp://x");

            assertThat(of("Proxy", checks).outcome()).isEqualTo(Outcome.WRONG);
            assertThat(ferry.paths).isEmpty();
        }
    }

    /** Leaves what a running Ferry leaves in its folder. */
    private void runs(FakeFerry ferry) throws IOException {
        Files.writeString(OwnerOnly.file(home.resolve("script-key")), "key-of-a-test\n");
        ProcessHandle myself = ProcessHandle.current();
        long started = myself.info().startInstant().orElseThrow().toEpochMilli();
        Files.writeString(OwnerOnly.file(home.resolve("running")), """
                {"process": %d, "processStarted": %d, "address": "%s", "since": "2026-11-30T01:00:00Z",
                 "health": "%s/actuator/health"}""".formatted(
                        myself.pid(), started, ferry.address(), ferry.address()));
    }

    @Test
    void shouldTellScriptsAndPeople() {
        String[] arguments = settings("--ferry.network.proxy.url=ftp://x").toArray(String[]::new);
        Run people = new Run(new DoctorCommand(), join(new String[] {"--offline", "--"}, arguments));
        assertThat(people.status).isEqualTo(1);
        assertThat(people.out()).contains(" ✓ Java ", " ✗ Proxy ", "→ ", "Something is wrong");

        Run script = new Run(new DoctorCommand(), join(new String[] {"--offline", "--json", "--"}, arguments));
        assertThat(script.status).isEqualTo(1);
        assertThat(script.out())
                .startsWith("[")
                .contains("\"outcome\" : \"WRONG\"")
                .doesNotContain("Something is wrong");
    }

    private static String[] join(String[] first, String[] second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private List<Check> examine(String... more) throws Exception {
        List<Check> checks = new ArrayList<>();
        new Doctor(settings(more), true).examine(checks::add);
        return checks;
    }

    private List<String> settings(String... more) {
        List<String> settings = new ArrayList<>(List.of("--ferry.home=" + home));
        if (List.of(more).stream().noneMatch(each -> each.startsWith("--server.port"))) {
            settings.add("--server.port=0");
        }
        settings.addAll(List.of(more));
        return settings;
    }

    private static Check of(String name, List<Check> checks) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
