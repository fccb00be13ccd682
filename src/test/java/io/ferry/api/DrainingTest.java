package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.fixtures.S3TestStore;
import io.ferry.fixtures.SeveralNodes;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.process.upload.FileKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

/** One of several Ferrys is told to end while it is asked and sent files. */
class DrainingTest {
    private static final int WHOLE = 5_000_000;
    private static final Duration NOTICED = Duration.ofSeconds(2);

    @TempDir
    private Path home;

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    @Test
    void shouldAnswerEveryRequestUntilLoadBalancersKnow() throws Exception {
        try (S3TestStore store =
                S3TestStore.start(SeveralNodes.BUCKET, Files.createDirectories(home.resolve("none")))) {
            shouldAnswerEveryRequest(store);
        }
    }

    private void shouldAnswerEveryRequest(S3TestStore store) throws Exception {
        WholeFerry ferry = WholeFerry.start(
                home,
                SeveralNodes.settings(
                        TestDatabase.POSTGRESQL.newUrl(),
                        store.endpoint(),
                        home.resolve("keys"),
                        "--server.shutdown=graceful",
                        "--ferry.nodes.drain-for=4s",
                        // No Camunda is here, for which it would never be ready.
                        "--management.endpoint.health.group.readiness.include=readinessState",
                        "--ferry.credentials.jira.source=env:PATH",
                        "--ferry.credentials.jira.hosts=dc.example.com,cloud.atlassian.net"));
        Map<Integer, AtomicInteger> answers = new ConcurrentSkipListMap<>();
        AtomicLong unreadySince = new AtomicLong(Long.MAX_VALUE);
        AtomicInteger answeredUnready = new AtomicInteger();
        CompletableFuture<?> load;
        CompletableFuture<String> sent;
        try (ferry) {
            Migration migration = migration(ferry);
            IncomingFile incoming = ferry.part(IncomingFiles.class)
                    .begin(migration.id().value(), ArtifactKind.DUMP, "a.dump", WHOLE, IncomingFile.Source.UPLOAD, "");
            int port = ferry.port();
            HttpRequest request = ferry.request("/api/migrations").build();
            URI readiness = URI.create("http://127.0.0.1:" + ferry.managementPort() + "/actuator/health/readiness");
            String path = UploadsController.address(migration.id(), FileKind.DUMP, incoming.id());
            String key = ferry.key();

            // given: a load balancer that sends requests until it has seen for a while that Ferry is not ready, and a
            // slow sender
            load = CompletableFuture.runAsync(
                    () -> {
                        while (unreadySince.get() == Long.MAX_VALUE
                                || System.nanoTime() - unreadySince.get() < NOTICED.toNanos()) {
                            try (HttpClient http = HttpClient.newHttpClient()) {
                                int status = http.send(request, BodyHandlers.discarding())
                                        .statusCode();
                                answers.computeIfAbsent(status, any -> new AtomicInteger())
                                        .incrementAndGet();
                                if (unreadySince.get() < Long.MAX_VALUE) {
                                    answeredUnready.incrementAndGet();
                                }
                            } catch (IOException | InterruptedException cut) {
                                throw new IllegalStateException("A request got no answer", cut);
                            }
                        }
                    },
                    threads);
            sent = CompletableFuture.supplyAsync(() -> trickle(port, path, key), threads);
            until(() -> ferry.part(IncomingFiles.class).received(incoming.id()) > 0);
            CompletableFuture<Void> watch = CompletableFuture.runAsync(
                    () -> {
                        HttpClient http = HttpClient.newHttpClient();
                        until(() -> {
                            try {
                                return http.send(
                                                        HttpRequest.newBuilder(readiness)
                                                                .build(),
                                                        BodyHandlers.discarding())
                                                .statusCode()
                                        == 503;
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException("The management port must tell it", e);
                            }
                        });
                        unreadySince.set(System.nanoTime());
                    },
                    threads);

            // when
            CompletableFuture<Void> ending = CompletableFuture.runAsync(ferry::close, threads);

            // then it is not ready until it has ended, also if Spring Boot's start comes to its end only now
            watch.get(20, TimeUnit.SECONDS);
            AvailabilityChangeEvent.publish(ferry.server(), ReadinessState.ACCEPTING_TRAFFIC);
            assertThat(ferry.part(ApplicationAvailability.class).getReadinessState())
                    .isEqualTo(ReadinessState.REFUSING_TRAFFIC);
            ending.get(60, TimeUnit.SECONDS);
        }
        load.get(20, TimeUnit.SECONDS);
        assertThat(answers.keySet()).containsExactly(200);
        assertThat(answeredUnready.get())
                .as("answers after readiness had said 503")
                .isPositive();
        assertThat(sent.get(20, TimeUnit.SECONDS)).startsWith("HTTP/1.1 204").containsIgnoringCase("\nUpload-Offset: ");
    }

    /** Sends a little of a file every while, until it is answered. */
    private static String trickle(int port, String path, String key) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + key
                            + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + WHOLE + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] piece = new byte[1000];
            while (socket.getInputStream().available() == 0) {
                out.write(piece);
                out.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            var answer = new StringBuilder();
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        } catch (IOException e) {
            throw new IllegalStateException("The sender got no answer", e);
        }
    }

    private static Migration migration(WholeFerry ferry) {
        CredentialName credential = new CredentialName("jira");
        return ferry.part(Migrations.class)
                .register(new NewMigration(
                        "Drained",
                        App.BIGPICTURE,
                        new MigrationSettings(
                                site("https://dc.example.com", credential),
                                site("https://cloud.atlassian.net", credential),
                                Map.of(),
                                Thresholds.DEFAULT,
                                MigrationSettings.DEFAULT_POLL_PAUSE,
                                false,
                                false,
                                null),
                        null));
    }

    private static SiteSettings site(String address, CredentialName credential) {
        return new SiteSettings(URI.create(address), credential, null, null, null, null, null);
    }

    private static void until(BooleanSupplier question) {
        long giveUpAt = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!question.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
