package io.ferry.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.ferry.api.WholeFerry;
import io.ferry.process.engine.LocalCluster;
import io.ferry.tracing.Collector.Received;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A migration from the request to calls of its sites in one trace, and what leaves this computer of it. */
@ExtendWith(OutputCaptureExtension.class)
class TracingTest {
    /** Boot leaves the format to whatever starts next in this JVM. */
    @AfterAll
    static void logForPeopleAgain() {
        System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
    }

    /** What must never leave: it is in the names of migrations, people, paths and secrets. */
    private static final String MARK = "marlowe";

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path home;

    private final Set<String> headersAtSites = ConcurrentHashMap.newKeySet();

    @Test
    void shouldTraceFromTheRequestToTheCallsOfSites(CapturedOutput output) throws Exception {
        HttpServer source = site(200);
        HttpServer target = site(503);
        try (Collector collector = new Collector();
                LocalCluster camunda = LocalCluster.start();
                WholeFerry ferry = start(
                        collector,
                        camunda.ferryWith(
                                "--management.tracing.enabled=true", "--logging.structured.format.console=ecs"))) {
            // when
            String migration = startMigration(ferry, source, target);
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                flush(ferry);
                assertThat(collector.spans())
                        .extracting(Received::name)
                        .contains("GET jira-cloud", "run-readiness-checks");
            });

            // then
            List<Received> spans = collector.spans().stream()
                    .filter(each -> each.trace().equals(TRACE))
                    .toList();
            Received request = named("http post /api/migrations", spans).getFirst();
            Received process = named("process migrate", spans).getFirst();
            List<Received> jobs = named("run-readiness-checks", spans);
            assertThat(request.parent()).isEqualTo(CALLER);
            assertThat(request.attributes()).containsEntry("status", "201");
            assertThat(process.parent()).isEqualTo(request.id());
            assertThat(process.attributes())
                    .containsEntry("ferry.migration.id", migration)
                    .containsKey("camunda.process.instance.key");
            assertThat(jobs).isNotEmpty().allSatisfy(job -> {
                assertThat(job.parent()).isEqualTo(process.id());
                assertThat(job.attributes())
                        .containsEntry("ferry.migration.id", migration)
                        .containsEntry("camunda.process.id", "check-readiness")
                        .containsKeys("camunda.job.key", "camunda.element.id", "camunda.job.retries");
            });
            assertThat(named("phase-started", spans)).isNotEmpty();
            Set<String> jobIds = jobs.stream().map(Received::id).collect(Collectors.toSet());
            assertThat(named("GET jira-cloud", spans)).isNotEmpty().allSatisfy(call -> {
                assertThat(jobIds).contains(call.parent());
                assertThat(call.failed()).isTrue();
                assertThat(call.attributes())
                        .containsEntry("http.response.status_code", "503")
                        .containsEntry("error.type", "503");
            });
            assertThat(named("GET jira-data-center", spans))
                    .isNotEmpty()
                    .anySatisfy(call -> assertThat(call.failed()).isFalse());
            assertThat(headersAtSites).isNotEmpty().doesNotContain("traceparent", "tracestate", "b3", "baggage");

            saysNothingOfPeopleAndSites(collector);
            writesJson(ferry, output, migration);
        } finally {
            source.stop(0);
            target.stop(0);
        }
    }

    private static void saysNothingOfPeopleAndSites(Collector collector) throws IOException {
        assertThat(collector.text())
                .doesNotContainIgnoringCase(MARK)
                .doesNotContain(
                        "127.0.0.1",
                        "localhost",
                        "http:",
                        "exception.",
                        InetAddress.getLocalHost().getHostName());
        assertThat(collector.spans()).allSatisfy(span -> {
            assertThat(span.message()).isEmpty();
            assertThat(span.state()).isEmpty();
            assertThat(span.rest()).isZero();
            assertThat(span.name()).doesNotContain("@", "/actuator");
            assertThat(span.attributes().values()).noneMatch(value -> value.contains("@"));
        });
    }

    private static void writesJson(WholeFerry ferry, CapturedOutput output, String migration) throws IOException {
        Tracer tracer = ferry.part(Tracer.class);
        var span = tracer.nextSpan().start();
        try (var scope = tracer.withSpan(span);
                var inTheLog = MDC.putCloseable("migration", migration)) {
            LoggerFactory.getLogger("io.ferry.Sample")
                    .error(
                            "of ann@{}.example, Bearer abcdef123456 \u202e\nforged",
                            MARK,
                            new IllegalStateException("at https://x.example/y?key=1 for bob@" + MARK + ".example"));
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : output.getOut()
                .lines()
                // Before it, the engine of the test writes its lines.
                .dropWhile(each -> !each.startsWith("{"))
                .toList()) {
            lines.add(JSON.readTree(line));
        }
        JsonNode last = lines.stream()
                .filter(line -> line.path("message").asText().startsWith("of "))
                .findFirst()
                .orElseThrow();
        assertThat(last.path("migration").asText()).isEqualTo(migration);
        assertThat(last.path("traceId").asText()).isEqualTo(span.context().traceId());
        assertThat(last.path("spanId").asText()).isEqualTo(span.context().spanId());
        assertThat(last.path("message").asText()).isEqualTo("of (address), Bearer ******** ?\nforged");
        assertThat(last.path("error").path("stack_trace").asText())
                .contains("at https://x.example/y?… for (address)", "TracingTest");
        assertThat(last.toString()).doesNotContain(MARK, "abcdef123456", "key=1");
    }

    @Test
    void shouldNotEvenPrepareTracingWhileItIsOff() throws Exception {
        try (Collector collector = new Collector();
                WholeFerry ferry = start(collector)) {
            // when
            HttpResponse<String> answer = send(ferry, "GET", "/api/migrations", "");

            // then
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(ferry.server().getBeanProvider(Tracer.class).getIfAvailable())
                    .isNull();
            assertThat(ferry.server().getBeanProvider(SdkTracerProvider.class).getIfAvailable())
                    .isNull();
            assertThat(ferry.server().getBeanProvider(SpanExporter.class).getIfAvailable())
                    .isNull();
            assertThat(collector.text()).isEmpty();
        }
    }

    private HttpServer site(int status) throws IOException {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestHeaders()
                        .keySet()
                        .forEach(name -> headersAtSites.add(name.toLowerCase(java.util.Locale.ROOT)));
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, 2);
                exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        });
        site.start();
        return site;
    }

    private WholeFerry start(Collector collector, String... more) throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "ann@" + MARK + ".example:token-of-" + MARK);
        List<String> settings = new ArrayList<>(List.of(
                "--management.otlp.tracing.endpoint=" + collector.endpoint(),
                "--ferry.remote.allowed-addresses=127.0.0.1",
                "--ferry.remote.attempts=2",
                "--ferry.remote.initial-backoff=1ms",
                "--ferry.credentials.site.source=file:" + secret,
                "--ferry.credentials.site.hosts=127.0.0.1:*"));
        settings.addAll(List.of(more));
        return WholeFerry.start(home.resolve("ferry"), settings.toArray(String[]::new));
    }

    private static String startMigration(WholeFerry ferry, HttpServer source, HttpServer target) throws Exception {
        String body = """
                {"name": "Move of %s", "app": "BIGPICTURE",
                 "source": {"url": "http://127.0.0.1:%d", "credential": "site", "endpoints": "sandbox"},
                 "target": {"url": "http://127.0.0.1:%d", "credential": "site"}, "pollPause": "PT2S"}""".formatted(
                        MARK, source.getAddress().getPort(), target.getAddress().getPort());
        HttpResponse<String> answer = send(ferry, "POST", "/api/migrations", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).path("id").asText();
    }

    private static HttpResponse<String> send(WholeFerry ferry, String method, String path, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        ferry.request(path)
                                .header("Content-Type", "application/json")
                                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                                .header("tracestate", "vendor=" + MARK)
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static void flush(WholeFerry ferry) {
        ferry.part(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
    }

    private static List<Received> named(String name, List<Received> spans) {
        assertThat(spans).extracting(Received::name).contains(name);
        return spans.stream().filter(each -> each.name().equals(name)).toList();
    }
}
