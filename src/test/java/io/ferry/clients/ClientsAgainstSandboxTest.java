package io.ferry.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Downloads;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Box;
import io.ferry.bigpicture.Connection;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.fixtures.SandboxSites;
import io.ferry.fixtures.TestClock;
import io.ferry.jira.cloud.AppInstallation;
import io.ferry.jira.cloud.CloudUser;
import io.ferry.jira.cloud.CreatedUser;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.DataCenterUser;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.sandbox.side.Side;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Walks the whole route through every method of the facades, against the sandbox; each test goes on where the last ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClientsAgainstSandboxTest {
    private static final String APP = "eu.softwareplant.bigpicture";
    private static final TestClock CLOCK = new TestClock();

    @TempDir
    static Path folder;

    private static SandboxSites sites;
    private static JiraDataCenter source;
    private static JiraCloud target;

    @SuppressWarnings("NullAway.Init")
    private static Artifact dump;

    @SuppressWarnings("NullAway.Init")
    private static Artifact backup;

    @BeforeAll
    static void start() {
        sites = SandboxSites.start(
                folder,
                options -> options.longWork(Duration.ofMinutes(10)),
                CLOCK,
                Map.of("ferry.remote.attempts", "2"));
        source = sites.source();
        target = sites.target();
    }

    @AfterAll
    static void stop() {
        sites.close();
    }

    @Test
    @Order(1)
    void shouldLookAtTheSource() {
        assertThat(source.serverInfo().isCloud()).isFalse();
        assertThat(source.myself().active()).isTrue();
        assertThat(source.permissions(Set.of("ADMINISTER", "NO_SUCH")))
                .contains("ADMINISTER")
                .doesNotContain("NO_SUCH");
        assertThat(source.projects()).isNotEmpty();
        assertThat(source.issueCount(
                        "project = \"" + source.projects().getFirst().key() + "\""))
                .isPositive();
        List<DataCenterUser> users = new ArrayList<>();
        source.forEachUser(users::add);
        assertThat(users).isNotEmpty().allSatisfy(user -> assertThat(user.key()).isNotBlank());
        assertThat(source.app(APP)).isPresent();
        assertThat(source.app("no.such.app")).isEmpty();
        assertThat(source.appLicence(APP))
                .hasValueSatisfying(licence -> assertThat(licence.valid()).isTrue());
    }

    @Test
    @Order(2)
    void shouldLookAtTheTarget() {
        assertThat(target.serverInfo().isCloud()).isTrue();
        assertThat(target.myself().id()).isNotBlank();
        assertThat(target.permissions(Set.of("ADMINISTER"))).contains("ADMINISTER");
        assertThat(target.licence().products()).isNotEmpty();
        assertThat(target.app(APP)).isEmpty();
        assertThat(target.appLicence(APP)).isEmpty();
        assertThat(cloudUsers()).isNotEmpty();
        assertThat(target.imports()).isEmpty();
    }

    @Test
    @Order(3)
    void shouldFetchADump() {
        BigPicture app = sites.sourceApp();
        assertThat(app.app().key()).isEqualTo(APP);
        app.reinstall(app.app().version());
        pass();
        Box root = sites.sourceApp().boxes();
        assertThat(root.all()).isNotEmpty();
        assertThat(app.teams()).isNotEmpty();
        assertThat(app.ownScope(root.all().getFirst().id()).definitions()).isNotEmpty();
        app.dumps().create("ferry-mark before the move");
        pass();
        Dump made = waitFor(
                () -> sites.sourceApp().dumps().list(),
                dumps -> dumps.stream()
                        .filter(one -> one.description().contains("ferry-mark") && one.state() == RemoteState.DONE)
                        .findFirst()
                        .orElse(null));
        dump = sites.wired().get(Downloads.class).fetch("m1", ArtifactKind.DUMP, "dump.bin", out -> {
            var transferred = app.dumps().download(made.id(), out);
            assertThat(transferred.bytes()).isEqualTo(made.bytes().orElseThrow());
        });
        assertThat(store().verify(dump.id()).bytes()).isPositive();
    }

    @Test
    @Order(4)
    void shouldFetchTheXmlBackup() {
        XmlBackupOutcome outcome = source.runXmlBackup("ferry-1.zip");
        assertThat(outcome).isEqualTo(new XmlBackupOutcome.Written("ferry-1.zip"));
        backup = sites.wired()
                .get(Downloads.class)
                .fetch(
                        "m1",
                        ArtifactKind.JIRA_BACKUP,
                        "ferry-1.zip",
                        out -> new ExportFolder(folder.resolve("export")).copy("ferry-1.zip", out));
        assertThat(backup.bytes()).isPositive();
    }

    @Test
    @Order(5)
    void shouldImportTheBackup() {
        JiraCloud.UploadedBackup uploaded = target.uploadBackup(store().content(backup.id()));
        assertThat(uploaded.transferred().sha256()).isEqualTo(backup.sha256());
        assertThat(uploaded.sha256()).isEqualTo(backup.sha256());
        assertThat(uploaded.bytes()).isEqualTo(backup.bytes());
        ImportStart start = target.startImport(uploaded.fileId());
        assertThat(start).isInstanceOf(ImportStart.Started.class);
        String taskId = ((ImportStart.Started) start).taskId();
        assertThat(target.startImport(uploaded.fileId())).isInstanceOf(ImportStart.Refused.class);
        ImportProgress progress =
                waitFor(() -> target.importState(taskId), state -> state.state().isInProgress() ? null : state);
        assertThat(progress.state()).isEqualTo(RemoteState.DONE);
        assertThat(progress.percent()).isEqualTo(100);
        assertThat(target.imports()).extracting(ImportProgress::taskId).contains(taskId);
        assertThat(target.projects()).hasSameSizeAs(source.projects());
        String jql = "project = \"" + source.projects().getFirst().key() + "\"";
        assertThat(target.issueCount(jql)).isEqualTo(source.issueCount(jql));
    }

    @Test
    @Order(6)
    void shouldInstallTheApp() {
        assertThat(target.installApp(APP)).isEqualTo(new AppInstallation.Accepted());
        pass();
        assertThat(target.app(APP)).isPresent();
        assertThat(target.appLicence(APP)).hasValueSatisfying(licence -> {
            assertThat(licence.valid()).isTrue();
            assertThat(licence.endsAt()).isPresent();
        });
    }

    @Test
    @Order(7)
    void shouldCreateAccounts() {
        CreatedUser created = target.createUser("new.person@example.com", List.of("jira-software"));
        assertThat(created).isInstanceOf(CreatedUser.Created.class);
        assertThat(target.createUser("no address", List.of("jira-software"))).isInstanceOf(CreatedUser.Refused.class);
        assertThat(cloudUsers()).extracting(CloudUser::accountId).contains(((CreatedUser.Created) created).accountId());
    }

    @Test
    @Order(7)
    void shouldReadAndCreatePeopleThroughRefusalsAndSlowPages() throws Exception {
        // given
        int before = cloudUsers().size();

        // when the site refuses a request, and takes too long over the first large page
        fault("too-many-requests", "{\"retryAfter\":0,\"times\":1}");
        fault("search-too-slow", "{\"times\":1}");
        assertThat(cloudUsers()).hasSize(before);
        fault("too-many-requests", "{\"retryAfter\":0,\"times\":1}");
        CreatedUser created = target.createUser("refused.first@example.com", List.of("jira-software"));

        // then nobody is lost, and nobody is there twice
        assertThat(created).isInstanceOf(CreatedUser.Created.class);
        assertThat(target.createUser("refused.first@example.com", List.of("jira-software")))
                .isEqualTo(created);
        assertThat(cloudUsers()).hasSize(before + 1);
    }

    private static void fault(String label, String order) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(sites.address(Side.CONTROL) + "/control/faults/" + label))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(order))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @Order(8)
    void shouldRestoreTheDump() {
        BigPicture app = sites.targetApp();
        DumpUpload upload = app.dumps().importDump(store().content(dump.id()));
        assertThat(upload)
                .isInstanceOfSatisfying(
                        DumpUpload.Uploaded.class,
                        uploaded -> assertThat(uploaded.transferred().sha256()).isEqualTo(dump.sha256()));
        String dumpId = ((DumpUpload.Uploaded) upload).id();
        assertThat(app.dumps().restore(new RestoreRequest(dumpId, List.of(), true, true, "restore")))
                .isInstanceOf(RestoreStart.Refused.class);
        assertThat(app.dumps().restore(new RestoreRequest(dumpId, List.of(), false, true, "RESTORE")))
                .isInstanceOfSatisfying(
                        RestoreStart.Refused.class,
                        refused -> assertThat(refused.reason()).contains("not mapped"));
        RestoreStart start = app.dumps().restore(new RestoreRequest(dumpId, List.of(), true, true, "RESTORE"));
        assertThat(start).isInstanceOf(RestoreStart.Started.class);
        String restoreId = ((RestoreStart.Started) start).restoreId();
        assertThat(app.dumps().restoreState(restoreId).state().isInProgress()).isTrue();
        pass();
        RestoreProgress done = waitFor(
                () -> sites.targetApp().dumps().restoreState(restoreId),
                progress -> progress.state() == RemoteState.DONE ? progress : null);
        assertThat(done.safetyDumpId()).isPresent();
        assertThat(app.dumps().restores())
                .extracting(RestoreProgress::restoreId)
                .contains(restoreId);
        assertThat(sites.targetApp().boxes().all())
                .hasSameSizeAs(sites.sourceApp().boxes().all());
    }

    @Test
    @Order(9)
    void shouldSwitchConnectionsOn() {
        BigPicture app = sites.targetApp();
        List<Connection> before = app.connections().list();
        assertThat(before)
                .isNotEmpty()
                .anyMatch(connection -> !connection.state().isUp());
        before.stream().filter(connection -> !connection.state().isUp()).forEach(connection -> {
            assertThat(app.connections().activate(connection.id()).active()).isTrue();
        });
        pass();
        assertThat(app.connections().list())
                .allMatch(connection -> connection.state().isUp());
    }

    private static ArtifactStore store() {
        return sites.wired().get(ArtifactStore.class);
    }

    private static List<CloudUser> cloudUsers() {
        List<CloudUser> users = new ArrayList<>();
        target.forEachUser(users::add);
        return users;
    }

    private static void pass() {
        CLOCK.pass(Duration.ofMinutes(15));
    }

    /** Looks again, as the process would: the app may be restarting, a list may need a second look. */
    private static <A, T> T waitFor(Supplier<A> ask, Function<A, @Nullable T> found) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            try {
                result.set(found.apply(ask.get()));
            } catch (RemoteFailure failure) {
                assertThat(failure.isPassing()).as(failure.getMessage()).isTrue();
            }
            pass();
            return result.get() != null;
        });
        return Objects.requireNonNull(result.get());
    }
}
