package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.fixtures.FreePorts;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source and a target of their own, in a sandbox of their own: one migration at a time. */
final class Lane {
    /** How long a dump, a restore, an import or an installation takes at the sites, unless told otherwise. */
    static final Duration LONG_WORK = Duration.ofMillis(1200);

    private static final List<String> OPERATIONS = List.of(
            "reinstallApp",
            "createDump",
            "backUpJira",
            "importBackup",
            "installApp",
            "createUsers",
            "restoreDump",
            "activateConnections",
            "rollBack");

    private final int number;
    private final Path folder;
    private final Child sandbox;
    private final Http control;
    private final Duration work;
    private final int controlPort;
    private final int sourcePort;
    private final int realAppPort;
    private final Relay source;
    private final Relay target;
    private final Relay app;
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Call> calls = new ArrayList<>();
    private final AtomicReference<@Nullable Gate> gate = new AtomicReference<>();

    /** A POST or PUT of Ferry's, and when it was passed on to a site. */
    record Call(Instant at, String what) {}

    /** Waits for the nth POST or PUT of Ferry's, and may hold it on its way. */
    static final class Gate {
        private static final Duration LONGEST_HOLD = Duration.ofSeconds(4);
        private final int nth;
        private final boolean held;
        private final CompletableFuture<String> reached = new CompletableFuture<>();
        private final CountDownLatch open = new CountDownLatch(1);

        private Gate(int nth, boolean held) {
            this.nth = nth;
            this.held = held;
        }

        private void pass(int number, String what) {
            if (number == nth) {
                reached.complete("call " + nth + ", " + what);
                if (held) {
                    try {
                        open.await(LONGEST_HOLD.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (InterruptedException ending) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }

        boolean isHeld() {
            return held;
        }

        String await() throws InterruptedException {
            try {
                return reached.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        void open() {
            open.countDown();
        }
    }

    /**
     * @param ferry the class path of the Ferry whose sandbox it has
     * @param work how long a dump, a restore, an import or an installation takes at its sites
     */
    Lane(int number, Path folder, String ferry, FreePorts ports, Duration work, Relay.Listener listener)
            throws IOException {
        this.number = number;
        this.folder = folder;
        this.work = work;
        sourcePort = ports.next();
        int targetPort = ports.next();
        realAppPort = ports.next();
        controlPort = ports.next();
        control = new Http(controlPort);
        Relay.Listener ear = (what, moment) -> {
            if (moment == Relay.Moment.SENT) {
                passThrough(what);
            }
            listener.call(what, moment);
            if (moment == Relay.Moment.SENT) {
                note(what);
            }
        };
        source = new Relay("source", ports.next(), sourcePort, ear);
        target = new Relay("target", ports.next(), targetPort, ear);
        app = new Relay("app in the cloud", ports.next(), realAppPort, ear);
        sandbox = Child.ferry(
                folder.resolve("sandbox.log"),
                ferry,
                160,
                List.of(),
                List.of(
                        "sandbox",
                        "--backup",
                        folder.resolve("backup.zip").toString(),
                        "--export-folder",
                        exports().toString(),
                        "--speed",
                        String.valueOf(work.toMillis()),
                        "--known-people",
                        "40",
                        "--left-behind",
                        "5",
                        "--dump-size",
                        "1500000",
                        "--dc-port",
                        String.valueOf(sourcePort),
                        "--cloud-port",
                        String.valueOf(targetPort),
                        "--bigpicture-port",
                        String.valueOf(realAppPort),
                        "--control-port",
                        String.valueOf(controlPort),
                        "--gateway-port",
                        "0"),
                Map.of(
                        "SANDBOX_DC_CREDENTIAL",
                        "admin:" + word("dc"),
                        "SANDBOX_BIGPICTURE_DC_TOKEN",
                        word("dc-app"),
                        "SANDBOX_CLOUD_CREDENTIAL",
                        "admin@sandbox.example:" + word("cloud"),
                        "SANDBOX_BIGPICTURE_CLOUD_TOKEN",
                        appToken()));
    }

    private void passThrough(String what) {
        int number = begun.incrementAndGet();
        Gate waiting = gate.get();
        if (waiting != null) {
            waiting.pass(number, what);
        }
    }

    private void note(String what) {
        synchronized (calls) {
            calls.add(new Call(Instant.now(), what));
        }
    }

    /** The POSTs and PUTs of Ferry's since the last reset. */
    List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** A gate for one of the calls that come from now on. */
    Gate gate(int nth, boolean held) {
        Gate made = new Gate(nth, held);
        gate.set(made);
        return made;
    }

    private Path exports() {
        return folder.resolve("export").toAbsolutePath();
    }

    Path exportFolder() {
        return exports();
    }

    private String word(String what) {
        return "pretended-" + what + "-" + number;
    }

    String appToken() {
        return word("cloud-app");
    }

    int number() {
        return number;
    }

    int appPort() {
        return app.port();
    }

    List<Relay> relays() {
        return List.of(source, target, app);
    }

    Path log() {
        return sandbox.log();
    }

    /** What Ferry finds in its environment. */
    Map<String, String> credentials() {
        return Map.of(
                variable("SOURCE"),
                "admin:" + word("dc"),
                variable("SOURCE_APP"),
                word("dc-app"),
                variable("TARGET"),
                "admin@sandbox.example:" + word("cloud"),
                variable("TARGET_APP"),
                appToken());
    }

    /** How Ferry's administrator declares them: each for the sites of this computer. */
    List<String> declarations() {
        return Stream.of("SOURCE", "SOURCE_APP", "TARGET", "TARGET_APP")
                .flatMap(what -> Stream.of(
                        "--ferry.credentials." + credential(what) + ".source=env:" + variable(what),
                        "--ferry.credentials." + credential(what) + ".hosts=127.0.0.1:*"))
                .toList();
    }

    private String credential(String what) {
        return variable(what).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String variable(String what) {
        return "FERRY_CRASH_" + number + "_" + what;
    }

    void start() throws IOException {
        Files.createDirectories(exports());
        SampleBackup.write(SampleBackupSpec.of(150, 24), folder.resolve("backup.zip"));
        sandbox.start();
    }

    boolean isReady() {
        return sandbox.isAlive() && Stack.answers(controlPort, "/control/health");
    }

    /** Everything at the sites as at the beginning, and no disturbance left. */
    void reset() throws IOException, InterruptedException {
        heal();
        control.send("POST", "/control/reset", null);
        gate.set(null);
        begun.set(0);
        synchronized (calls) {
            calls.clear();
        }
        try (Stream<Path> old = Files.list(exports())) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    /** No disturbance from now on. */
    void heal() throws IOException, InterruptedException {
        relays().forEach(Relay::heal);
        for (Map.Entry<String, JsonNode> fault : control.get("/control/faults").properties()) {
            try {
                control.send("DELETE", "/control/faults/" + fault.getKey(), null);
            } catch (Http.Refused spentMeanwhile) {
                // It has struck for the last time.
            }
        }
    }

    void disturb(String name, ObjectNode fault) throws IOException, InterruptedException {
        control.send("PUT", "/control/faults/" + name, fault);
    }

    /** What really happened. */
    JsonNode truth() throws IOException, InterruptedException {
        return control.get("/control/state");
    }

    /** How long a dump, a restore, an import or an installation takes at its sites. */
    Duration work() {
        return work;
    }

    /**
     * Somebody begins to work in the app in the cloud before the restore: there is something that it overwrites, and that a
     * roll-back brings back.
     *
     * @throws IOException if the app does not answer just now
     */
    void workInTheAppInTheCloud() throws IOException, InterruptedException {
        if (truth().path("counts").path("cloud.boxesCreated").asInt() > 0) {
            return;
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(appInTheCloud("/public/ppm/box/box"))
                            .header("Authorization", "Bearer " + appToken())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"boxName\":\"Here before\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200) {
                throw new IOException("No box can be made: " + answer.statusCode());
            }
        }
    }

    private URI appInTheCloud(String path) {
        return URI.create("http://127.0.0.1:" + realAppPort + "/bigpicture/jiracloud/101/rest" + path);
    }

    /** The dump as the app gives it to a person in the browser, past the relays; null where none is ready. */
    @Nullable
    Path dumpOnSource(Path folderForIt) throws IOException, InterruptedException {
        for (JsonNode dump : truth().path("bigPictureDataCenter").path("dumps")) {
            if (dump.path("status").asText().equals("READY")) {
                return fetch(
                        URI.create("http://127.0.0.1:" + sourcePort + "/rest/bigpicture/1.0/assumed/dumps/"
                                + dump.path("id").asText() + "/file"),
                        word("dc-app"),
                        folderForIt.resolve("dump-" + number + ".dump"));
            }
        }
        return null;
    }

    /** Whether the app on the source is making a dump just now. */
    boolean isDumping() throws IOException, InterruptedException {
        return truth().path("bigPictureDataCenter")
                .path("dumps")
                .findValuesAsText("status")
                .contains("IN_PROGRESS");
    }

    String hashOfDumpOnSource() throws IOException, InterruptedException {
        Path file = dumpOnSource(folder);
        return file == null ? "none" : sha256(Files.readAllBytes(file));
    }

    String hashOfDumpInCloud(String id) throws IOException, InterruptedException {
        return sha256(Files.readAllBytes(
                fetch(appInTheCloud("/assumed/dumps/" + id + "/file"), appToken(), folder.resolve("safety.dump"))));
    }

    private static Path fetch(URI from, String token, Path file) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Path> answer = http.send(
                    HttpRequest.newBuilder(from)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) {
                throw new IOException("A file cannot be fetched: " + answer.statusCode());
            }
        }
        return file;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The newest backup that Jira has written to its end, as a person copies it out of the folder; null where none is. */
    @Nullable
    Path jiraBackup(Path folderForIt) throws IOException, InterruptedException {
        for (JsonNode backup : truth().path("events").path("dataCenter.backups")) {
            if (backup.path("page").asText().equals("WRITTEN")) {
                Path file = folderForIt.resolve("backup-" + number + ".zip");
                return Files.copy(
                        exports().resolve(backup.path("fileName").asText()), file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return null;
    }

    /** Whether Jira is writing a backup just now. */
    boolean isBackingUp() throws IOException, InterruptedException {
        Set<String> written = truth().path("events").path("dataCenter.backups").findValuesAsText("fileName").stream()
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(exports())) {
            return files.anyMatch(file -> !written.contains(file.getFileName().toString()));
        }
    }

    /** Long work is looked at fifteen times, as with real sites: looks that come to nothing would only keep the processors busy. */
    private Duration pollPause() {
        return Duration.ofSeconds(Math.max(1, work.toSeconds() / 15));
    }

    JsonNode request(String name) {
        ObjectNode request = Http.JSON.createObjectNode();
        request.put("name", name)
                .put("app", "BIGPICTURE")
                .put("pollPause", pollPause().toString());
        request.putObject("source")
                .put("url", "http://127.0.0.1:" + source.port())
                .put("credential", credential("SOURCE"))
                .put("bigPictureCredential", credential("SOURCE_APP"))
                .put("endpoints", "sandbox")
                .put("exportFolder", exports().toString());
        request.putObject("target")
                .put("url", "http://127.0.0.1:" + target.port())
                .put("credential", credential("TARGET"))
                .put("bigPictureCredential", credential("TARGET_APP"))
                .put("endpoints", "sandbox");
        ObjectNode modes = request.putObject("modes");
        OPERATIONS.forEach(operation -> modes.put(operation, "AUTOMATIC"));
        return request;
    }

    void close() throws IOException, InterruptedException {
        sandbox.stop();
        for (Relay relay : relays()) {
            relay.close();
        }
    }
}
