package io.ferry.localengine;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.camunda.zeebe.process.test.engine.EngineLog;
import io.camunda.zeebe.process.test.engine.EngineTimers;
import io.camunda.zeebe.process.test.engine.JobPauses;
import io.camunda.zeebe.process.test.engine.SharedLog;
import io.camunda.zeebe.process.test.engine.UserTaskCommands;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import io.ferry.localengine.Web.Answer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The local engine: gRPC for workers, Camunda's v2 interface and the pages; all on this computer, all in memory. */
public final class LocalEngine implements AutoCloseable {
    private static final String USAGE =
            "Use: --grpc-port PORT --web-port PORT --pages FOLDER [--search-delay MILLISECONDS]";

    private static final Duration TIMER_CHECKS = Duration.ofMillis(50);

    private final ZeebeTestEngine engine;
    private final int grpcPort;
    private final Gateway gateway;
    private final Web web;
    private final JobPauses pauses;

    private LocalEngine(ZeebeTestEngine engine, int grpcPort, Web web) {
        this.engine = engine;
        this.grpcPort = grpcPort;
        this.gateway = new Gateway(grpcPort);
        this.web = web;
        this.pauses = JobPauses.of(engine);
    }

    /**
     * Starts an engine in this JVM.
     *
     * @param grpcPort 0 for a free one
     * @param webPort 0 for a free one
     * @param pages the folder of files from npm
     * @throws IOException if a port is in use
     */
    public static LocalEngine start(int grpcPort, int webPort, Path pages) throws IOException {
        return start(grpcPort, webPort, pages, Duration.ZERO);
    }

    /**
     * Starts an engine in this JVM.
     *
     * @param searchDelay how late searches are: on a real cluster a second or two
     * @throws IOException if a port is in use
     */
    public static LocalEngine start(int grpcPort, int webPort, Path pages, Duration searchDelay) throws IOException {
        int grpc = free(grpcPort);
        Web web = new Web(free(webPort));
        ZeebeTestEngine engine = EngineFactory.create(grpc);
        EngineTimers.look(engine, TIMER_CHECKS);
        SharedLog.of(engine);
        engine.start();
        LocalEngine local = new LocalEngine(engine, grpc, web);
        Projection projection = new Projection(engine, searchDelay, Clock.systemUTC());
        new Api(projection, local.gateway, UserTaskCommands.of(engine)).addTo(web);
        web.on("GET", "/records", call -> local.records());
        new Pages(pages.toAbsolutePath().normalize()).addTo(web);
        web.start();
        return local;
    }

    public int grpcPort() {
        return grpcPort;
    }

    public int webPort() {
        return web.port();
    }

    /** All that the engine has recorded, a JSON object a line: no part of Camunda's interface. */
    private Answer records() {
        StringBuilder all = new StringBuilder();
        try (EngineLog log = EngineLog.fromTheBeginning(engine, EnumSet.allOf(ValueType.class))) {
            for (Optional<Record<?>> next = log.next(); next.isPresent(); next = log.next()) {
                all.append(next.get().toJson()).append('\n');
            }
        }
        return Answer.text("application/x-ndjson", all.toString());
    }

    @Override
    public void close() {
        web.close();
        gateway.close();
        pauses.close();
        engine.stop();
    }

    /** Runs the engine until the program is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> options = new HashMap<>(Map.of("--grpc-port", "26500", "--web-port", "8080"));
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length
                    || !Set.of("--grpc-port", "--web-port", "--pages", "--search-delay").contains(arguments[i])) {
                fail(USAGE);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        try {
            LocalEngine running = start(
                    Integer.parseInt(options.get("--grpc-port")),
                    Integer.parseInt(options.get("--web-port")),
                    Path.of(options.getOrDefault("--pages", "pages")),
                    Duration.ofMillis(Long.parseLong(options.getOrDefault("--search-delay", "0"))));
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "close"));
            System.out.println("The local engine runs: pages and v2 API at http://127.0.0.1:" + running.webPort()
                    + ", gRPC at 127.0.0.1:" + running.grpcPort());
            new CountDownLatch(1).await();
        } catch (NumberFormatException e) {
            fail(USAGE);
        } catch (IOException e) {
            fail("The local engine cannot start: " + e.getMessage() + ".");
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }

    /** The port itself, if nothing listens to it, or a free one for 0. */
    private static int free(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return probe.getLocalPort();
        } catch (BindException inUse) {
            throw new IOException("port " + port + " is in use; end what listens there, or choose another port", inUse);
        }
    }
}
