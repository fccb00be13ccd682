package io.ferry.process.restorejira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.ferry.base.FileContent;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.process.common.AJob;
import io.ferry.process.common.PretendCrossing;
import io.ferry.remote.RemoteState;
import io.ferry.sandbox.side.Side;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pretend target reports of itself before an import, and what it does not. */
class TargetJiraAgainstSandboxTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private PretendCrossing crossing;

    @BeforeEach
    void start() {
        crossing = PretendCrossing.start(folder, false, options -> {});
    }

    @AfterEach
    void stop() {
        crossing.close();
    }

    @Test
    void shouldSayThatANewSiteIsEmpty() {
        var seen = read();

        assertThat(seen.title()).isEqualTo("Sandbox Cloud");
        assertThat(seen.projects()).isZero();
        assertThat(seen.issues()).isZero();
        assertThat(seen.people()).isPositive();
        assertThat(seen.newestChange()).isNull();
        assertThat(seen.content()).isEqualTo(TargetJira.Content.EMPTY);
        assertThat(seen.production()).isNull();
        assertThat(read().fingerprint()).isEqualTo(seen.fingerprint());
    }

    @Test
    void shouldCountWhatASiteHolds() {
        var before = read();
        var source = crossing.sites().source(crossing.settings());
        var target = crossing.sites().target(crossing.settings());
        source.runXmlBackup("b.zip");
        var uploaded =
                target.uploadBackup(FileContent.of(folder.resolve("export").resolve("b.zip")));
        var started = (ImportStart.Started) target.startImport(uploaded.fileId());
        await().until(() -> target.importState(started.taskId()).state() == RemoteState.DONE);

        var seen = read();

        assertThat(seen.projects()).isEqualTo(source.projects().size()).isPositive();
        assertThat(seen.issues())
                .isEqualTo(target.issueCount("project is not EMPTY"))
                .isPositive();
        assertThat(seen.newestChange()).isNotNull();
        assertThat(seen.content()).isEqualTo(TargetJira.Content.NOT_EMPTY);
        assertThat(seen.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void shouldNotCallASiteEmptyThatReportsNothing(int status) throws Exception {
        refuseEverything(status);

        var seen = read();

        assertThat(seen.figures().values()).containsOnlyNulls();
        assertThat(seen.content()).isEqualTo(TargetJira.Content.NOT_REPORTED);
    }

    private TargetJira read() {
        var states = new TargetJiraStates(
                crossing.sites(), new ImportProperties(List.of("prod", "live")), mock(), Clock.systemUTC());
        record Read(TargetJira seen) {}
        return crossing.bench()
                .steps()
                .run(AJob.of("read-target-jira").get(), step -> new Read(states.read(step)))
                .seen();
    }

    private void refuseEverything(int status) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(crossing.address(Side.CONTROL) + "/control/faults/server-error"))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(
                            "{\"side\":\"jira-cloud\",\"path\":\"/rest/api/3/**\",\"status\":" + status + "}"))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
