package io.ferry.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import feign.RequestLine;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Downloader;
import io.ferry.artifact.Downloads;
import io.ferry.base.FileContent;
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
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransfersTest {
    private static final byte[] CONTENT = new byte[700_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    record Stored(@Nullable String id) {}

    @TempDir
    Path folder;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
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
        Transferred transferred = transfers.download(file(), access, Destination.of(out));

        // then
        assertThat(out.toByteArray()).isEqualTo(CONTENT);
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(requests).containsExactly("GET Bearer token-marker null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example.com/file", "http://[", "not an address"})
    void shouldFollowNoRedirectionWhateverItNames(String location) {
        // given
        offer(exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            send(exchange, 302, new byte[] {1}, 1);
        });

        // when, then
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> transfers.download(file(), access, Destination.of(new ByteArrayOutputStream())))
                .withMessageContaining("sends Ferry elsewhere (302");
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
        Transferred transferred = transfers.download(file(), access, Destination.of(out));

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
        Transferred transferred = transfers.download(file(), access, Destination.of(out));

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
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, nowhere()));

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
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, nowhere()));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(requests).hasSize(4);
    }

    @Test
    void shouldCountTriesAnewWhenEnoughCame() throws Exception {
        // given: each connection brings about 100,000 bytes, and twice in between the site is away for a while
        wire(Map.of("ferry.remote.min-progress", "10KB", "ferry.remote.attempts", "4"));
        offer(exchange -> {
            int at = requests.size();
            if (List.of(3, 4, 7, 8).contains(at)) {
                send(exchange, 503, new byte[0], 0);
            } else {
                sendTheRest(exchange, "\"v1\"", 100_000);
            }
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // when
        Transferred transferred = transfers.download(file(), access, Destination.of(out));

        // then
        assertThat(requests).hasSizeGreaterThanOrEqualTo(11);
        assertThat(transferred.sha256()).isEqualTo(sha256(CONTENT));
        assertThat(out.toByteArray()).isEqualTo(CONTENT);
    }

    @Test
    void shouldNotGoOnForEverWithAFewBytesAtATime() {
        // given
        wire(Map.of("ferry.remote.min-progress", "100KB", "ferry.remote.attempts", "4"));
        offer(exchange -> sendTheRest(exchange, "\"v1\"", 1000));

        // when
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, nowhere()));

        // then
        assertThat(failure.isPassing()).isTrue();
        assertThat(requests).hasSize(4);
    }

    @Test
    void shouldNotTakeALineThatBreaksForASiteThatIsDown() throws Exception {
        // given
        wire(Map.of(
                "ferry.remote.min-progress", "10KB",
                "ferry.remote.sliding-window-size", "4"));
        offer(exchange -> sendTheRest(exchange, "\"v1\"", 50_000));

        // when, then: some 14 connections, of which all but the last broke
        assertThat(transfers.download(file(), access, nowhere()).sha256()).isEqualTo(sha256(CONTENT));
    }

    @Test
    void shouldGoOnWithWhatAnEarlierDownloadLeft() throws Exception {
        // given
        offer(exchange -> sendTheRest(exchange, "\"v1\"", CONTENT.length));
        Left left = new Left("\"v1\"", Arrays.copyOf(CONTENT, 600_000));

        // when
        Transferred transferred = transfers.download(file(), access, left);

        // then
        assertThat(requests).containsExactly("GET Bearer token-marker bytes=600000-");
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(left.content.toByteArray()).isEqualTo(CONTENT);
        assertThat(left.begun).isZero();
    }

    @Test
    void shouldNotTakePartOfTheRestForTheWhole() throws Exception {
        // given: a site that sends no more than 40,000 bytes at a time, whatever it is asked for
        wire(Map.of("ferry.remote.min-progress", "10KB", "ferry.remote.attempts", "4"));
        offer(exchange -> {
            int from = Integer.parseInt(
                    exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", ""));
            byte[] part = Arrays.copyOfRange(CONTENT, from, Math.min(from + 40_000, CONTENT.length));
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (from + part.length - 1) + "/" + CONTENT.length);
            send(exchange, 206, part, part.length);
        });
        Left left = new Left("\"v1\"", Arrays.copyOf(CONTENT, 600_000));

        // when
        Transferred transferred = transfers.download(file(), access, left);

        // then
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(left.content.toByteArray()).isEqualTo(CONTENT);
        assertThat(requests).hasSize(3);
    }

    @Test
    void shouldGoOnInTheStoreAfterTheTryBefore() throws Exception {
        // given: a job whose download broke off
        wire(Map.of("ferry.remote.attempts", "1"));
        offer(exchange -> sendTheRest(exchange, "\"v1\"", requests.size() == 1 ? 300_000 : CONTENT.length));
        Downloads downloads = wired.get(Downloads.class);
        Downloader download = file -> transfers.download(file(), access, file);
        assertThat(catchThrowableOfType(
                        RemoteFailure.class, () -> downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", download)))
                .isNotNull();

        // when: the next job
        Artifact stored = downloads.fetch("m-1", ArtifactKind.DUMP, "a.dump", download);

        // then
        assertThat(stored.sha256()).isEqualTo(sha256(CONTENT));
        assertThat(wired.get(ArtifactStore.class).content(stored.id()).stream()).hasBinaryContent(CONTENT);
        assertThat(requests).hasSize(2);
        assertThat(requests.getLast())
                .startsWith("GET Bearer token-marker bytes=")
                .doesNotEndWith("bytes=0-");
    }

    @Test
    void shouldFetchNothingForWhichThereIsNoRoom() throws Exception {
        // given: nobody knows how long the file is before the site answers
        offer(exchange -> {
            exchange.sendResponseHeaders(200, Long.MAX_VALUE / 4);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            exchange.close();
        });

        // when, then
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> wired.get(Downloads.class)
                        .fetch("m-1", ArtifactKind.DUMP, "a.dump", file -> transfers.download(file(), access, file)))
                .matches(full -> full.kind() == ArtifactException.Kind.STORE_FULL);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heeds If-Range", "names another version", "names none", "has no such range"})
    void shouldNotMixWhatAnEarlierDownloadLeftWithOtherContent(String store) throws Exception {
        // given: the content was another one then
        offer(exchange -> {
            if (exchange.getRequestHeaders().getFirst("Range") == null || store.equals("heeds If-Range")) {
                sendFrom(null, exchange, "\"v2\"", CONTENT.length);
            } else if (store.equals("has no such range")) {
                send(exchange, 416, new byte[0], 0);
            } else {
                sendTheRest(exchange, store.equals("names none") ? null : "\"v2\"", CONTENT.length);
            }
        });
        Left left = new Left("\"v1\"", new byte[600_000]);

        // when
        Transferred transferred = transfers.download(file(), access, left);

        // then
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(left.content.toByteArray()).isEqualTo(CONTENT);
        assertThat(left.version()).isEqualTo("\"v2\"");
    }

    @Test
    void shouldNotLetAPollWaitForTransfers() throws Exception {
        // given: as many transfers as a site gets, each in the middle of its file, and no place for a small call to
        // wait
        wire(Map.of(
                "ferry.remote.max-concurrent-transfers", "2",
                "ferry.remote.max-concurrent-calls", "1",
                "ferry.remote.max-wait", "0s",
                "ferry.remote.attempts", "1"));
        CountDownLatch underWay = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        offer(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 350_000);
            exchange.getResponseBody().flush();
            underWay.countDown();
            await(end);
            exchange.getResponseBody().write(CONTENT, 350_000, CONTENT.length - 350_000);
            exchange.close();
        });
        server.createContext("/poll", exchange -> send(exchange, 200, "{}".getBytes(UTF_8), 2));
        PollApi poll = wired.get(RemoteClients.class).client(PollApi.class, access);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> transfers.download(file(), access, nowhere()));
            var second = threads.submit(() -> transfers.download(file(), access, nowhere()));
            await(underWay);

            // when, then
            assertThat(poll.poll()).isNotNull();
            RemoteFailure third =
                    catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, nowhere()));
            assertThat(third.getMessage()).contains("max-concurrent-transfers");

            end.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS).bytes()).isEqualTo(CONTENT.length);
            assertThat(second.get(20, TimeUnit.SECONDS).bytes()).isEqualTo(CONTENT.length);
        }
    }

    @Test
    void shouldLetPollsTryASiteThatComesBackWhileTransfersRun() throws Exception {
        // given: a site that was left alone, and two transfers that are the first to try it
        wire(Map.of(
                "ferry.remote.sliding-window-size",
                "4",
                "ferry.remote.wait-duration-in-open-state",
                "100ms",
                "ferry.remote.attempts",
                "1"));
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>(List.of(503, 503, 503, 503)));
        server.createContext(
                "/poll",
                exchange -> send(exchange, answers.isEmpty() ? 200 : answers.removeFirst(), "{}".getBytes(UTF_8), 2));
        PollApi poll = wired.get(RemoteClients.class).client(PollApi.class, access);
        for (int i = 0; i < 4; i++) {
            assertThat(catchThrowableOfType(RemoteFailure.class, poll::poll)).isNotNull();
        }
        CountDownLatch underWay = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        offer(exchange -> {
            underWay.countDown();
            await(end);
            send(exchange, 200, CONTENT, CONTENT.length);
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                threads.execute(() -> Awaitility.await()
                        .ignoreExceptions()
                        .until(() ->
                                transfers.download(file(), access, nowhere()).bytes() > 0));
            }
            await(underWay);

            // when, then
            assertThat(poll.poll()).isNotNull();
            end.countDown();
        }
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
        Transferred transferred = transfers.download(file(), access, Destination.of(out));

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
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, nowhere()));
        end.countDown();

        // then
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(failure.title()).contains("in time");
    }

    @Test
    void shouldWriteNothingTwiceWhenTheOwnDiskStoodStill() throws Exception {
        // given: a disk that takes longer over its second block than a transfer may stand still
        wire(Map.of(
                "ferry.remote.read-timeout", "300ms",
                "ferry.remote.stall-timeout", "200ms",
                "ferry.remote.attempts", "10"));
        offer(exchange -> sendTheRest(exchange, "\"v1\"", CONTENT.length));
        CountDownLatch moves = new CountDownLatch(1);
        Left slow = new Left(null, new byte[0]) {
            private int blocks;

            @Override
            public void write(byte[] buffer, int offset, int length) {
                blocks++;
                if (blocks == 2) {
                    CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS)
                            .execute(moves::countDown);
                }
                if (blocks > 1) {
                    awaitDeaf(moves);
                }
                super.write(buffer, offset, length);
            }
        };

        // when
        Transferred transferred = transfers.download(file(), access, slow);

        // then
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(slow.content.toByteArray()).isEqualTo(CONTENT);
        assertThat(requests).as("the transfer was broken off").hasSizeGreaterThan(1);
    }

    @Test
    void shouldLetAConnectionThatWasGivenUpThrowNothingAway() throws Exception {
        // given: a disk that takes longer over the beginning than a transfer may stand still
        wire(Map.of("ferry.remote.read-timeout", "300ms", "ferry.remote.attempts", "20"));
        offer(exchange -> sendTheRest(exchange, "\"v1\"", CONTENT.length));
        CountDownLatch moves = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Left slow = new Left(null, new byte[0]) {
            private boolean first = true;

            @Override
            public void begin(@Nullable String of) {
                boolean waits = first;
                first = false;
                if (waits) {
                    CompletableFuture.delayedExecutor(1200, TimeUnit.MILLISECONDS)
                            .execute(moves::countDown);
                    awaitDeaf(moves);
                }
                super.begin(of);
                if (waits) {
                    begun.countDown();
                }
            }
        };

        // when
        Transferred transferred = transfers.download(file(), access, slow);

        // then
        await(begun);
        assertThat(transferred).isEqualTo(new Transferred(CONTENT.length, sha256(CONTENT)));
        assertThat(slow.content.toByteArray()).isEqualTo(CONTENT);
    }

    @Test
    void shouldNotGoOnWithAVersionThatWasNeverCompared() {
        // given: no version at first, then one that differs, and breaks off before it can be compared
        byte[] other = CONTENT.clone();
        other[10]++;
        offer(exchange -> {
            if (requests.size() == 1) {
                send(exchange, 200, CONTENT, 300_000);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            exchange.getResponseHeaders().set("ETag", "\"v2\"");
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (range != null) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (other.length - 1) + "/" + other.length);
            }
            byte[] rest = Arrays.copyOfRange(other, from, other.length);
            send(exchange, range == null ? 200 : 206, rest, requests.size() == 2 ? 100_000 : rest.length);
        });

        // when
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, nowhere()));

        // then
        assertThat(failure).isNotNull();
        assertThat(failure.title()).contains("changed");
        assertThat(requests).last().asString().endsWith("null");
    }

    @Test
    void shouldThrowAwayWhatBelongsToOtherContent() {
        // given: the content changes, and the site does not heed If-Range
        offer(exchange -> sendTheRest(
                exchange, requests.size() == 1 ? "\"v1\"" : "\"v2\"", requests.size() == 1 ? 300_000 : CONTENT.length));
        Left left = new Left(null, new byte[0]);

        // when
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> transfers.download(file(), access, left));

        // then
        assertThat(failure.title()).contains("changed");
        assertThat(left.bytes()).isZero();
        assertThat(left.version()).isNull();
    }

    /** As a disk waits: nobody can call it away. */
    private static void awaitDeaf(CountDownLatch latch) {
        boolean called = false;
        while (latch.getCount() > 0) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                called = true;
            }
        }
        if (called) {
            Thread.currentThread().interrupt();
        }
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
                .isThrownBy(() -> transfers.download(file(), access, Destination.of(full)));
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
        Transfers.Uploaded<Stored> uploaded = transfers.upload(file(), access, FileContent.of(file), Stored.class);

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
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class, () -> transfers.upload(file(), access, FileContent.of(file), Stored.class));

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
                .isThrownBy(() -> transfers.upload(file(), access, FileContent.of(file), Stored.class));
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldNotSendAFileAgainThatIsNotAnsweredInTime() throws IOException {
        // given
        wire(Map.of("ferry.remote.read-timeout", "300ms", "ferry.remote.stall-timeout", "300ms"));
        Path file = Files.write(folder.resolve("dump.bin"), CONTENT);
        CountDownLatch end = new CountDownLatch(1);
        offer(exchange -> {
            exchange.getRequestBody().readAllBytes();
            await(end);
        });

        // when, then
        try {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> transfers.upload(file(), access, FileContent.of(file), Stored.class));
        } finally {
            end.countDown();
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldNotCallAFileUnsentThatIsNotAnsweredWhenFerryIsStopped() throws Exception {
        // given
        Path file = Files.write(folder.resolve("dump.bin"), CONTENT);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        offer(exchange -> {
            exchange.getRequestBody().readAllBytes();
            arrived.countDown();
            await(end);
        });

        // when
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread worker = Thread.startVirtualThread(() -> {
            try {
                transfers.upload(file(), access, FileContent.of(file), Stored.class);
            } catch (RuntimeException e) {
                thrown.complete(e);
            }
        });
        await(arrived);
        worker.interrupt();

        // then
        try {
            assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknownException.class);
        } finally {
            end.countDown();
        }
    }

    interface PollApi {
        @RequestLine("GET /poll")
        Map<String, Object> poll();
    }

    /** What an earlier download left. */
    private static class Left implements Destination {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable String version;
        private int begun;

        Left(@Nullable String version, byte[] content) {
            this.version = version;
            this.content.writeBytes(content);
        }

        @Override
        public long bytes() {
            return content.size();
        }

        @Override
        public String sha256() {
            try {
                return TransfersTest.sha256(content.toByteArray());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public @Nullable String version() {
            return version;
        }

        @Override
        public void begin(@Nullable String of) {
            begun++;
            content.reset();
            version = of;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            content.write(buffer, offset, length);
        }
    }

    private static Destination nowhere() {
        return Destination.of(OutputStream.nullOutputStream());
    }

    /** Sends what is asked for, at most so many bytes of it. */
    private static void sendTheRest(HttpExchange exchange, @Nullable String version, int most) throws IOException {
        sendFrom(exchange.getRequestHeaders().getFirst("Range"), exchange, version, most);
    }

    private static void sendFrom(@Nullable String range, HttpExchange exchange, @Nullable String version, int most)
            throws IOException {
        if (version != null) {
            exchange.getResponseHeaders().set("ETag", version);
        }
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
        }
        byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
        send(exchange, range == null ? 200 : 206, rest, Math.min(rest.length, most));
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
