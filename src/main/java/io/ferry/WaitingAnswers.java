package io.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * What this Ferry answers at its address while another one works with its database: 503 and why. At its management port it
 * is alive, and not ready.
 */
final class WaitingAnswers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WaitingAnswers.class);
    private static final String ALIVE = "/actuator/health/liveness";

    private final List<HttpServer> servers = new ArrayList<>();
    private volatile String why;

    /**
     * Begins to answer at Ferry's own addresses. Where another program has one of them, as the working Ferry on the same
     * computer, nothing is answered there.
     */
    WaitingAnswers(Environment settings, String why) {
        this.why = why;
        listen(settings, "server", 8080, this::answer);
        if (settings.containsProperty("management.server.port")) {
            listen(settings, "management.server", 0, WaitingAnswers::answerHealth);
        }
    }

    private void listen(Environment settings, String setting, int otherwise, HttpHandler answers) {
        String address = settings.getProperty(setting + ".address", "");
        int port = settings.getProperty(setting + ".port", Integer.class, otherwise);
        if (port < 0) {
            // Spring's way to say that nothing is to be answered there.
            return;
        }
        try {
            HttpServer server = HttpServer.create(
                    address.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(address, port), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", answers);
            server.start();
            servers.add(server);
        } catch (IOException taken) {
            log.info("Nothing answers at port {} while this Ferry waits: {}", port, taken.getMessage());
        }
    }

    /** Says this from now on. */
    void say(String sentence) {
        why = sentence;
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().startsWith("/api")) {
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

    private static void answerHealth(HttpExchange exchange) throws IOException {
        boolean alive = exchange.getRequestURI().getPath().equals(ALIVE);
        send(
                exchange,
                alive ? 200 : 503,
                "application/json",
                Json.MAPPER.writeValueAsString(Map.of("status", alive ? "UP" : "OUT_OF_SERVICE")));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] content = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Retry-After", "5");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : content.length);
            if (!head) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
