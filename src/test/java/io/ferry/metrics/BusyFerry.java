package io.ferry.metrics;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.ferry.api.WholeFerry;
import io.ferry.bigpicture.BigPictures;
import io.ferry.fixtures.SampleSettings;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.migration.App;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.LocalCluster;
import io.ferry.remote.Access;
import io.ferry.remote.Destination;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import io.ferry.remote.Transfers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole of Ferry on the local engine and a stub of its sites, of which everything that can be measured has happened: calls
 * that were answered in each way, transfers, jobs, tasks that wait, one of them for an unknown outcome, and an incident.
 */
final class BusyFerry implements AutoCloseable {
    /** What must never be told: it is in the names of migrations, people, sites and files. */
    static final String MARK = "marlowe";

    private static final String TOKEN = "token-of-" + MARK;
    private static final byte[] FILE = new byte[300_000];

    private final HttpServer stub;
    private final LocalCluster camunda;
    private final WholeFerry ferry;
    private volatile int status = 200;

    private BusyFerry(Path home) throws IOException {
        stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stub.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        stub.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestURI().getPath().endsWith("/file") ? FILE : "{}".getBytes();
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        });
        stub.start();
        Path secret = Files.writeString(Files.createDirectories(home).resolve("token"), TOKEN);
        Path bucketKeys = Files.writeString(home.resolve("bucket-keys"), "id:secret");
        camunda = LocalCluster.start();
        ferry = WholeFerry.start(
                home.resolve("ferry"),
                camunda.ferryWith(
                        "--ferry.metrics.read-every=200ms",
                        "--ferry.metrics.patience=10s",
                        "--ferry.access.person=" + MARK,
                        // A bucket of a store that is away.
                        "--ferry.artifacts.s3.bucket=" + MARK,
                        "--ferry.artifacts.s3.endpoint=http://127.0.0.1:1",
                        "--ferry.artifacts.s3.credential=file:" + bucketKeys,
                        "--ferry.remote.allowed-addresses=127.0.0.1",
                        "--ferry.remote.attempts=2",
                        "--ferry.remote.initial-backoff=1ms",
                        "--ferry.remote.sliding-window-size=6",
                        "--ferry.remote.wait-duration-in-open-state=1h",
                        "--ferry.credentials.stub.source=file:" + secret,
                        "--ferry.credentials.stub.hosts=127.0.0.1:*"));
    }

    /** Starts it, and lets everything happen. */
    static BusyFerry start(Path home) throws IOException, InterruptedException {
        BusyFerry busy = new BusyFerry(home);
        busy.askFerry();
        busy.callSites();
        busy.transfer();
        busy.migrate();
        return busy;
    }

    WholeFerry ferry() {
        return ferry;
    }

    Scrape scrape() throws IOException, InterruptedException {
        return Scrape.of(ferry);
    }

    /** Puts a migration on record that has come as far as its second phase. */
    MigrationId register(String name) {
        MigrationId id = ferry.part(Migrations.class)
                .register(new NewMigration(
                        name,
                        App.BIGPICTURE,
                        SampleSettings.sampleSettings().toATargetOfItsOwn().build(),
                        null))
                .id();
        Timeline timeline = ferry.part(Timeline.class);
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        timeline.phaseEnded(id, Phase.CHECK_READINESS);
        timeline.phaseStarted(id, Phase.BACK_UP_BIGPICTURE);
        return id;
    }

    private Site site(String path) {
        return new Site(
                URI.create("http://127.0.0.1:" + stub.getAddress().getPort() + "/" + MARK + path),
                new SiteCredential.Named("stub"));
    }

    /** Calls programs at a site of this name, whatever comes of it. */
    void callSitesOf(String name) {
        quietly(() -> ferry.part(JiraClouds.class).at(site("/cloud/" + name)).serverInfo());
        quietly(() ->
                ferry.part(JiraDataCenters.class).at(site("/jira/" + name)).serverInfo());
    }

    private void askFerry() throws IOException, InterruptedException {
        HttpClient.newHttpClient()
                .send(ferry.request("/api/migrations?name=" + MARK).build(), HttpResponse.BodyHandlers.discarding());
    }

    private void callSites() {
        for (int answer : new int[] {200, 404, 503, 503, 503, 503, 503}) {
            status = answer;
            callSitesOf("first");
        }
        status = 200;
        Site nobody = new Site(URI.create("http://127.0.0.1:1/" + MARK), new SiteCredential.Named("stub"));
        quietly(() -> ferry.part(JiraClouds.class).at(nobody).serverInfo());
        quietly(() -> ferry.part(BigPictures.class)
                .onDataCenter(site("/app"), new SiteCredential.Named("stub"), "sandbox")
                .teams());
    }

    private void transfer() {
        Access access = Access.to(site("/files"), "jira-data-center");
        ferry.part(Transfers.class)
                .download(access.site().resolve("/file"), access, Destination.of(OutputStream.nullOutputStream()));
    }

    private void migrate() {
        register("Move of " + MARK);
        MigrationId ended = register("Another move of " + MARK);
        ferry.part(Migrations.class).recordOutcome(ended, Outcome.MIGRATED);
        ferry.part(JdbcClient.class)
                .sql(
                        "insert into wave (id, name, side_by_side, stop_after, state, restorations, created_at, person, channel)"
                                + " values ('w-1', ?, 1, 1, 'STOPPED', 0, current_timestamp, ?, 'LINK')")
                .params(MARK, MARK)
                .update();
        var client = camunda.client();
        await().atMost(Duration.ofSeconds(60)).until(() -> scrape().value("ferry_ready") == 1);
        // Nobody can use these settings: a person is asked to correct them.
        client.newCreateInstanceCommand()
                .bpmnProcessId("migrate")
                .latestVersion()
                .variables(Map.of(
                        "name",
                        MARK,
                        "app",
                        "BIGPICTURE",
                        "source",
                        Map.of("url", MARK),
                        "target",
                        Map.of("url", MARK)))
                .send()
                .join();
        // Nothing has the variables that its first gateway looks at.
        client.newCreateInstanceCommand()
                .bpmnProcessId("verify")
                .latestVersion()
                .variables(Map.of("migrationId", "m-00000000"))
                .send()
                .join();
        // Whether something still runs at a site is asked of a person.
        client.newCreateInstanceCommand()
                .bpmnProcessId("clean-up")
                .latestVersion()
                .startBeforeElement("Task_DecideAboutRunningWork")
                .variables(Map.of(
                        "migrationId", "m-00000000", "problem", Map.of("code", "OUTCOME_UNKNOWN", "title", MARK)))
                .send()
                .join();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Scrape now = scrape();
            return now.named("ferry_tasks_waiting").anyMatch(each -> each.value() > 0)
                    && now.named("ferry_outcomes_unknown").anyMatch(each -> each.value() > 0)
                    && now.named("ferry_incidents").anyMatch(each -> each.value() > 0);
        });
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException asMeant) {
            // What it comes to is measured.
        }
    }

    @Override
    public void close() {
        ferry.close();
        camunda.close();
        stub.stop(0);
    }

    /** Prints what it tells Prometheus. */
    public static void main(String[] args) throws Exception {
        try (BusyFerry busy = start(Files.createTempDirectory("busy"))) {
            System.out.println(busy.scrape().text());
        }
        System.exit(0);
    }
}
