package io.ferry.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ferry.remote.RemoteFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransfersTest {
    private static final byte[] CONTENT = new byte[700_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    record Stored(@Nullable String id) {}

    @TempDir
    Path folder;

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private Wired wired;
    private Access access;
    private Transfers transfers;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        wire(Map.of());
    }

    private void wire(Map<String, String> properties) {
        if (wired != null) {
            wired.close();
        }
        wired = Wired.in(folder, properties);
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        access = Access.to(new Site(base, wired.credential("token-marker")), "test");
        transfers = wired.get(Transfers.class);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        wired.close();
    }

    @Test
    void shouldHashWhatPasses() throws Exception {
        // given
        offer(exchange -> send(exchange, 200, CONTENT, CONTENT.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // when
        Transferred transferred = transfers.download(file(), access, out);

        // then
        assertThat(out.toByteArray()).isEqualTo(CONTENT);
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(requests).containsExactly("GET Bearer token-marker null");
    }

    @Test
    void shouldGoOnWhereItBrokeOffWhereTheSiteNamesTheVersion() throws Exception {
        // given
        offer(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range == null) {
                send(exchange, 200, CONTENT, 300_000);
            } else {
                assertThat(exchange.getRequestHeaders().getFirst("If-Range")).isEqualTo("\"v1\"");
                int from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
                byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
                send(exchange, 206, rest, Math.min(rest.length, 250_000));
            }
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // when
        Transferred transferred = transfers.download(file(), access, out);

        // then
        assertThat(transferred.sha256()).isEqualTo(sha256(CONTENT));
        assertThat(out.toByteArray()).isEqualTo(CONTENT);
        assertThat(requests).hasSizeGreaterThan(1);
    }

    @Test
    void shouldCheckTheBeginningWhereTheSiteSendsItAgain() throws Exception {
        // given: no version, no ranges
        offer(exchange -> send(exchange, 200, CONTENT, requests.size() == 1 ? 300_000 : CONTENT.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // when
        Transferred transferred = transfers.download(file(), access, out);

        // then
        assertThat(out.toByteArray()).isEqualTo(CONTENT);
        assertThat(transferred.sha256()).isEqualTo(sha256(CONTENT));
    }

    @Test
    void shouldNotMixTwoContents() {
        // given
        byte[] other = CONTENT.clone();
        other[10]++;
        offer(exchange -> {
            if (requests.size() == 1) {
                send(exchange, 200, CONTENT, 300_000);
            } else {
                send(exchange, 200, other, other.length);
            }
        });

        // when
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class, () -> transfers.download(file(), access, new ByteArrayOutputStream()));

        // then
        assertThat(failure.title()).contains("changed");
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(requests).hasSize(2);
        assertThat(failure.retryAfter())
                .as("nobody asked for a pause, and the migration must not stand still for one")
                .isEmpty();
    }

    @Test
    void shouldCallATransferThatStaysShortAPassingFailure() {
        // given
        offer(exchange -> send(exchange, 200, CONTENT, 1000));

        // when
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class, () -> transfers.download(file(), access, new ByteArrayOutputStream()));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(requests).hasSize(4);
    }

    @Test
    void shouldHandOnBytesBeforeTheSiteHasSentTheLast() throws Exception {
        // given: a site that sends the second half only after the first has been written here
        CountDownLatch firstHalfWritten = new CountDownLatch(1);
        offer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            OutputStream body = exchange.getResponseBody();
            body.write(CONTENT, 0, 350_000);
            body.flush();
            await(firstHalfWritten);
            body.write(CONTENT, 350_000, CONTENT.length - 350_000);
            exchange.close();
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (size() >= 300_000) {
                    firstHalfWritten.countDown();
                }
            }
        };

        // when
        Transferred transferred = transfers.download(file(), access, out);

        // then
        assertThat(transferred.bytes()).isEqualTo(CONTENT.length);
    }

    @Test
    void shouldBreakOffATransferThatStandsStill() {
        // given
        wire(Map.of("ferry.remote.stall-timeout", "200ms", "ferry.remote.attempts", "1"));
        CountDownLatch end = new CountDownLatch(1);
        offer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100_000);
            exchange.getResponseBody().flush();
            await(end);
        });

        // when
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class, () -> transfers.download(file(), access, new ByteArrayOutputStream()));
        end.countDown();

        // then
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(failure.title()).contains("in time");
    }

    @Test
    void shouldNotBlameTheSiteForTheOwnDisk() {
        // given
        offer(exchange -> send(exchange, 200, CONTENT, CONTENT.length));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        // when, then
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> transfers.download(file(), access, full));
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldSendAFileWithItsLength() throws Exception {
        // given
        Path file = Files.write(folder.resolve("dump.bin"), CONTENT);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        offer(exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Content-Length")).isEqualTo("" + CONTENT.length);
            exchange.getRequestBody().transferTo(arrived);
            byte[] answer = "{\"id\":\"7\",\"more\":1}".getBytes(UTF_8);
            send(exchange, 201, answer, answer.length);
        });

        // when
        Transfers.Uploaded<Stored> uploaded = transfers.upload(file(), access, file, Stored.class);

        // then
        assertThat(uploaded.answer().id()).isEqualTo("7");
        assertThat(uploaded.transferred()).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(arrived.toByteArray()).isEqualTo(CONTENT);
    }

    @Test
    void shouldSayWhatTheSiteSaysAboutARefusedFile() throws IOException {
        // given
        Path file = Files.write(folder.resolve("dump.bin"), CONTENT);
        offer(exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "{\"message\":\"Made by somebody@example.com with another app.\"}".getBytes(UTF_8);
            send(exchange, 422, answer, answer.length);
        });

        // when
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.upload(file(), access, file, Stored.class));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.BY_DESIGN);
        assertThat(failure.remoteMessage()).contains("Made by (address) with another app.");
    }

    @Test
    void shouldNotSendAFileAgainThatMayHaveArrived() throws IOException {
        // given
        Path file = Files.write(folder.resolve("dump.bin"), CONTENT);
        offer(exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.close();
        });

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> transfers.upload(file(), access, file, Stored.class));
        assertThat(requests).hasSize(1);
    }

    private void offer(Handler handler) {
        server.createContext("/file", exchange -> {
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Range"));
            handler.handle(exchange);
        });
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** Announces the whole and sends the first bytes of it only. */
    private static void send(HttpExchange exchange, int status, byte[] content, int bytes) throws IOException {
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content, 0, bytes);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI file() {
        return access.site().resolve("/file");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
