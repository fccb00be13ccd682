package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jackson.JsonLoader;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.ferry.access.Audit;
import io.ferry.fixtures.SandboxSites;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessmentsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static SandboxSites sites;
    private static WholeFerry ferry;

    @BeforeAll
    static void start() throws IOException {
        sites = SandboxSites.start(folder.resolve("sites"), options -> {});
        List<String> settings = new ArrayList<>(
                List.of("--ferry.remote.allowed-addresses=127.0.0.1", "--ferry.remote.calls-per-second=10000"));
        credential(settings, "source-jira", Objects.requireNonNull(Credentials.DEFAULTS.get("SANDBOX_DC_CREDENTIAL")));
        credential(
                settings,
                "source-app",
                Objects.requireNonNull(Credentials.DEFAULTS.get("SANDBOX_BIGPICTURE_DC_TOKEN")));
        credential(
                settings, "target-jira", Objects.requireNonNull(Credentials.DEFAULTS.get("SANDBOX_CLOUD_CREDENTIAL")));
        ferry = WholeFerry.start(folder.resolve("home"), settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        ferry.close();
        sites.close();
    }

    private static void credential(List<String> settings, String name, String secret) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".txt"), secret);
        settings.add("--ferry.credentials." + name + ".source=file:" + file.toAbsolutePath());
        settings.add("--ferry.credentials." + name + ".hosts=127.0.0.1:*");
    }

    @Test
    void shouldAssessInTheBackgroundAndKeepTheDocument() throws Exception {
        HttpResponse<String> begun = post(both());

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String address = begun.headers().firstValue("Location").orElseThrow();
        JsonNode ended = ended(address);
        assertThat(ended.path("state").asText()).as("%s", ended).isEqualTo("DONE");
        assertThat(ended.path("step").isNull()).isTrue();

        JsonNode document =
                JSON.readTree(get(address + "/document", "application/json").body());
        var valid = JsonSchemaFactory.byDefault()
                .getJsonSchema(JsonLoader.fromFile(new File("docs/assessment.schema.json")))
                .validate(document);
        assertThat(valid.isSuccess()).as("%s", valid).isTrue();
        assertThat(document.path("people").path("examples")).isEmpty();

        HttpResponse<String> html = get(address + "/document", "text/html");
        assertThat(html.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(html.body()).contains("Sandbox Data Center", "Who must do what, and when");

        assertThat(JSON.readTree(get("/api/assessments", "application/json").body()))
                .anyMatch(kept -> address.endsWith(kept.path("id").asText()));
        assertThat(ferry.server().getBean(Audit.class).newest(0, 50))
                .anyMatch(entry -> entry.what() == Audit.What.ASSESSMENT_STARTED
                        && entry.detail().contains("with source-jira")
                        && entry.detail().contains("with target-jira"));
    }

    @Test
    void shouldBeginFromThePage() throws Exception {
        try (Chromium chromium = Chromium.start();
                BrowserContext person = chromium.browser().newContext();
                Page page = person.newPage()) {
            page.navigate(ferry.address(ferry.signInPath()).toString());
            page.navigate(ferry.address("/assessments").toString());

            page.click("#assess button");
            page.waitForSelector("#refused:not([hidden])");
            assertThat(page.textContent("#refused")).isEqualTo("Not begun: correct the fields that are marked.");
            assertThat(page.locator("#assess .wrong:visible").evaluateAll("all => all.map(each => each.id)"))
                    .isEqualTo(List.of("source.url-error", "source.credential-error"));
            page.fill("[id='source.url']", "ftp://nowhere");
            page.click("#assess button");
            page.waitForSelector("[id='source.url-error']:has-text('http')");

            page.fill("[id='source.url']", sites.address(Side.JIRA_DATA_CENTER).toString());
            page.selectOption("[id='source.credential']", "source-jira");
            page.click("#assess button");
            page.waitForSelector("#kept a", new Page.WaitForSelectorOptions().setTimeout(120_000));

            Accessibility.check(page, "assessments");
            page.click("#kept a");
            page.waitForSelector("header.site a[href='/assessments']");
            assertThat(page.textContent("h1")).isEqualTo("Sandbox Data Center");
        }
    }

    @Test
    void shouldKeepNobodysNameAndSayWhatIsWrong() throws Exception {
        HttpResponse<String> named = post(both().replace("{\"source\"", "{\"withPeople\": true, \"source\""));
        assertThat(named.statusCode()).isEqualTo(400);
        assertThat(named.body()).contains("withPeople", "names nobody");

        HttpResponse<String> undeclared = post(both().replace("target-jira", "nowhere"));
        assertThat(undeclared.statusCode()).isEqualTo(400);
        assertThat(undeclared.body()).contains("target.credential", "declared");

        HttpResponse<String> unknown = get("/api/assessments/00000000-0000-0000-0000-000000000000", "application/json");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("no-such-assessment");
    }

    private static String both() {
        return """
                {"source": {"url": "%s", "credential": "source-jira", "bigPictureCredential": "source-app",
                            "endpoints": "sandbox"},
                 "target": {"url": "%s", "credential": "target-jira"}}""".formatted(sites.address(Side.JIRA_DATA_CENTER), sites.address(Side.JIRA_CLOUD));
    }

    /** How an assessment stands once it has ended. */
    private static JsonNode ended(String address) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> JSON.readTree(get(address, "application/json").body()),
                        now -> !now.path("state").asText().equals("RUNNING"));
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return HTTP.send(
                ferry.request("/api/assessments")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String accept) throws Exception {
        return HTTP.send(
                ferry.request(path).header("Accept", accept).GET().build(), HttpResponse.BodyHandlers.ofString());
    }
}
