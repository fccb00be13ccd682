package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.access.Audit;
import io.ferry.command.CredentialCommand;
import io.ferry.credential.CredentialStore;
import io.ferry.fixtures.TestDatabase;
import io.ferry.remote.Credential;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.Secret;
import io.ferry.remote.SiteCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import picocli.CommandLine;

/** An administrator puts secrets into Ferry's store, and nobody gets them back. */
@ExtendWith(OutputCaptureExtension.class)
class CredentialsApiTest {
    private static final URI JIRA = URI.create("https://jira.example.com");

    @TempDir
    static Path home;

    private static ConfigurableApplicationContext web;

    private final HttpClient http = HttpClient.newHttpClient();

    @EnableAutoConfiguration
    @EnableConfigurationProperties(ApiProperties.class)
    @ComponentScan({"io.ferry.credential", "io.ferry.remote"})
    @Import({
        EverybodyIsSignedIn.class,
        Audit.class,
        CredentialsController.class,
        ProblemHandler.class,
        Pages.class,
        BodyLimit.class,
        RequestGuard.class
    })
    static class CredentialsOnly {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        web = new SpringApplicationBuilder(CredentialsOnly.class)
                .run(
                        "--server.port=0",
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=" + TestDatabase.H2.newUrl(),
                        "--management.endpoint.health.validate-group-membership=false",
                        "--ferry.home=" + home,
                        "--ferry.credentials-key=file:"
                                + Files.writeString(home.resolve("key"), CredentialStore.newKey()),
                        "--ferry.credentials.source-jira.source=store",
                        "--ferry.credentials.source-jira.hosts=jira.example.com,*.example.org:8443",
                        "--ferry.credentials.target-jira.source=file:"
                                + Files.writeString(home.resolve("secret-place"), "me@example.com:file-marker"),
                        "--ferry.credentials.target-jira.hosts=example.atlassian.net",
                        "--ferry.credentials.nowhere.source=env:FERRY_NO_SUCH_VARIABLE");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @Test
    void shouldTakeASecretThatNobodyGetsBack(CapturedOutput output) throws Exception {
        assertThat(send("DELETE", "/source-jira", "").statusCode()).isEqualTo(204);
        assertThat(listed("source-jira").path("resolves").asBoolean()).isFalse();

        HttpResponse<String> answer = send("PUT", "/source-jira", "{\"secret\": \"admin:store-marker\"}");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(web.getBean(CredentialResolver.class).resolve(new SiteCredential.Named("source-jira"), JIRA))
                .isEqualTo(new Credential.Basic("admin", Secret.of("store-marker")));
        assertThat(send("GET", "/source-jira", "").statusCode()).isEqualTo(405);
        assertThat(listed("source-jira")).hasToString("""
                {"name":"source-jira","source":"store","hosts":["jira.example.com","*.example.org:8443"],"resolves":true}""");
        assertThat(send("GET", "", "").body()).doesNotContain("marker", "admin");
        assertThat(web.getBean(Audit.class).newest(0, 1)).singleElement().satisfies(entry -> {
            assertThat(entry.what()).isEqualTo(Audit.What.SECRET_STORED);
            assertThat(entry.detail()).isEqualTo("source-jira");
            assertThat(entry.by().name()).isEqualTo("tester");
        });
        assertThat(output.getAll()).doesNotContain("marker");
    }

    @Test
    void shouldSayWhereSecretsAreByKindOnly() throws Exception {
        assertThat(send("GET", "", "").body())
                .contains("\"source\":\"file\"", "\"source\":\"env\"")
                .doesNotContain("secret-place", "FERRY_NO_SUCH_VARIABLE", "marker");
        assertThat(listed("target-jira").path("resolves").asBoolean()).isTrue();
        assertThat(listed("nowhere").path("resolves").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/unknown     | {\"secret\": \"a:marker\"}        | 404 | no-such-credential",
                "/target-jira | {\"secret\": \"a:marker\"}        | 409 | conflict",
                "/source-jira | {\"secret\": \"a marker\"}        | 400 | settings-refused",
                "/source-jira | {\"secret\": \"a:marker\\nb:c\"}  | 400 | settings-refused",
                "/source-jira | {\"secret\": \"\"}                | 400 | settings-refused",
                "/source-jira | {}                                | 400 | settings-refused",
                "/source-jira | {\"secret\": {\"a\": \"marker\"}} | 400 | settings-refused",
                "/source-jira | {\"password\": \"marker\"}        | 400 | settings-refused",
                "/source-jira | \"marker\"                        | 400 | settings-refused",
                "/source-jira | marker                            | 400 | not-readable"
            })
    void shouldRefuseWithoutRepeating(String path, String body, int status, String type, CapturedOutput output)
            throws Exception {
        HttpResponse<String> answer = send("PUT", path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("urn:ferry:problem:" + type).doesNotContain("marker");
        assertThat(output.getAll()).doesNotContain("marker");
    }

    @Test
    void shouldBeFilledByTheCommandFromStandardInput(CapturedOutput output, @TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "any");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("command-marker\n".getBytes(StandardCharsets.UTF_8)));
        try {
            int ended = new CommandLine(new CredentialCommand())
                    .execute("set", "source-jira", "--url", address(""), "--token-file", token.toString());
            assertThat(ended).isZero();
        } finally {
            System.setIn(before);
        }

        assertThat(web.getBean(CredentialResolver.class).resolve(new SiteCredential.Named("source-jira"), JIRA))
                .isEqualTo(new Credential.Token(Secret.of("command-marker")));
        assertThat(output.getAll()).contains("is in Ferry's store").doesNotContain("command-marker");
    }

    private JsonNode listed(String name) throws Exception {
        for (JsonNode each : new ObjectMapper().readTree(send("GET", "", "").body())) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("not listed: " + name);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(address("/api/credentials" + path)))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + web.getEnvironment().getProperty("local.server.port") + path;
    }
}
