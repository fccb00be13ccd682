package io.ferry.load;

import io.ferry.crash.Child;
import io.ferry.crash.Http;
import io.ferry.demo.EnginePorts;
import io.ferry.demo.UnattendedPeople;
import io.ferry.fixtures.FreePorts;
import io.ferry.localengine.LocalEngine;
import io.ferry.sandbox.world.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs that take part, each in a JVM of its own: pretend sites, the local engine, and Ferry or workers that do nothing. */
final class Programs implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final String ENGINE_USER = "demo";

    /** Real searches are late by a second or so. */
    private static final String SEARCH_DELAY = "1000";

    /** As a server runs, and unlike the programs of the crash test, which start often and do not live long. */
    private static final List<String> AS_A_SERVER = List.of("-XX:TieredStopAtLevel=4", "-Xss1m");

    /** Java's HTTP server keeps 200 idle connections by default, and closes others although their clients may be about to ask again. */
    private static final String IDLE_CONNECTIONS = "-Dsun.net.httpserver.maxIdleConnections=2000";

    private final Path folder;
    private final String ferry;
    private final FreePorts ports = new FreePorts();
    private final EnginePorts engine = new EnginePorts(ports.next(), ports.next());
    private final Http camunda = Http.as(ENGINE_USER, engine.web());
    private final int ferryPort = ports.next();
    private final int managementPort = ports.next();
    private final int cloudManagerPort = ports.next();
    private final Map<String, Child> running = new TreeMap<>();
    private final Thread clearUp = new Thread(this::endAll, "clear-up");
    private final boolean profiled;
    private List<PretendSites.Pair> sites = List.of();
    private Duration work = Duration.ZERO;
    private int starts;

    /** @param profiled whether Java's Flight Recorder looks at Ferry */
    Programs(Path folder, boolean profiled) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.profiled = profiled;
        ferry = Child.pack(this.folder.resolve("ferry.jar"));
        Runtime.getRuntime().addShutdownHook(clearUp);
    }

    /** Starts so many pairs of sites; they stay until the end. */
    void startSites(int count, Duration longWork) throws IOException, InterruptedException {
        work = longWork;
        Path file = folder.resolve("sites.json");
        start(
                "pretend sites",
                Child.ofTheTests(
                        folder.resolve("logs/sites.log"),
                        PretendSites.class,
                        256 + 24 * count,
                        AS_A_SERVER,
                        List.of(
                                String.valueOf(count),
                                String.valueOf(work.toMillis()),
                                String.valueOf(cloudManagerPort),
                                folder.toString(),
                                file.toString())),
                () -> Files.exists(file));
        sites = PretendSites.read(file);
    }

    /** All sites as at the beginning. */
    void resetSites() throws IOException, InterruptedException {
        for (PretendSites.Pair pair : sites) {
            new Http(URI.create(pair.control()).getPort()).send("POST", "/control/reset", null);
            try (Stream<Path> old = Files.list(Path.of(pair.exportFolder()))) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    PretendSites.Pair site(int number) {
        return sites.get(number);
    }

    /** Starts an engine that knows nothing yet. */
    void startEngine() throws IOException, InterruptedException {
        starts++;
        start(
                "engine",
                Child.ofTheTests(
                        folder.resolve("logs/engine-" + starts + ".log"),
                        LocalEngine.class,
                        3072,
                        Stream.concat(AS_A_SERVER.stream(), Stream.of(IDLE_CONNECTIONS))
                                .toList(),
                        List.of(
                                "--grpc-port",
                                String.valueOf(engine.grpc()),
                                "--web-port",
                                String.valueOf(engine.web()),
                                "--pages",
                                folder.resolve("no-pages").toString(),
                                "--search-delay",
                                SEARCH_DELAY)),
                () -> new Http(engine.web()).answers("/v2/status"));
    }

    /** Starts a Ferry with a record of its own, H2 on disk as by default. */
    void startFerry(int heapMegabytes) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(AS_A_SERVER);
        options.add("-Xlog:gc:file=" + collections());
        options.add("-XX:+ExitOnOutOfMemoryError");
        if (profiled) {
            options.add("-XX:FlightRecorderOptions=stackdepth=256");
            options.add(
                    "-XX:StartFlightRecording=settings=profile,filename=" + folder.resolve("ferry-" + starts + ".jfr"));
        }
        start(
                "ferry",
                Child.ferry(
                        folder.resolve("logs/ferry-" + starts + ".log"),
                        ferry,
                        heapMegabytes,
                        options,
                        ferryArguments(),
                        credentials()),
                () -> new Http(managementPort).answers("/actuator/health/readiness"));
    }

    private Path collections() {
        return folder.resolve("logs/ferry-gc-" + starts + ".log");
    }

    /** What Ferry's heap was like so far. */
    Usage.Heap heap() throws IOException {
        return Usage.Heap.of(Files.readAllLines(collections()));
    }

    private Path home() {
        return folder.resolve("ferry-" + starts);
    }

    private List<String> ferryArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--",
                "--server.port=" + ferryPort,
                "--management.server.port=" + managementPort,
                "--ferry.home=" + home(),
                "--ferry.artifacts.export-folders=" + folder,
                "--camunda.client.grpc-address=" + engine.grpcAddress(),
                "--camunda.client.rest-address=" + engine.webAddress(),
                "--camunda.client.auth.method=basic",
                "--camunda.client.auth.username=" + ENGINE_USER,
                "--camunda.client.auth.password=" + ENGINE_USER,
                "--ferry.bigpicture.cloud-manager-url=http://127.0.0.1:" + cloudManagerPort + "/cloudmanager",
                "--ferry.remote.allowed-addresses=127.0.0.1",
                // All sites are one host here; real ones are not.
                "--ferry.remote.calls-per-second-at-host=100000"));
        credentials()
                .keySet()
                .forEach(variable -> arguments.addAll(List.of(
                        "--ferry.credentials." + credential(variable) + ".source=env:" + variable,
                        "--ferry.credentials." + credential(variable) + ".hosts=127.0.0.1:*")));
        return arguments;
    }

    private Map<String, String> credentials() {
        Map<String, String> all = new HashMap<>(Credentials.DEFAULTS);
        for (int number = 0; number < sites.size(); number++) {
            all.put(appVariable(number), sites.get(number).token());
        }
        return all;
    }

    private static String appVariable(int number) {
        return "SANDBOX_APP_" + number;
    }

    /** How migrations name a credential. */
    static String credential(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How migrations name the token of an app in the cloud. */
    static String appCredential(int number) {
        return credential(appVariable(number));
    }

    /** Starts workers that answer as the script says. */
    void startEmptyWorkers(Script script) throws IOException, InterruptedException {
        Path file = folder.resolve("script-" + starts + ".json");
        Path ready = folder.resolve("ready-" + starts);
        script.write(file);
        start(
                "empty workers",
                Child.ofTheTests(
                        folder.resolve("logs/empty-workers-" + starts + ".log"),
                        EmptyWorkers.class,
                        512,
                        AS_A_SERVER,
                        List.of(
                                engine.grpcAddress().toString(),
                                engine.webAddress().toString(),
                                file.toString(),
                                ready.toString(),
                                String.valueOf(work.toMillis()))),
                () -> Files.exists(ready));
    }

    /**
     * What the engine has recorded so far; it stays in the folder for whoever asks where the time went.
     *
     * @throws IllegalArgumentException if it is not of one migration that went well
     */
    Script recorded() throws IOException, InterruptedException {
        try (Stream<String> lines = Files.lines(keepRecords("first"))) {
            return Script.of(lines);
        }
    }

    /** Keeps all of the engine's records in the folder where Ferry is profiled. */
    void keepRecordsOfAll() throws IOException, InterruptedException {
        if (profiled) {
            keepRecords("all");
        }
    }

    private Path keepRecords(String which) throws IOException, InterruptedException {
        Path file = folder.resolve("records-" + starts + "-" + which + ".ndjson");
        try (Stream<String> lines = camunda().lines("/records")) {
            return Files.write(file, (Iterable<String>) lines::iterator);
        }
    }

    UnattendedPeople peopleOfFerry() {
        return UnattendedPeople.withFerry(
                engine, URI.create("http://127.0.0.1:" + ferryPort), home().resolve("script-key"));
    }

    UnattendedPeople peopleAlone() {
        return UnattendedPeople.withoutFerry(engine);
    }

    /** Ferry's interface, for scripts. */
    Http ferry() throws IOException {
        return Http.withKey(Files.readString(home().resolve("script-key")).strip(), () -> ferryPort);
    }

    /** Camunda's v2 interface. */
    Http camunda() {
        return camunda;
    }

    /** What each program has used so far. */
    Map<String, Usage> usage() throws IOException {
        Map<String, Usage> all = new TreeMap<>();
        for (Map.Entry<String, Child> program : running.entrySet()) {
            all.put(program.getKey(), Usage.of(program.getValue().handle()));
        }
        return all;
    }

    /** @throws IllegalStateException if a program has ended by itself; says which, and where its log is */
    void requireAll() {
        running.forEach((name, program) -> {
            if (!program.isAlive()) {
                throw new IllegalStateException("The program \"" + name + "\" has ended; see " + program.log());
            }
        });
    }

    /** Ends everything but the sites. */
    void stopAllButSites() throws InterruptedException {
        for (String name : List.of("ferry", "empty workers", "engine")) {
            Child program = running.remove(name);
            if (program != null) {
                program.stop();
            }
        }
    }

    /** A condition of another program. */
    private interface Ready {
        boolean isIt() throws InterruptedException;
    }

    private void start(String name, Child program, Ready ready) throws IOException, InterruptedException {
        running.put(name, program);
        program.start();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready.isIt()) {
            requireAll();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The program \"" + name + "\" did not get ready; see " + program.log());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void endAll() {
        try {
            stopAllButSites();
            Child pretending = running.remove("pretend sites");
            if (pretending != null) {
                pretending.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        endAll();
        Runtime.getRuntime().removeShutdownHook(clearUp);
    }
}
