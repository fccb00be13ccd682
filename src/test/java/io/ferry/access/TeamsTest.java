package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.NewMigration;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where teams are set up, a migration is its team's, for every endpoint and page, and administrators'. */
class TeamsTest {
    private static final MockOAuth2Server COMPANY = new MockOAuth2Server();

    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static WholeFerry ferry;

    private static int targets;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        COMPANY.start();
        ferry = new WholeFerry(
                home,
                "--ferry.access.oidc.issuer=" + COMPANY.issuerUrl("company"),
                "--ferry.access.oidc.client-id=ferry",
                "--ferry.access.oidc.client-secret=secret",
                "--ferry.access.oidc.roles.viewer=viewers",
                "--ferry.access.oidc.roles.operator=operators",
                "--ferry.access.oidc.roles.approver=approvers",
                "--ferry.access.oidc.roles.administrator=administrators",
                "--ferry.credentials.jira.source=env:PATH",
                "--ferry.credentials.jira.hosts=dc.example.com,*.atlassian.net",
                "--ferry.access.oidc.teams.north=northerners",
                "--ferry.access.oidc.teams.south=southerners,others");
    }

    @AfterAll
    static void stop() {
        ferry.close();
        COMPANY.shutdown();
    }

    @Test
    void shouldShowAMigrationToItsTeamAndAdministratorsAlone() throws Exception {
        Migration north = onRecord("north");
        Migration nobodys = onRecord(null);

        for (Endpoint endpoint : Endpoint.all(ferry)) {
            if (!endpoint.pattern().contains("{id}") || endpoint.rule() == null) {
                continue;
            }
            for (Migration hidden : List.of(north, nobodys)) {
                HttpResponse<String> answer =
                        call(endpoint.method(), endpoint.path(hidden.id().value()), southerner(), null);
                HttpResponse<String> unknown = call(endpoint.method(), endpoint.path("m-00000000"), southerner(), null);
                assertThat(answer.statusCode())
                        .as("%s tells whether there is one", endpoint)
                        .isEqualTo(unknown.statusCode());
                // What Ferry takes is told to everybody, whatever the migration.
                assertThat(answer.statusCode()).isBetween(endpoint.method().equals("OPTIONS") ? 204 : 400, 499);
                assertThat(answer.body()).doesNotContain(hidden.name());
            }
        }
        for (String path : List.of("/api/migrations/" + north.id(), "/migrations/" + north.id())) {
            assertThat(call("GET", path, northerner(), null).statusCode()).isEqualTo(200);
            assertThat(call("GET", path, administrator(), null).statusCode()).isEqualTo(200);
        }
        assertThat(call("GET", "/api/migrations/" + nobodys.id(), northerner(), null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/migrations/" + nobodys.id(), administrator(), null)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldListATeamsOwnMigrations() throws Exception {
        Migration north = onRecord("north");
        Migration south = onRecord("south");
        Migration nobodys = onRecord(null);

        for (String path : List.of("/api/migrations?size=100", "/")) {
            assertThat(call("GET", path, northerner(), null).body())
                    .contains(north.id().value())
                    .doesNotContain(south.id().value(), nobodys.id().value());
            assertThat(call("GET", path, token("others", "northerners", "viewers"), null)
                            .body())
                    .contains(north.id().value(), south.id().value())
                    .doesNotContain(nobodys.id().value());
            assertThat(call("GET", path, token("viewers"), null).body())
                    .doesNotContain(
                            north.id().value(), south.id().value(), nobodys.id().value());
            assertThat(call("GET", path, administrator(), null).body())
                    .contains(
                            north.id().value(), south.id().value(), nobodys.id().value());
        }
    }

    @Test
    void shouldStartMigrationsOfOnesOwnTeamsOnly() throws Exception {
        assertThat(started(northerner(), "south")).contains("\"field\":\"team\"", "one of your teams: north");
        assertThat(started(token("operators"), null)).contains("\"field\":\"team\"", "you belong to none");
        assertThat(started(token("operators", "northerners", "others"), null))
                .contains("\"field\":\"team\"", "one of your teams: north, south");
        assertThat(started(token("administrators", "operators"), "west"))
                .contains("\"field\":\"team\"", "one of your teams: north, south");
        // The rest of the request is refused, so the team was not.
        assertThat(started(northerner(), null)).contains("\"field\":\"name\"").doesNotContain("\"field\":\"team\"");
        assertThat(started(token("administrators", "operators"), null))
                .contains("\"field\":\"name\"")
                .doesNotContain("\"field\":\"team\"");
    }

    @Test
    void shouldGiveAMigrationToAnotherTeam() throws Exception {
        Migration nobodys = onRecord(null);
        String path = "/api/migrations/" + nobodys.id();

        assertThat(call("PUT", path + "/team", administrator(), "{\"team\": \"south\"}")
                        .body())
                .contains("\"team\":\"south\"");
        assertThat(call("GET", path, southerner(), null).statusCode()).isEqualTo(200);
        assertThat(call("GET", path + "/report", southerner(), null).body())
                .contains("The migration was given to a team")
                .contains("\"after\":{\"team\":\"south\"}");

        assertThat(call("PUT", path + "/team", administrator(), "{\"team\": null}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("GET", path, southerner(), null).statusCode()).isEqualTo(404);
        assertThat(call("PUT", path + "/team", administrator(), "{\"team\": \"west\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldNotTellWhoseMigrationGoesToATarget() throws Exception {
        Migration north = onRecord("north");

        Migration south = onRecord("south");

        HttpResponse<String> answer = call(
                "PATCH",
                "/api/migrations/" + south.id() + "/sites/target",
                southerner(),
                "{\"url\": \"%s\", \"credential\": \"jira\"}"
                        .formatted(north.settings().target().url()));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("Another team's migration")
                .doesNotContain(north.id().value(), north.name());
    }

    @Test
    void shouldShowAWaveToItsTeamAndAdministratorsAlone() throws Exception {
        String body = """
                {"name": "Weekend of the north", "lines": [{"migration": {"name": "North one", "app": "BIGPICTURE",
                  "source": {"url": "https://dc.example.com", "credential": "jira"},
                  "target": {"url": "https://wave-of-north.atlassian.net", "credential": "jira"}}}]}""";
        HttpResponse<String> begun = call("POST", "/api/waves", northerner(), body);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String path = begun.headers().firstValue("Location").orElseThrow();
        String page = path.replace("/api", "");

        for (String each : List.of(path, path + "/report", path + "/report.csv", page, page + "/report")) {
            assertThat(call("GET", each, northerner(), null).statusCode())
                    .as(each)
                    .isEqualTo(200);
            assertThat(call("GET", each, administrator(), null).statusCode())
                    .as(each)
                    .isEqualTo(200);
            HttpResponse<String> hidden = call("GET", each, southerner(), null);
            assertThat(hidden.statusCode()).as(each).isEqualTo(404);
            assertThat(hidden.body()).doesNotContain("north");
        }
        for (String act : List.of("/pause", "/resume", "/end")) {
            assertThat(call("POST", path + act, southerner(), null).statusCode())
                    .isEqualTo(404);
        }
        for (String list : List.of("/api/waves", "/waves")) {
            assertThat(call("GET", list, northerner(), null).body()).contains("Weekend of the north");
            assertThat(call("GET", list, administrator(), null).body()).contains("Weekend of the north");
            assertThat(call("GET", list, southerner(), null).body()).doesNotContain("Weekend of the north");
        }
        // Its target is known to be taken, and not by what.
        HttpResponse<String> refused = call("POST", "/api/waves", southerner(), body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("one of another team does").doesNotContain("Weekend of the north");
        assertThat(call("POST", path + "/end", northerner(), null).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShowAssessmentsToTheTeamsOfWhoeverBeganThem() throws Exception {
        String body = """
                {"app": "BIGPICTURE", "source": {"url": "https://dc.example.com", "credential": "jira"}}""";
        assertThat(call("POST", "/api/assessments", token("operators"), body).statusCode())
                .as("of somebody without a team")
                .isEqualTo(400);

        HttpResponse<String> begun = call("POST", "/api/assessments", northerner(), body);
        assertThat(begun.statusCode()).isEqualTo(202);
        String path = begun.headers().firstValue("Location").orElseThrow();
        String id = path.substring(path.lastIndexOf('/') + 1);

        assertThat(call("GET", path, northerner(), null).statusCode()).isEqualTo(200);
        assertThat(call("GET", path, southerner(), null).statusCode()).isEqualTo(404);
        assertThat(call("GET", path + "/document", southerner(), null).statusCode())
                .isEqualTo(404);
        for (String list : List.of("/api/assessments", "/assessments")) {
            String shown = list.equals("/assessments") ? ">https://dc.example.com<" : id;
            assertThat(call("GET", list, northerner(), null).body()).contains(shown);
            assertThat(call("GET", list, administrator(), null).body()).contains(shown);
            assertThat(call("GET", list, southerner(), null).body()).doesNotContain(shown);
        }
        assertThat(call("GET", "/api/audit", administrator(), null).body())
                .contains("ASSESSMENT_STARTED", "https://dc.example.com with jira");
    }

    @Test
    void shouldRefuseATeamThatCannotBeCalledSo() {
        assertThatThrownBy(() -> new Teams(Map.of("North & South", Set.of("group"))))
                .hasMessageContaining("ferry.access.oidc.teams")
                .hasMessageContaining("small letters");
    }

    private String started(String token, @Nullable String team) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                call("POST", "/api/migrations", token, team == null ? "{}" : "{\"team\": \"" + team + "\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }

    private static Migration onRecord(@Nullable String team) {
        CredentialName credential = new CredentialName("jira");
        return ferry.context()
                .getBean(Migrations.class)
                .register(new NewMigration(
                        "Of " + team + " " + ++targets,
                        App.BIGPICTURE,
                        new MigrationSettings(
                                site("https://dc.example.com", credential),
                                site("https://cloud-" + targets + ".atlassian.net", credential),
                                Map.<io.ferry.migration.Operation, Mode>of(),
                                Thresholds.DEFAULT,
                                MigrationSettings.DEFAULT_POLL_PAUSE,
                                false,
                                false,
                                null),
                        team));
    }

    private static SiteSettings site(String address, CredentialName credential) {
        return new SiteSettings(URI.create(address), credential, null, null, null, null, null);
    }

    private static String northerner() {
        return token("northerners", "viewers", "operators", "approvers");
    }

    private static String southerner() {
        return token("southerners", "viewers", "operators", "approvers");
    }

    private static String administrator() {
        return token("administrators");
    }

    private static String token(String... groups) {
        return COMPANY.issueToken(
                        "company",
                        "somebody",
                        new DefaultOAuth2TokenCallback(
                                "company",
                                "somebody",
                                JOSEObjectType.JWT.getType(),
                                List.of("ferry"),
                                Map.of("groups", List.of(groups)),
                                600))
                .serialize();
    }

    private HttpResponse<String> call(String method, String path, String token, @Nullable String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(ferry.at(path))
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
