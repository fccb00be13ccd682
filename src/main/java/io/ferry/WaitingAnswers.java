package io.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * What this Ferry answers at its address while another one works with its database: 503 and why. It is alive, so whoever
 * asks for that is told so.
 */
final class WaitingAnswers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WaitingAnswers.class);
    private static final String ALIVE = "/actuator/health/liveness";

    private final @Nullable HttpServer server;
    private volatile String why;

    /**
     * Begins to answer at Ferry's own address. Where another program has that address, as the working Ferry on the same
     * computer, nothing is answered.
     */
    WaitingAnswers(Environment settings, String why) {
        this.why = why;
        String address = settings.getProperty("server.address", "");
        int port = settings.getProperty("server.port", Integer.class, 8080);
        HttpServer made = null;
        try {
            made = HttpServer.create(
                    address.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(address, port), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/", this::answer);
            made.start();
        } catch (IOException taken) {
            log.info("Nothing answers at port {} while this Ferry waits: {}", port, taken.getMessage());
        }
        this.server = made;
    }

    /** Says this from now on. */
    void say(String sentence) {
        why = sentence;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(ALIVE)) {
            send(exchange, 200, "application/json", Json.MAPPER.writeValueAsString(Map.of("status", "UP")));
        } else if (path.startsWith("/actuator/health")) {
            send(
                    exchange,
                    503,
                    "application/json",
                    Json.MAPPER.writeValueAsString(Map.of(
                            "status",
                            "OUT_OF_SERVICE",
                            "components",
                            Map.of("lease", Map.of("status", "OUT_OF_SERVICE", "details", Map.of("why", why))))));
        } else if (path.startsWith("/api")) {
            send(
                    exchange,
                    503,
                    "application/problem+json",
                    Json.MAPPER.writeValueAsString(
                            Map.of("type", "about:blank", "title", "This Ferry waits.", "status", 503, "detail", why)));
        } else {
            send(exchange, 503, "text/plain; charset=utf-8", why + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] content = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Retry-After", "5");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : content.length);
            if (!head) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
