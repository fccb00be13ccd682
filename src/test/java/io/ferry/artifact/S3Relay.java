package io.ferry.artifact;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Stands between Ferry and its S3 store. It speaks TLS with Ferry, as stores in production do: only then AWS's SDK does not sign
 * what it sends, and nothing but Content-MD5 tells the store of a changed byte. It keeps what it carried, and changes some of it
 * when a test asks for that.
 */
final class S3Relay implements AutoCloseable {
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of("connection", "host", "content-length", "transfer-encoding", "date");

    private final HeldCertificate certificate =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OkHttpClient onward = new OkHttpClient();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Set<Call> spoiled = EnumSet.noneOf(Call.class);
    private final Map<Call, Map<String, String>> answers = new EnumMap<>(Call.class);
    private final HttpsServer server;
    private final String store;

    /** What Ferry asks of a store. */
    enum Call {
        PUT_OBJECT,
        CREATE_MULTIPART_UPLOAD,
        UPLOAD_PART,
        COMPLETE_MULTIPART_UPLOAD,
        HEAD_OBJECT,
        OTHER;

        private static Call of(HttpExchange exchange) {
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            return switch (exchange.getRequestMethod()) {
                case "PUT" -> query.contains("partNumber=") ? UPLOAD_PART : PUT_OBJECT;
                case "POST" -> query.contains("uploadId=") ? COMPLETE_MULTIPART_UPLOAD : CREATE_MULTIPART_UPLOAD;
                case "HEAD" -> HEAD_OBJECT;
                default -> OTHER;
            };
        }
    }

    /**
     * What Ferry sent.
     *
     * @param headers whose names are in small letters
     * @param body as Ferry sent it, before anything was changed
     * @param status what the store answered
     */
    record Sent(Call call, Map<String, String> headers, byte[] body, int status) {}

    /** @param store where the store answers, by plain HTTP */
    S3Relay(String store) throws IOException {
        this.store = store;
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()));
        server.setExecutor(threads);
        server.createContext("/", this::carry);
        server.start();
    }

    String endpoint() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A client that trusts it. */
    HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(new HandshakeCertificates.Builder()
                        .addTrustedCertificate(certificate.certificate())
                        .build()
                        .sslContext())
                .build();
    }

    /** What it has carried. */
    List<Sent> sent(Call call) {
        return sent.stream().filter(one -> one.call() == call).toList();
    }

    /** Changes one bit of the next such call on its way to the store. */
    synchronized void spoilNext(Call call) {
        spoiled.add(call);
    }

    /** Lets such calls be answered with another header, until all is well again. */
    synchronized void answer(Call call, String header, String value) {
        answers.put(call, Map.of(header, value));
    }

    /** Carries everything as it is from now on. */
    synchronized void heal() {
        spoiled.clear();
        answers.clear();
    }

    private synchronized boolean spoils(Call call) {
        return spoiled.remove(call);
    }

    private synchronized Map<String, String> answers(Call call) {
        return answers.getOrDefault(call, Map.of());
    }

    private void carry(HttpExchange exchange) throws IOException {
        Call call = Call.of(exchange);
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] carried = body.clone();
        if (spoils(call)) {
            carried[carried.length / 2] ^= 1;
        }
        try (exchange;
                Response answer = onward.newCall(request(exchange, carried)).execute()) {
            sent.add(new Sent(call, headers(exchange.getRequestHeaders()), body, answer.code()));
            byte[] content = answer.body().bytes();
            Headers headers = exchange.getResponseHeaders();
            answer.headers().forEach(header -> {
                if (!OF_ONE_CONNECTION.contains(header.getFirst().toLowerCase(Locale.ROOT))) {
                    headers.add(header.getFirst(), header.getSecond());
                }
            });
            if (call == Call.HEAD_OBJECT && answer.header("Content-Length") != null) {
                headers.set("Content-Length", answer.header("Content-Length"));
            }
            answers(call).forEach(headers::set);
            exchange.sendResponseHeaders(answer.code(), content.length == 0 ? -1 : content.length);
            if (content.length > 0) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    private Request request(HttpExchange exchange, byte[] body) {
        // The signature holds for the host that Ferry called.
        Request.Builder request = new Request.Builder()
                .url(store + exchange.getRequestURI())
                .method(
                        exchange.getRequestMethod(),
                        Set.of("PUT", "POST").contains(exchange.getRequestMethod())
                                ? RequestBody.create(body, null)
                                : null)
                .header("Host", exchange.getRequestHeaders().getFirst("Host"))
                .header("Accept-Encoding", "identity");
        headers(exchange.getRequestHeaders()).forEach((name, value) -> {
            if (!OF_ONE_CONNECTION.contains(name)) {
                request.header(name, value);
            }
        });
        return request.build();
    }

    private static Map<String, String> headers(Headers headers) {
        Map<String, String> all = new TreeMap<>();
        headers.forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        onward.dispatcher().executorService().shutdown();
        onward.connectionPool().evictAll();
    }
}
