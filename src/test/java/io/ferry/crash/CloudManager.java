package io.ferry.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The vendor's cloud manager, which serves all tenants at one address: who asks is told by the token. */
public final class CloudManager implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> apps;

    private CloudManager(HttpServer server, Map<String, Integer> apps) {
        this.server = server;
        this.apps = Map.copyOf(apps);
    }

    /**
     * Starts it.
     *
     * @param port where it listens
     * @param apps the port of each tenant's app, by the app's token
     */
    public static CloudManager start(int port, Map<String, Integer> apps) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        CloudManager manager = new CloudManager(server, apps);
        server.setExecutor(manager.threads);
        server.createContext("/cloudmanager/", manager::whereAmI);
        server.start();
        return manager;
    }

    private void whereAmI(HttpExchange exchange) throws IOException {
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Integer app = apps.get(sent.substring(sent.lastIndexOf(' ') + 1));
        try (exchange) {
            if (app == null) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app + exchange.getRequestURI()))
                            .header("Authorization", sent)
                            .timeout(PATIENCE)
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

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
