package io.ferry.clients;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.ferry.fixtures.StubServer;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Holds the requests of documented calls against Atlassian's descriptions. */
class ClientsAgainstSpecificationsTest {
    private static final Path SPECIFICATIONS = Path.of("../shared/specs");

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @TempDir
    Path folder;

    @Test
    void shouldAskJiraDataCenterAsItsSpecificationSays() throws IOException {
        // given
        OpenApiInteractionValidator specification = specification("jira-data-center-10.3.json");
        SITE.stubFor(any(anyUrl()).willReturn(okJson("{\"version\":\"10.3.0\",\"total\":1,\"isLast\":true}")));
        SITE.stubFor(any(urlPathEqualTo("/rest/api/2/user/list"))
                .inScenario("an older Jira")
                .whenScenarioStateIs("older")
                .willReturn(status(404)));
        SITE.stubFor(any(urlPathEqualTo("/rest/api/2/user/search")).willReturn(okJson("[]")));

        // when
        try (Wired wired = Wired.in(folder)) {
            JiraDataCenter jira = wired.get(JiraDataCenters.class).at(site(wired));
            send(
                    jira::serverInfo,
                    jira::myself,
                    () -> jira.permissions(Set.of("ADMINISTER")),
                    () -> jira.forEachUser(user -> {}),
                    () -> {
                        SITE.setScenarioState("an older Jira", "older");
                        jira.forEachUser(user -> {});
                    },
                    jira::projects,
                    () -> jira.issueCount("project = \"A B\""),
                    jira::boards,
                    () -> jira.runXmlBackup("a.zip"));
        }

        // then
        List<LoggedRequest> documented = sent("/rest/api/", "/rest/auth/", "/rest/agile/");
        assertThat(documented).extracting(LoggedRequest::getUrl).hasSize(11);
        assertThat(documented)
                .allSatisfy(request -> assertThat(specification
                                .validateRequest(asked(request, "/rest"))
                                .getMessages())
                        .as("%s %s", request.getMethod(), request.getUrl())
                        .isEmpty());
    }

    @Test
    void shouldAskJiraCloudAsItsSpecificationSays() throws IOException {
        // given
        OpenApiInteractionValidator specification = specification("jira-cloud-v3.json");
        SITE.stubFor(any(anyUrl())
                .willReturn(okJson("{\"version\":\"1001.0.0\",\"count\":1,\"isLast\":true,\"accountId\":\"x\"}")));

        // when
        try (Wired wired = Wired.in(folder)) {
            JiraCloud cloud = wired.get(JiraClouds.class).at(site(wired));
            send(
                    cloud::serverInfo,
                    cloud::myself,
                    () -> cloud.permissions(Set.of("ADMINISTER", "USER_PICKER")),
                    () -> cloud.forEachUser(user -> {}),
                    cloud::projects,
                    () -> cloud.issueCount("project = \"A B\""),
                    () -> cloud.issues(List.of("TST-1", "TST-2")),
                    cloud::filters,
                    cloud::licence,
                    () -> cloud.createUser("mia@example.com", List.of("jira-software")));
        }

        // then
        List<LoggedRequest> documented = sent("/rest/api/");
        assertThat(documented).extracting(LoggedRequest::getUrl).hasSize(11);
        assertThat(documented)
                .allSatisfy(request -> assertThat(specification
                                .validateRequest(asked(request, ""))
                                .getMessages())
                        .as("%s %s", request.getMethod(), request.getUrl())
                        .isEmpty());
    }

    private static OpenApiInteractionValidator specification(String name) throws IOException {
        Path file = SPECIFICATIONS.resolve(name);
        assumeTrue(Files.isRegularFile(file), "Atlassian's descriptions are not beside the project: " + name);
        ObjectMapper json = new ObjectMapper();
        JsonNode description = json.readTree(file.toFile());
        // Some operation ids stand there twice, which the validator does not forgive; nothing depends on them.
        description
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation instanceof ObjectNode object) {
                        object.remove("operationId");
                    }
                }));
        return OpenApiInteractionValidator.createForInlineApiSpecification(json.writeValueAsString(description))
                .withBasePathOverride("/")
                .withLevelResolver(LevelResolver.create()
                        // The descriptions declare modes to sign in that the tests do not rehearse.
                        .withLevel("validation.request.security", ValidationReport.Level.IGNORE)
                        .build())
                .build();
    }

    private static Site site(Wired wired) {
        return new Site(URI.create(SITE.baseUrl()), wired.credential("me@example.com:token"));
    }

    /** Sends all; what the clients think of the answers is no matter here. */
    private static void send(ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            try {
                call.call();
            } catch (Throwable e) {
                assertThat(e).isInstanceOf(RuntimeException.class);
            }
        }
    }

    private static List<LoggedRequest> sent(String... prefixes) {
        return SITE.getAllServeEvents().stream()
                .map(event -> event.getRequest())
                .filter(request -> List.of(prefixes).stream()
                        .anyMatch(prefix -> request.getUrl().startsWith(prefix)))
                .toList();
    }

    private static Request asked(LoggedRequest request, String below) {
        String path = URI.create(request.getUrl()).getPath().substring(below.length());
        SimpleRequest.Builder builder = new SimpleRequest.Builder(
                Request.Method.valueOf(request.getMethod().value().toUpperCase(Locale.ROOT)), path);
        for (Map.Entry<String, com.github.tomakehurst.wiremock.http.QueryParameter> parameter :
                request.getQueryParams().entrySet()) {
            builder.withQueryParam(parameter.getKey(), parameter.getValue().values());
        }
        request.getHeaders().all().forEach(header -> builder.withHeader(header.key(), header.values()));
        return request.getBody().length == 0
                ? builder.build()
                : builder.withBody(request.getBodyAsString()).build();
    }
}
