package io.ferry.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ferry.localcamunda.Distribution;
import io.ferry.localcamunda.LocalCamunda;
import io.ferry.localcamunda.LocalCamundaException;
import io.ferry.localcamunda.Ports;
import io.ferry.localcamunda.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All programs that take part: one local Camunda, one Ferry, and for each lane a sandbox behind relays. */
final class Stack implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private final Path folder;
    private final LocalCamunda camunda;
    private final Child ferry;
    private final List<Lane> lanes = new ArrayList<>();
    private final HttpServer cloudManager;
    private final Ports camundaPorts;
    private final int ferryPort;
    private final boolean manyStarts;
    private int deaths;
    private final Thread clearUp = new Thread(this::endAll, "crash-test-clear-up");

    /** Short jobs and pauses, so that a test need not wait for what an administrator can wait for. All are settings. */
    private static final List<String> IMPATIENT = List.of(
            "--camunda.client.worker.defaults.timeout=12s",
            "--camunda.client.worker.defaults.retry-backoff=500ms",
            "--ferry.process.first-pause=500ms",
            "--ferry.process.pause-factor=2",
            "--ferry.remote.connect-timeout=2s",
            "--ferry.remote.read-timeout=6s",
            "--ferry.remote.stall-timeout=4s",
            "--ferry.remote.backup-timeout=20s",
            "--ferry.remote.first-pause=200ms",
            "--ferry.remote.breaker-pause=2s");

    /**
     * @param laneCount how many migrations run side by side
     * @param manyStarts whether it pays to let the JVM prepare for many starts of Ferry
     */
    Stack(Path folder, int laneCount, boolean manyStarts, Relay.Listener listener) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.manyStarts = manyStarts;
        Path jar = this.folder.resolve("ferry.jar");
        Child.pack(jar);
        FreePorts ports = new FreePorts();
        ferryPort = ports.next();
        camundaPorts = new Ports(
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next());
        camunda = new LocalCamunda(Distribution.of(System.getenv()), folder.resolve("camunda"), camundaPorts);
        Map<String, String> environment = new HashMap<>();
        environment.put("FERRY_CRASH_CAMUNDA", "demo:demo");
        for (int number = 0; number < laneCount; number++) {
            Lane lane = new Lane(number, this.folder.resolve("lane-" + number), jar, ports, listener);
            lanes.add(lane);
            environment.putAll(lane.credentials());
        }
        cloudManager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.next()), 0);
        cloudManager.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        cloudManager.createContext("/cloudmanager/", this::whereAmI);
        cloudManager.start();
        ferry = new Child(
                this.folder.resolve("logs/ferry.log"),
                jar,
                320,
                manyStarts
                        ? List.of(
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile=" + this.folder.resolve("ferry-classes.jsa"),
                                "-Xlog:disable",
                                "-Xlog:all=error:stderr")
                        : List.of(),
                ferryArguments(),
                environment);
        Runtime.getRuntime().addShutdownHook(clearUp);
    }

    /** Ports beneath those that the system hands out: a port must still be free when its program comes back. */
    static final class FreePorts {
        private final Random random = new Random();

        int next() {
            while (true) {
                int port = random.nextInt(12_000, 32_000);
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    return socket.getLocalPort();
                } catch (IOException taken) {
                    // The next one, then.
                }
            }
        }
    }

    private List<String> ferryArguments() {
        String web = "http://127.0.0.1:" + camundaPorts.web();
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--",
                "--server.port=" + ferryPort,
                "--ferry.home=" + folder.resolve("ferry"),
                "--camunda.client.grpc-address=http://127.0.0.1:" + camundaPorts.grpc(),
                "--camunda.client.rest-address=http://127.0.0.1:" + camundaPorts.zeebeRest(),
                "--ferry.camunda.tasklist-url=" + web,
                "--ferry.camunda.operate-url=" + web,
                "--ferry.camunda.credential=env:FERRY_CRASH_CAMUNDA",
                "--ferry.bigpicture.cloud-manager-url=http://127.0.0.1:"
                        + cloudManager.getAddress().getPort() + "/cloudmanager"));
        arguments.addAll(IMPATIENT);
        return arguments;
    }

    /** The vendor's cloud manager serves all tenants at one address; who asks is told by the token. */
    private void whereAmI(HttpExchange exchange) throws IOException {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange;
                HttpClient http = HttpClient.newHttpClient()) {
            Lane lane = lanes.stream()
                    .filter(each -> token.endsWith(each.appToken()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nobody's token"));
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lane.appPort() + exchange.getRequestURI()))
                            .header("Authorization", token)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (IOException cut) {
            exchange.sendResponseHeaders(502, -1);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    void start() throws IOException, InterruptedException {
        startCamunda();
        for (Lane lane : lanes) {
            lane.start();
        }
        ferry.start();
        if (manyStarts) {
            // The classes of a first life, written down at its end, are shared by all later ones.
            require(await(START_LIMIT, () -> answersAtAll(ferryPort)), "Ferry", ferry.log());
            ferry.stop();
            ferry.start();
        }
        for (Lane lane : lanes) {
            require(await(START_LIMIT, lane::isReady), "a sandbox", lane.log());
        }
        require(await(START_LIMIT, this::isFerryReady), "Ferry", ferry.log());
    }

    /** Tries again where a busy machine was too slow for it. */
    private void startCamunda() throws InterruptedException {
        for (int tries = 3; ; tries--) {
            try {
                camunda.start();
                return;
            } catch (LocalCamundaException tooSlow) {
                if (tries == 1) {
                    throw tooSlow;
                }
            }
        }
    }

    private static void require(boolean ready, String what, Path log) {
        if (!ready) {
            throw new IllegalStateException(what + " did not get ready; see " + log);
        }
    }

    List<Lane> lanes() {
        return lanes;
    }

    int ferryPort() {
        return ferryPort;
    }

    int webPort() {
        return camundaPorts.web();
    }

    URI zeebe() {
        return camunda.grpcAddress();
    }

    Path inbox() throws IOException {
        return Files.createDirectories(folder.resolve("ferry").resolve("inbox"));
    }

    /** Where Ferry keeps its files. */
    Path artifacts() {
        return folder.resolve("ferry").resolve("artifacts");
    }

    boolean isFerryReady() {
        return ferry.isAlive() && answers(ferryPort, "/actuator/health/readiness");
    }

    boolean isReady(Victim victim) {
        return victim == Victim.FERRY
                ? isFerryReady()
                : camunda.status().get(program(victim).ordinal()).ready();
    }

    boolean isAlive(Victim victim) {
        return victim == Victim.FERRY
                ? ferry.isAlive()
                : camunda.status().get(program(victim).ordinal()).isRunning();
    }

    /**
     * {@code kill -9}.
     *
     * @return whether a living process died of it
     */
    boolean kill(Victim victim) throws InterruptedException {
        if (victim == Victim.FERRY) {
            return ferry.kill();
        }
        long pid = camunda.status().get(program(victim).ordinal()).pid();
        ProcessHandle process =
                ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
        if (pid == 0 || process == null || !process.destroyForcibly()) {
            return false;
        }
        process.onExit().join();
        keepLog(program(victim));
        return true;
    }

    /** The next life begins its log anew, and what happened before a death is asked for later. */
    private void keepLog(Program program) {
        Path log = camunda.log(program);
        try {
            Files.move(log, log.resolveSibling(log.getFileName() + "." + ++deaths));
        } catch (IOException lost) {
            System.err.println("A log cannot be kept: " + lost);
        }
    }

    void startAgain(Victim victim) throws IOException {
        if (victim == Victim.FERRY) {
            ferry.start();
        } else {
            camunda.startAgain(program(victim));
        }
    }

    private static Program program(Victim victim) {
        return switch (victim) {
            case ZEEBE -> Program.BROKER;
            case SEARCH_STORE -> Program.OPENSEARCH;
            case WEB -> Program.WEB;
            case FERRY -> throw new IllegalArgumentException("Ferry is no part of Camunda");
        };
    }

    private static boolean answersAtAll(int port) {
        try {
            new Http(port).get("/actuator/health");
            return true;
        } catch (Http.Refused answered) {
            return true;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean answers(int port, String path) {
        try {
            return new Http(port).answers(path);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    private void endAll() {
        try {
            ferry.stop();
            camunda.stop();
            for (Lane lane : lanes) {
                lane.close();
            }
            cloudManager.stop(0);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            System.err.println("Not everything could be stopped: " + failed);
        }
    }

    @Override
    public void close() {
        endAll();
        Runtime.getRuntime().removeShutdownHook(clearUp);
    }
}
