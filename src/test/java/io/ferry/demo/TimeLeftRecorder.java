package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Pauses;
import io.ferry.sandbox.world.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records real runs for the benchmark of the time left ({@code src/bench/time-left.sh record}): one engine and one Ferry carry
 * one migration after the other between pretend sites of different sizes and paces. What is kept of each is when its phases,
 * steps and answers were, and what its long work told of its progress.
 */
final class TimeLeftRecorder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final Path folder;
    private @Nullable EngineAndFerry running;
    private final Map<String, String> recorded = new TreeMap<>();

    private TimeLeftRecorder(Path folder) throws IOException {
        this.folder = folder;
    }

    /**
     * A run.
     *
     * @param issues of the source
     * @param people of the source
     * @param secondsPerThousand how long a thousand issues keep the sites' long work busy, on top of 4 seconds
     * @param restless how much the sites' pace changes from one quarter of a minute to the next; 0 for not at all
     * @param personMillis how long a person takes for an answer, at most
     * @param fault the address and body of a fault of the sandbox; empty for none
     */
    private record Plan(
            int issues,
            int people,
            double secondsPerThousand,
            double restless,
            int personMillis,
            String fault,
            String faultBody) {
        private Duration longWork() {
            return Duration.ofMillis(Math.round(4_000 + issues * secondsPerThousand));
        }

        private String words() {
            return String.format(
                    Locale.ROOT,
                    "%,d issues, %d people, long work of %.1f s%s%s",
                    issues,
                    people,
                    longWork().toMillis() / 1000.0,
                    restless == 0 ? "" : ", restless sites",
                    fault.isEmpty() ? "" : ", " + fault);
        }
    }

    private static final List<Plan> PLANS = List.of(
            new Plan(300, 40, 5, 0, 500, "", ""),
            new Plan(500, 60, 6, 0.3, 1500, "", ""),
            new Plan(800, 80, 4, 0.3, 1000, "", ""),
            new Plan(1200, 120, 5, 0.4, 2500, "", ""),
            new Plan(1500, 90, 8, 0.3, 500, "", ""),
            new Plan(2000, 150, 4, 0.5, 2000, "", ""),
            new Plan(2500, 200, 5, 0.3, 1500, "", ""),
            new Plan(1000, 100, 9, 0.2, 1000, "delay", "{\"side\":\"jira-cloud\",\"delay\":400}"),
            new Plan(
                    600,
                    50,
                    7,
                    0.3,
                    1500,
                    "too-many-requests",
                    "{\"side\":\"jira-data-center\",\"times\":12,\"retryAfter\":1}"),
            new Plan(1800, 130, 3, 0.4, 3000, "server-error", "{\"side\":\"bigpicture-cloud\",\"times\":6}"),
            new Plan(400, 200, 10, 0.3, 800, "", ""),
            new Plan(2800, 60, 3.5, 0.2, 1200, "", ""));

    /** @param args the folder for the recordings, and how many runs at most */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("time-left");
        int most = args.length > 1 ? Integer.parseInt(args[1]) : PLANS.size();
        TimeLeftRecorder recorder = new TimeLeftRecorder(folder);
        recorder.run(PLANS.subList(0, Math.min(most, PLANS.size())));
        recorder.write(Files.createDirectories(Path.of(args[0])));
    }

    private void run(List<Plan> plans) throws Exception {
        try (EngineAndFerry started = new EngineAndFerry(folder)) {
            running = started;
            for (Plan plan : plans) {
                run(plan);
            }
        }
    }

    private EngineAndFerry running() {
        return Objects.requireNonNull(running, "It is started first.");
    }

    private void run(Plan plan) throws IOException, InterruptedException {
        int number = recorded.size() + 1;
        System.out.println("run " + number + ": " + plan.words());
        Path backup = folder.resolve("backup-" + number + ".zip");
        Path exports = folder.resolve("export-" + number);
        SampleBackup.write(SampleBackupSpec.of(plan.issues(), plan.people()), backup);
        Pace pace = new Pace(number, plan.restless());
        SandboxOptions options = SandboxOptions.builder()
                .backup(backup)
                .exportFolder(exports)
                .freePorts()
                .port(Side.BIGPICTURE_CLOUD, running().ports().sandbox() + 2)
                .longWork(plan.longWork())
                .build();
        try (SandboxServer sites = SandboxServer.start(options, pace, pace::pause)) {
            if (!plan.fault().isEmpty()) {
                faulty(sites.address(Side.CONTROL), plan);
            }
            FerryClient ferry = running().ferry();
            String id = ferry.post("/api/migrations", request(number, sites, exports))
                    .path("id")
                    .asText();
            Random moods = new Random(number);
            UnattendedPerson person = new UnattendedPerson(
                    new UserTaskClient(running().cluster()), id, new OpenPeople(ferry, id), (question, seen) -> {
                        TimeUnit.MILLISECONDS.sleep(moods.nextInt(plan.personMillis()));
                        return null;
                    });
            String outcome = new Follower(ferry, id, new Terminal(System.out), () -> {}).followWith(person, LIMIT);
            System.out.println("run " + number + ": " + outcome);
            recorded.put(id, plan.words());
        } catch (RuntimeException failed) {
            // One that needs somebody's eyes is no recording; the others are.
            System.out.println("run " + number + " is left out: " + failed);
            for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
                System.out.println("    because " + cause);
            }
            recorded.put("left out " + number, "");
        }
    }

    private static void faulty(URI control, Plan plan) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(control.resolve("/control/faults/" + plan.fault()))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(plan.faultBody()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private static JsonNode request(int number, SandboxServer sites, Path exports) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("name", "Run " + number).put("app", "BIGPICTURE").put("pollPause", "PT1S");
        request.putObject("source")
                .put("url", sites.address(Side.JIRA_DATA_CENTER).toString())
                .put("credential", EngineAndFerry.credential("SANDBOX_DC_CREDENTIAL"))
                .put("bigPictureCredential", EngineAndFerry.credential("SANDBOX_BIGPICTURE_DC_TOKEN"))
                .put("endpoints", "sandbox")
                .put("exportFolder", exports.toString());
        request.putObject("target")
                .put("url", sites.address(Side.JIRA_CLOUD).toString())
                .put("credential", EngineAndFerry.credential("SANDBOX_CLOUD_CREDENTIAL"))
                .put("bigPictureCredential", EngineAndFerry.credential("SANDBOX_BIGPICTURE_CLOUD_TOKEN"))
                .put("endpoints", "sandbox");
        ObjectNode modes = request.putObject("modes");
        Stream.of(Operation.values()).forEach(operation -> modes.put(operation.key(), "AUTOMATIC"));
        return request;
    }

    /** From the record itself, after Ferry's end. */
    private void write(Path to) throws IOException, SQLException {
        int number = 0;
        try (Connection record = DriverManager.getConnection(running().database(), "", "")) {
            for (Map.Entry<String, String> run : recorded.entrySet()) {
                JsonNode recording = recording(record, run.getKey(), run.getValue());
                if (recording != null) {
                    JSON.writerWithDefaultPrettyPrinter()
                            .writeValue(to.resolve("run-" + ++number + ".json").toFile(), recording);
                }
            }
        }
    }

    private static @Nullable JsonNode recording(Connection record, String id, String words)
            throws SQLException, IOException {
        ObjectNode run = JSON.createObjectNode();
        try (ResultSet row =
                of(record, "select created_at, ended_at from migration where id = ? and outcome = 'MIGRATED'", id)) {
            if (!row.next()) {
                return null;
            }
            Instant began = at(row, "created_at");
            run.put("setting", words).put("endedAt", millis(began, at(row, "ended_at")));
            sizes(record, id, began, run);
            ArrayNode phases = run.putArray("phases");
            try (ResultSet each = of(record, "select * from phase_run where migration_id = ? order by id", id)) {
                while (each.next()) {
                    phases.addObject()
                            .put("phase", phase(each))
                            .put("from", millis(began, at(each, "started_at")))
                            .put("to", millis(began, at(each, "ended_at")));
                }
            }
            ArrayNode progress = run.putArray("progress");
            try (ResultSet each = of(record, "select * from phase_progress where migration_id = ? order by id", id)) {
                while (each.next()) {
                    progress.addObject()
                            .put("phase", phase(each))
                            .put("at", millis(began, at(each, "at")))
                            .put("percent", each.getInt("percent"));
                }
            }
            ArrayNode events = run.putArray("events");
            try (ResultSet each =
                    of(record, "select * from event where migration_id = ? and kind <> 'EVIDENCE' order by id", id)) {
                while (each.next()) {
                    ObjectNode event = events.addObject().put("at", millis(began, at(each, "at")));
                    if (each.getString("phase") != null) {
                        event.put("phase", phase(each));
                    }
                    event.put("kind", each.getString("kind")).put("byPerson", each.getString("person") != null);
                }
            }
        }
        return run;
    }

    private static void sizes(Connection record, String id, Instant began, ObjectNode run)
            throws SQLException, IOException {
        try (ResultSet fact =
                of(record, "select content, at from fact where migration_id = ? and name = 'BASELINE'", id)) {
            if (fact.next()) {
                JsonNode counts = JSON.readTree(fact.getString("content"));
                ObjectNode sizes = run.putObject("sizes").put("at", millis(began, at(fact, "at")));
                for (String name : List.of("issues", "projects", "people", "boxes")) {
                    JsonNode count = counts.path(name);
                    if (count.isNumber()) {
                        sizes.put(name, count.asLong());
                    }
                }
            }
        }
    }

    private static ResultSet of(Connection record, String sql, String id) throws SQLException {
        PreparedStatement statement = record.prepareStatement(sql);
        statement.closeOnCompletion();
        statement.setString(1, id);
        return statement.executeQuery();
    }

    private static String phase(ResultSet row) throws SQLException {
        return Phase.valueOf(row.getString("phase")).processId();
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static long millis(Instant began, Instant at) {
        return Duration.between(began, at).toMillis();
    }

    /** Time at the sites: it passes faster and slower, as sites do that others use as well. */
    private static final class Pace extends Clock {
        private static final long STRETCH_MILLIS = 15_000;

        private final Random random;
        private final double restless;
        private Instant real = Instant.now();
        private Instant there = real;
        private Instant changes = real;
        private double speed = 1;

        private Pace(int seed, double restless) {
            this.random = new Random(seed);
            this.restless = restless;
        }

        @Override
        public synchronized Instant instant() {
            Instant now = Instant.now();
            there = there.plusNanos(Math.round(Duration.between(real, now).toNanos() * speed));
            real = now;
            if (!now.isBefore(changes)) {
                speed = Math.exp(random.nextGaussian() * restless);
                changes = now.plusMillis(STRETCH_MILLIS);
            }
            return there;
        }

        private void pause(Duration duration) {
            instant();
            Pauses.real().pause(Duration.ofNanos(Math.round(duration.toNanos() / speed)));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("The sandbox asks for moments only.");
        }
    }
}
