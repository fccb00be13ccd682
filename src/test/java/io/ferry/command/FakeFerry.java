package io.ferry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Something that listens where a Ferry might, gives the answers it is told to, and keeps what it is sent. */
final class FakeFerry implements AutoCloseable {
    /** An answer; its tag is sent as ETag. */
    record Answer(int status, String body, @Nullable String tag) {
        static Answer ok(String body) {
            return new Answer(200, body, null);
        }
    }

    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> tags = new CopyOnWriteArrayList<>();
    final List<String> paths = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final HttpServer server;

    FakeFerry(int port, Answer... answers) throws IOException {
        this.answers.addAll(List.of(answers));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                tags.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
                Answer answer;
                synchronized (this.answers) {
                    answer = this.answers.size() > 1 ? this.answers.remove() : this.answers.element();
                }
                if (answer.tag() != null) {
                    exchange.getResponseHeaders().set("ETag", answer.tag());
                }
                byte[] body = answer.body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
