package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ferry.access.Audit;
import io.ferry.fixtures.SandboxSites;
import io.ferry.sandbox.side.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Testing a connection, and checking settings that may be incomplete, as scripts do. */
class SitesApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SandboxSites sites;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext web;

    @BeforeAll
    static void start() {
        sites = SandboxSites.start(folder.resolve("sites"), options -> {});
        web = NewMigrationWeb.start(folder, sites, "--ferry.connection-test.per-minute=1000");
    }

    @AfterAll
    static void stop() {
        web.close();
        sites.close();
    }

    @Test
    void shouldSayWhatASourceAnswered() throws Exception {
        HttpResponse<String> answer = test("source", source(), "source-jira");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode look = JSON.readTree(answer.body());
        assertThat(look.path("passed").asBoolean()).isTrue();
        assertThat(look.path("title").asText()).isEqualTo("Sandbox Data Center");
        assertThat(look.path("version").asText()).isNotBlank();
        assertThat(look.path("people").asLong()).isPositive();
        assertThat(look.path("app").path("version").asText()).isNotBlank();
        assertThat(look.path("missingRights")).isEmpty();
        assertThat(Math.abs(look.path("clockAheadSeconds").asLong())).isLessThan(10);
        assertThat(look.path("checks").findValuesAsText("outcome")).isSubsetOf("PASSED", "WARNING");
        assertThat(answer.body()).doesNotContain("sandbox-dc");
        assertThat(web.getBean(Audit.class).newest(0, 1)).singleElement().satisfies(entry -> {
            assertThat(entry.what()).isEqualTo(Audit.What.CONNECTION_TESTED);
            assertThat(entry.detail()).isEqualTo(source() + " with source-jira");
            assertThat(entry.by().name()).isEqualTo(EverybodyIsSignedIn.TESTER);
        });
    }

    @Test
    void shouldSayWhatATargetAnswered() throws Exception {
        JsonNode look = JSON.readTree(test("target", target(), "target-jira").body());

        assertThat(look.path("passed").asBoolean()).isTrue();
        assertThat(look.path("title").asText()).isEqualTo("Sandbox Cloud");
        assertThat(look.has("app")).isFalse();
    }

    @Test
    void shouldSayWhatToDoAboutACredentialThatIsRefused() throws Exception {
        HttpResponse<String> answer = test("source", source(), "wrong-password");

        JsonNode look = JSON.readTree(answer.body());
        assertThat(look.path("passed").asBoolean()).isFalse();
        JsonNode last = look.path("checks").get(look.path("checks").size() - 1);
        assertThat(last.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(last.path("whatToDo").asText()).contains("CAPTCHA");
        assertThat(answer.body()).doesNotContain("wrong-marker");
    }

    @Test
    void shouldCallNoSiteThatNoAllowedCredentialNames() throws Exception {
        // given
        AtomicInteger called = new AtomicInteger();
        HttpServer another = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        another.createContext("/", exchange -> {
            called.incrementAndGet();
            exchange.close();
        });
        another.start();
        long before = entries();
        try {
            String address = "http://127.0.0.1:" + another.getAddress().getPort();
            for (String credential : List.of("source-jira", "elsewhere", "not-declared", "", "env:PATH")) {
                // when
                HttpResponse<String> answer = test("source", address, credential);

                // then
                assertThat(answer.statusCode()).as(credential).isEqualTo(400);
                assertThat(JSON.readTree(answer.body()).path("errors").findValuesAsText("field"))
                        .containsExactly("source.credential");
            }
        } finally {
            another.stop(0);
        }
        assertThat(called).hasValue(0);
        assertThat(entries()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "source,   http://169.254.169.254,      source-jira, source.url",
        "source,   http://127.1,                source-jira, source.url",
        "source,   ftp://jira.example.com,      elsewhere,   source.url",
        "target,   http://jira.example.com,     elsewhere,   target.url",
        "nowhere,  https://jira.example.com,    elsewhere,   side",
        "source,   https://a:b@jira.example.com,elsewhere,   source.url"
    })
    void shouldRefuseWhatAMigrationCouldNotName(String side, String url, String credential, String field)
            throws Exception {
        HttpResponse<String> answer = test(side, url, credential);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("errors").findValuesAsText("field"))
                .contains(field);
        assertThat(answer.body()).doesNotContain("a:b");
    }

    @Test
    void shouldLetOnePersonTestAFewConnectionsInAMinute() throws Exception {
        try (var strict = NewMigrationWeb.start(folder, sites, "--ferry.connection-test.per-minute=2")) {
            assertThat(test(strict, "source", source(), "source-jira").statusCode())
                    .isEqualTo(200);
            assertThat(test(strict, "source", source(), "elsewhere").statusCode())
                    .as("what is refused calls nobody and does not count")
                    .isEqualTo(400);
            assertThat(test(strict, "source", source(), "source-jira").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> third = test(strict, "source", source(), "source-jira");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).contains("Wait a minute");
        }
    }

    @Test
    void shouldNotWaitForASiteThatKeepsSilent() throws Exception {
        // given
        CountDownLatch end = new CountDownLatch(1);
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/", exchange -> {
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        silent.start();
        String host = "127.0.0.1:" + silent.getAddress().getPort();
        try (var hurried = NewMigrationWeb.start(
                folder,
                sites,
                "--ferry.connection-test.timeout=300ms",
                "--ferry.connection-test.at-once=1",
                "--ferry.credentials.elsewhere.hosts=" + host)) {
            // when
            HttpResponse<String> answer = test(hurried, "source", "http://" + host, "elsewhere");

            // then
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("./ferry check-connection");
            org.awaitility.Awaitility.await("the place is free again")
                    .untilAsserted(() -> assertThat(test(hurried, "source", source(), "source-jira")
                                    .statusCode())
                            .isNotEqualTo(429));
        } finally {
            end.countDown();
            silent.stop(0);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithSettingsThatAreNotComplete() throws Exception {
        // when
        HttpResponse<String> answer = post(web, "/api/migrations/check", """
                {"name": "", "source": {"url": "%s", "credential": "elsewhere"}, "target": {"url": "ftp://x"}}""".formatted(source()));

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode found = JSON.readTree(answer.body());
        assertThat(found.path("errors").findValuesAsText("field"))
                .contains("name", "app", "source.credential", "target.url", "target.credential")
                .doesNotHaveDuplicates();
        assertThat(found.path("credentials").path("source.credential"))
                .extracting(JsonNode::asText)
                .containsExactly("source-app", "source-jira", "wrong-password");
        assertThat(found.path("credentials").has("target.credential")).isFalse();
        assertThat(found.path("credentials").path("target.bigPictureCredential"))
                .extracting(JsonNode::asText)
                .containsExactly("target-app");
    }

    @Test
    void shouldRefuseAnAddressBeforeACredentialIsNamed() throws Exception {
        JsonNode found = JSON.readTree(post(
                        web,
                        "/api/migrations/check",
                        "{\"source\": {\"url\": \"https://169.254.169.254\", \"exportFolder\": \"/no/such/folder\"}}")
                .body());

        assertThat(found.path("errors").findValuesAsText("field"))
                .contains("source.url", "source.exportFolder", "source.credential")
                .doesNotHaveDuplicates();
    }

    private static String source() {
        return sites.address(Side.JIRA_DATA_CENTER).toString();
    }

    private static String target() {
        return sites.address(Side.JIRA_CLOUD).toString();
    }

    private static long entries() {
        return web.getBean(Audit.class).newest(0, 1000).size();
    }

    private static HttpResponse<String> test(String side, String url, String credential) throws Exception {
        return test(web, side, url, credential);
    }

    private static HttpResponse<String> test(
            ConfigurableApplicationContext ferry, String side, String url, String credential)
            throws IOException, InterruptedException {
        return post(ferry, "/api/sites/check", """
                {"side": "%s", "app": "BIGPICTURE", "site": {"url": "%s", "credential": "%s"}}""".formatted(side, url, credential));
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext ferry, String path, String body)
            throws IOException, InterruptedException {
        URI address = URI.create(FrontWeb.address(ferry) + path);
        return HTTP.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
