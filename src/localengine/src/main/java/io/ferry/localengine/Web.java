package io.ferry.localengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camunda.zeebe.process.test.engine.UserTaskCommands.Rejected;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The engine's HTTP server: on this computer only, with basic sign-in; it finds the handler of a request by its path. */
final class Web implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_BODY = 16 << 20;

    /** Only what this server serves runs in its pages; the styles of form-js hold small pictures themselves. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private static final System.Logger log = System.getLogger(Web.class.getName());

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Route> routes = new ArrayList<>();

    /** Answers one kind of request. */
    interface Handler {
        Answer answer(Call call) throws IOException;
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param type the content type; null for an answer without content
     */
    record Answer(int status, @Nullable String type, byte[] content) {
        static final Answer DONE = new Answer(204, null, new byte[0]);

        static Answer json(JsonNode content) {
            return new Answer(200, "application/json", content.toString().getBytes(UTF_8));
        }

        static Answer text(String type, String content) {
            return new Answer(200, type + "; charset=utf-8", content.getBytes(UTF_8));
        }
    }

    /** A request, and what its path holds. */
    record Call(HttpExchange exchange, Matcher path, @Nullable User user) {
        /** The key in the path. */
        long key() {
            return Long.parseLong(path.group(1));
        }

        /** Who has signed in. */
        User signedIn() {
            if (user == null) {
                throw new IllegalStateException("This request needs no sign-in");
            }
            return user;
        }

        /** The request's JSON object; an empty one if nothing was sent. */
        JsonNode body() throws IOException {
            byte[] content = content();
            if (content.length == 0) {
                return JSON.createObjectNode();
            }
            // A page elsewhere cannot send this type without asking first.
            if (!type().startsWith("application/json")) {
                throw Problem.unsupported("Content-Type must be application/json");
            }
            try {
                JsonNode body = JSON.readTree(content);
                if (!body.isObject()) {
                    throw Problem.badRequest("The request body must be a JSON object");
                }
                return body;
            } catch (JsonProcessingException e) {
                throw Problem.badRequest("Request property cannot be parsed");
            }
        }

        String type() {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .orElse("");
        }

        byte[] content() throws IOException {
            try (InputStream content = exchange.getRequestBody()) {
                byte[] all = content.readNBytes(LARGEST_BODY + 1);
                if (all.length > LARGEST_BODY) {
                    throw Problem.badRequest("The request body is larger than 16 MB");
                }
                return all;
            }
        }
    }

    private record Route(String method, Pattern path, boolean open, Handler handler) {}

    /**
     * @param port 0 for a free one
     * @throws IOException if the port is in use
     */
    Web(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Adds a handler. The first that fits is taken.
     *
     * @param path a regular expression; its groups reach the handler
     */
    void on(String method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path), false, handler));
    }

    /** Adds a handler that asks for no sign-in. */
    void open(String method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path), true, handler));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (StatusRuntimeException refused) {
                answer = problem(exchange, Problem.of(refused));
            } catch (Rejected refused) {
                answer = problem(exchange, Problem.of(refused));
            } catch (Problem problem) {
                answer = problem(exchange, problem);
            } catch (UncheckedIOException | NumberFormatException e) {
                answer = problem(exchange, Problem.badRequest("The request cannot be read"));
            } catch (RuntimeException fault) {
                // Without an answer the connection would just end, and nobody would know why.
                log.log(
                        System.Logger.Level.ERROR,
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestURI().getPath() + " failed",
                        fault);
                answer = problem(exchange, Problem.internal("The local engine failed: its log says how"));
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        boolean reads = exchange.getRequestMethod().equals("GET");
        if (!reads && site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw Problem.forbidden("Another site's page may not do this");
        }
        Optional<User> user = User.of(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(exchange.getRequestMethod()) && matcher.matches()) {
                if (!route.open() && user.isEmpty()) {
                    return signIn(exchange);
                }
                return route.handler().answer(new Call(exchange, matcher, user.orElse(null)));
            }
        }
        if (user.isEmpty()) {
            return signIn(exchange);
        }
        throw Problem.notOffered(exchange.getRequestMethod() + " " + path);
    }

    private static Answer signIn(HttpExchange exchange) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Local engine\", charset=\"UTF-8\"");
        return new Answer(401, "text/plain; charset=utf-8", "Sign in as demo or approver.\n".getBytes(UTF_8));
    }

    private static Answer problem(HttpExchange exchange, Problem problem) {
        return new Answer(
                problem.status(),
                "application/problem+json",
                problem.body(exchange.getRequestURI().getPath()).toString().getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        if (answer.type() != null) {
            headers.set("Content-Type", answer.type());
        }
        headers.putIfAbsent("Cache-Control", List.of("no-store"));
        boolean none = answer.content().length == 0;
        exchange.sendResponseHeaders(answer.status(), none ? -1 : answer.content().length);
        if (!none) {
            exchange.getResponseBody().write(answer.content());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * Somebody who may sign in; the password is the name.
     *
     * @param groups the candidate groups to which the person belongs
     */
    record User(String name, List<String> groups) {
        private static final List<User> ALL =
                List.of(new User("demo", List.of("operator", "approver")), new User("approver", List.of("approver")));

        static Optional<User> of(@Nullable String authorization) {
            if (authorization == null || !authorization.startsWith("Basic ")) {
                return Optional.empty();
            }
            try {
                String pair = new String(Base64.getDecoder().decode(authorization.substring(6).trim()), UTF_8);
                return ALL.stream()
                        .filter(user -> pair.equals(user.name() + ":" + user.name()))
                        .findFirst();
            } catch (IllegalArgumentException noBase64) {
                return Optional.empty();
            }
        }
    }
}
