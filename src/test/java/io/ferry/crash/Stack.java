package io.ferry.crash;

import io.ferry.fixtures.FreePorts;
import io.ferry.fixtures.S3TestStore;
import io.ferry.localengine.LocalEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * All programs that take part: one engine behind relays, one Ferry with a database, and for each lane a sandbox behind
 * relays.
 */
final class Stack implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final String ENGINE_USER = "demo";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Longer than Ferry takes at most (docs/nodes.md). */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    /** Real searches are late by a second or so; nothing may rest on their being complete at once. */
    private static final Duration SEARCHES_ARE_LATE = Duration.ofSeconds(1);

    private final Path folder;
    private final Program current;
    private final Program first;
    private final Child engine;
    private final Relay engineGrpc;
    private final Relay engineRest;
    private final int engineWebPort;
    private final Postgres postgres;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final CloudManager cloudManager;
    private final int cloudManagerPort;
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Random dice = new Random();
    private final Duration work;
    private final boolean drains;
    private final boolean manyStarts;
    private @Nullable S3TestStore store;
    private Node lastStarted;
    private final Thread clearUp = new Thread(this::endAll, "crash-test-clear-up");
    private Database database = Database.H2;

    /** The bucket of several Ferrys. */
    private static final String BUCKET = "ferry-crash-test";

    /**
     * A release of Ferry.
     *
     * @param name for its files
     */
    private record Program(String name, String classPath) {}

    /** One of the Ferrys that work side by side, with its own home. */
    private static final class Node {
        private final Path home;
        private final Path log;
        private final int port;
        private final int managementPort;
        private final Http management;
        private Program runs;
        private @Nullable Child program;
        private String refusal = "nobody has looked yet";
        private long lookedAt;

        private Node(Program runs, Path home, Path log, int port, int managementPort) {
            this.runs = runs;
            this.home = home;
            this.log = log;
            this.port = port;
            this.managementPort = managementPort;
            this.management = new Http(managementPort);
        }

        Child program() {
            return Objects.requireNonNull(program, "It is made with the stack.");
        }

        boolean isReady() {
            return look().isEmpty();
        }

        /** Why it is not ready; empty if it is. */
        private String look() {
            try {
                return program().isAlive() ? management.refusal("/actuator/health/readiness") : "it does not run";
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                return ending.toString();
            }
        }

        /** As a load balancer knows it, which looks every second, and sees at once that a connection is refused. */
        synchronized boolean seemsReady() {
            if (System.nanoTime() - lookedAt > LOOK_EVERY.toNanos()) {
                refusal = look();
                lookedAt = System.nanoTime();
            }
            return refusal.isEmpty() && program().isAlive();
        }

        /** Why it seemed not ready when somebody looked last. */
        synchronized String refusal() {
            return home.getFileName() + ": " + (refusal.isEmpty() ? "it has ended" : refusal);
        }
    }

    /** Short jobs and pauses, so that a test need not wait for what an administrator can wait for. All are settings. */
    private static final List<String> IMPATIENT = List.of(
            "--camunda.client.worker.defaults.timeout=12s",
            "--camunda.client.worker.defaults.retry-backoff=500ms",
            "--ferry.process.initial-backoff=500ms",
            "--ferry.process.backoff-multiplier=2",
            "--ferry.remote.connect-timeout=2s",
            "--ferry.remote.read-timeout=6s",
            "--ferry.remote.stall-timeout=4s",
            "--ferry.remote.initial-backoff=200ms",
            "--ferry.remote.wait-duration-in-open-state=2s");

    /**
     * @param laneCount how many migrations run side by side
     * @param nodeCount how many Ferrys work side by side; more than one have a bucket, and PostgreSQL alone
     * @param drains whether Ferrys are told to end instead of being killed
     * @param work how long a dump, a restore, an import or an installation takes at the sites
     * @param manyStarts whether it pays to let the JVM prepare for many starts of Ferry
     * @param earlier class path of an earlier Ferry, which all run at first: each but the last one is upgraded when it has ended for the
     *     first time. Null: all run this one
     */
    Stack(
            Path folder,
            int laneCount,
            int nodeCount,
            boolean drains,
            Duration work,
            boolean manyStarts,
            @Nullable String earlier,
            Relay.Listener listener)
            throws IOException {
        this.work = work;
        this.drains = drains;
        this.folder = folder.toAbsolutePath();
        this.manyStarts = manyStarts;
        current = new Program("this", Child.pack(this.folder.resolve("ferry.jar")));
        first = earlier == null
                ? current
                : new Program("earlier", Child.pack(earlier, this.folder.resolve("earlier-ferry.jar")));
        FreePorts ports = new FreePorts();
        for (int number = 0; number < nodeCount; number++) {
            String name = number == 0 ? "ferry" : "ferry-" + (number + 1);
            nodes.add(new Node(
                    first,
                    this.folder.resolve(name),
                    this.folder.resolve("logs/" + name + ".log"),
                    ports.next(),
                    ports.next()));
        }
        lastStarted = nodes.getFirst();
        int grpcPort = ports.next();
        engineWebPort = ports.next();
        engine = Child.ofTheTests(
                this.folder.resolve("logs/engine.log"),
                LocalEngine.class,
                512,
                List.of(),
                List.of(
                        "--grpc-port",
                        String.valueOf(grpcPort),
                        "--web-port",
                        String.valueOf(engineWebPort),
                        "--pages",
                        this.folder.resolve("no-pages").toString(),
                        "--search-delay",
                        String.valueOf(SEARCHES_ARE_LATE.toMillis())));
        engineGrpc = new Relay("engine's gRPC", ports.next(), grpcPort, (call, moment) -> {});
        engineRest = new Relay("engine's REST", ports.next(), engineWebPort, (call, moment) -> {});
        postgres = new Postgres(this.folder.resolve("postgresql"), ports.next());
        for (int number = 0; number < laneCount; number++) {
            Lane lane =
                    new Lane(number, this.folder.resolve("lane-" + number), current.classPath(), ports, work, listener);
            lanes.add(lane);
            environment.putAll(lane.credentials());
        }
        cloudManagerPort = ports.next();
        cloudManager = CloudManager.start(
                cloudManagerPort, lanes.stream().collect(Collectors.toMap(Lane::appToken, Lane::appPort)));
        if (nodeCount > 1) {
            store = S3TestStore.onDisk(
                    BUCKET,
                    Files.createDirectories(this.folder.resolve("nothing")),
                    Files.createDirectories(bucketFolder()));
            environment.put("FERRY_BUCKET_KEYS", S3TestStore.KEY_ID + ":" + S3TestStore.SECRET);
            database = Database.POSTGRESQL;
        }
        makePrograms();
        Runtime.getRuntime().addShutdownHook(clearUp);
    }

    private void makePrograms() {
        nodes.forEach(node -> node.program = ferryOn(database, node));
    }

    private Child ferryOn(Database kept, Node node) {
        List<String> options = manyStarts
                ? List.of(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile="
                                + folder.resolve(node.home.getFileName() + "-" + node.runs.name() + "-classes.jsa"),
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr")
                : List.of();
        return Child.ferry(node.log, node.runs.classPath(), 320, options, ferryArguments(kept, node), environment);
    }

    private List<String> ferryArguments(Database kept, Node node) {
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--",
                "--server.port=" + node.port,
                "--management.server.port=" + node.managementPort,
                "--management.endpoint.health.group.readiness.show-components=always",
                "--ferry.home=" + node.home,
                "--ferry.artifacts.export-folders=" + folder,
                "--camunda.client.grpc-address=http://127.0.0.1:" + engineGrpc.port(),
                "--camunda.client.rest-address=http://127.0.0.1:" + engineRest.port(),
                "--camunda.client.auth.method=basic",
                "--camunda.client.auth.username=" + ENGINE_USER,
                "--camunda.client.auth.password=" + ENGINE_USER,
                "--ferry.bigpicture.cloud-manager-url=http://127.0.0.1:" + cloudManagerPort + "/cloudmanager",
                "--ferry.remote.allowed-addresses=127.0.0.1"));
        lanes.forEach(lane -> arguments.addAll(lane.declarations()));
        if (kept == Database.POSTGRESQL) {
            arguments.add("--spring.datasource.url=" + postgres.jdbcUrl());
        }
        S3TestStore bucket = store;
        if (bucket != null) {
            arguments.addAll(List.of(
                    "--ferry.artifacts.s3.bucket=" + BUCKET,
                    "--ferry.artifacts.s3.endpoint=" + bucket.endpoint(),
                    "--ferry.artifacts.s3.credential=env:FERRY_BUCKET_KEYS",
                    "--ferry.artifacts.s3.part-size=5MB",
                    "--ferry.artifacts.upload-folders=" + nodes.getFirst().home.resolve("inbox")));
        }
        arguments.addAll(IMPATIENT);
        // Jira answers when its backup is written.
        arguments.add("--ferry.remote.backup-timeout=" + work.plusSeconds(20).toSeconds() + "s");
        return arguments;
    }

    /** Starts everything; Ferry on the database that is asked for first. */
    void start(Database first) throws IOException, InterruptedException {
        engine.start();
        for (Lane lane : lanes) {
            lane.start();
        }
        require(await(START_LIMIT, this::isEngineReady), "the engine", engine.log());
        if (manyStarts) {
            // The classes of a first life, written down at its end, are shared by all later ones.
            for (Node node : nodes) {
                if (store != null && !postgres.isAlive()) {
                    postgres.start();
                }
                node.program().start();
                require(await(START_LIMIT, () -> answersAtAll(node.managementPort)), "Ferry", node.log);
            }
        }
        for (Lane lane : lanes) {
            require(await(START_LIMIT, lane::isReady), "a sandbox", lane.log());
        }
        restart(first);
    }

    /** From now on Ferry keeps its record there; all migrations have ended. */
    void use(Database wanted) throws IOException, InterruptedException {
        if (wanted != database) {
            restart(wanted);
        }
    }

    private void restart(Database wanted) throws IOException, InterruptedException {
        for (Node node : nodes) {
            node.program().stop();
        }
        database = wanted;
        makePrograms();
        if (wanted == Database.POSTGRESQL && !postgres.isAlive()) {
            postgres.start();
        }
        for (Node node : nodes) {
            shareTheKey(node);
            node.program().start();
            require(await(START_LIMIT, node::isReady), "Ferry", node.log);
        }
    }

    /** Scripts reach any of the Ferrys with the same key. */
    private void shareTheKey(Node node) throws IOException {
        Path first = nodes.getFirst().home.resolve("script-key");
        if (node != nodes.getFirst() && Files.exists(first)) {
            Files.createDirectories(node.home);
            Files.copy(first, node.home.resolve("script-key"), StandardCopyOption.REPLACE_EXISTING);
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

    /** Ferry's interface, for whoever has its key for scripts. */
    Http ferry() throws IOException {
        return Http.withKey(
                Files.readString(nodes.getFirst().home.resolve("script-key")).strip(), this::portOfTheNextNode);
    }

    /** Whether Ferrys are told to end instead of being killed. */
    boolean drains() {
        return drains;
    }

    /** The Ferrys in turn, as a load balancer without sticky sessions asks them: one that is not ready is left out. One alone has none. */
    private int portOfTheNextNode() {
        if (nodes.size() == 1) {
            return nodes.getFirst().port;
        }
        List<Node> ready = nodes.stream().filter(Node::seemsReady).toList();
        if (ready.isEmpty()) {
            throw new UncheckedIOException(new IOException(
                    "No Ferry is ready: " + nodes.stream().map(Node::refusal).collect(Collectors.joining("; "))));
        }
        return ready.get(Math.floorMod(asked.getAndIncrement(), ready.size())).port;
    }

    /** Camunda's v2 interface, as people's browsers reach it: past the relays. */
    Http camunda() {
        return Http.as(ENGINE_USER, engineWebPort);
    }

    /** What stands between Ferry and the engine: gRPC and REST. */
    List<Relay> engineRelays() {
        return List.of(engineGrpc, engineRest);
    }

    /** Lets the engine stand still: nothing is lost, and nothing answers. */
    void stopEngine() throws IOException, InterruptedException {
        engine.suspend();
    }

    void letEngineGoOn() throws IOException, InterruptedException {
        engine.goOn();
    }

    boolean isEngineReady() {
        return engine.isAlive() && answers(engineWebPort, "/v2/status");
    }

    Path inbox() throws IOException {
        return Files.createDirectories(nodes.getFirst().home.resolve("inbox"));
    }

    /** Files of a migration that are in Ferry's store in part only. */
    List<String> halfMade(String migration) throws IOException {
        return store == null
                ? HalfMade.inAFolder(nodes.getFirst().home.resolve("artifacts"), migration)
                : HalfMade.inABucket(postgres.jdbcUrl(), migration);
    }

    /** So many are ready that one is left when the next one dies: of two both, of more all but one, which may be starting. */
    private boolean isFerryReady() {
        int needed = Math.max(Math.min(2, nodes.size()), nodes.size() - 1);
        return nodes.stream().filter(Node::isReady).count() >= needed;
    }

    /** Whether it runs and answers, or is not in use. */
    boolean isReady(Victim victim) {
        return switch (victim) {
            case FERRY -> isFerryReady();
            case DATABASE -> database != Database.POSTGRESQL || postgres.isReady();
        };
    }

    /** Whether it runs, or is not in use. */
    boolean isAlive(Victim victim) {
        return switch (victim) {
            case FERRY -> nodes.stream().allMatch(node -> node.program().isAlive());
            case DATABASE -> database != Database.POSTGRESQL || postgres.isAlive();
        };
    }

    /**
     * {@code kill -9}; a Ferry that shall be drained is told to end.
     *
     * @return whether a living process died of it
     */
    boolean kill(Victim victim) throws IOException, InterruptedException {
        return switch (victim) {
            case FERRY -> end(nodes.get(dice.nextInt(nodes.size())));
            case DATABASE -> database == Database.POSTGRESQL && postgres.kill();
        };
    }

    /**
     * Ends the Ferry that was started last, which may be starting still: of several, the others are left in peace.
     *
     * @return whether a living process died of it
     */
    boolean killTheLastStarted() throws InterruptedException {
        return end(lastStarted);
    }

    private boolean end(Node node) throws InterruptedException {
        return drains ? node.program().end(DRAIN_LIMIT) : node.program().kill();
    }

    /** Copies Ferry's database and its files while all Ferrys are stopped, which docs/backups.md asks for with H2 only. */
    void backUpFerry() throws IOException, InterruptedException {
        for (Node node : nodes) {
            node.program().stop();
        }
        stopDatabase();
        for (Path part : List.of(databaseFolder(), filesFolder())) {
            exchange(part, copyOf(part));
        }
        startFerry();
    }

    /**
     * Kills all Ferrys, puts the copy in the place of their database, and starts them again: all else has gone on.
     *
     * @param files whether their files are put back as well
     */
    void putFerryBack(boolean files) throws IOException, InterruptedException {
        for (Node node : nodes) {
            node.program().kill();
        }
        stopDatabase();
        for (Path part : files ? List.of(databaseFolder(), filesFolder()) : List.of(databaseFolder())) {
            exchange(copyOf(part), part);
        }
        startFerry();
    }

    private void stopDatabase() throws IOException, InterruptedException {
        if (database == Database.POSTGRESQL) {
            postgres.kill();
        }
    }

    private void startFerry() throws IOException {
        if (database == Database.POSTGRESQL) {
            postgres.start();
        }
        for (Node node : nodes) {
            node.program().start();
        }
    }

    private Path databaseFolder() {
        return database == Database.POSTGRESQL
                ? postgres.data()
                : nodes.getFirst().home.resolve("database");
    }

    private Path filesFolder() {
        return store == null ? nodes.getFirst().home.resolve("artifacts") : bucketFolder();
    }

    private Path bucketFolder() {
        return folder.resolve("bucket");
    }

    private Path copyOf(Path part) {
        return folder.resolve("backup").resolve(part.getFileName());
    }

    /** With rights and extended attributes, in which the store keeps what it knows of an object. */
    private static void exchange(Path from, Path to) throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(to);
        Files.createDirectories(to.getParent());
        int copied = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (copied != 0) {
            throw new IOException(from + " could not be copied");
        }
    }

    void startAgain(Victim victim) throws IOException {
        switch (victim) {
            case FERRY -> {
                for (Node node : nodes) {
                    if (!node.program().isAlive()) {
                        upgrade(node);
                        node.program().start();
                        lastStarted = node;
                    }
                }
            }
            case DATABASE -> postgres.start();
        }
    }

    private void upgrade(Node node) {
        if (node.runs != current && node != nodes.getLast()) {
            node.runs = current;
            node.program = ferryOn(database, node);
        }
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
            if (engine.isAlive()) {
                engine.goOn();
            }
            for (Node node : nodes) {
                node.program().stop();
            }
            engine.stop();
            for (Relay relay : engineRelays()) {
                relay.close();
            }
            for (Lane lane : lanes) {
                lane.close();
            }
            cloudManager.close();
            postgres.close();
            S3TestStore bucket = store;
            if (bucket != null) {
                bucket.close();
            }
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
