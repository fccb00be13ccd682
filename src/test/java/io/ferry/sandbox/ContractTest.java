package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.whitelist.ValidationErrorsWhitelist;
import com.atlassian.oai.validator.whitelist.rule.WhitelistRules;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.sandbox.PretendSites.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pretend Jiras answer fits Atlassian's own descriptions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    private static final Path SPECS = Path.of("..", "shared", "specs");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path exportFolder;

    @SuppressWarnings("NullAway.Init")
    private static PretendSites sites;

    @BeforeAll
    static void start() {
        sites = PretendSites.start(options -> options.exportFolder(exportFolder).jiraVersion("10.3.24"));
    }

    @AfterAll
    static void stop() {
        sites.close();
    }

    private static Path specification(String name) {
        Path file = SPECS.resolve(name);
        Assumptions.assumeTrue(Files.isReadable(file), () -> "Skipped: there is no " + file);
        return file;
    }

    /** Some ids of operations occur twice, which the validator does not load. */
    private static String withoutOperationIds(Path specification) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(specification.toFile());
        for (JsonNode operations : tree.get("paths")) {
            for (JsonNode operation : operations) {
                if (operation instanceof ObjectNode object) {
                    object.remove("operationId");
                }
            }
        }
        return tree.toString();
    }

    private static void assertFits(
            OpenApiInteractionValidator validator, Request.Method method, String path, Answer answer) {
        Response response = SimpleResponse.Builder.status(answer.status())
                .withContentType(answer.header("Content-Type"))
                .withBody(answer.text())
                .build();
        String bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        ValidationReport report = validator.validateResponse(bare, method, response);
        assertThat(report.getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .map(message -> message.getKey() + ": " + message.getMessage())
                        .collect(Collectors.toList()))
                .as(method + " " + path + " answers " + answer.text())
                .isEmpty();
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class DataCenter {
        @SuppressWarnings("NullAway.Init")
        private OpenApiInteractionValidator validator;

        @BeforeAll
        void load() throws IOException {
            validator = OpenApiInteractionValidator.createForInlineApiSpecification(
                            withoutOperationIds(specification("jira-data-center-10.3.json")))
                    .withBasePathOverride("/rest")
                    // Its objects say nothing of further properties, and ServerInfoBean names none at all; the
                    // refusals' bodies are not described.
                    .withLevelResolver(LevelResolver.create()
                            .withLevel(
                                    "validation.response.body.schema.additionalProperties",
                                    ValidationReport.Level.IGNORE)
                            .withLevel("validation.response.body.unexpected", ValidationReport.Level.IGNORE)
                            .build())
                    .withWhitelist(ValidationErrorsWhitelist.create()
                            .withRule(
                                    "lists that are declared as one item",
                                    WhitelistRules.allOf(
                                            WhitelistRules.anyOf(
                                                    WhitelistRules.pathContains("/api/2/project"),
                                                    WhitelistRules.pathContains("/api/2/applicationrole"),
                                                    WhitelistRules.pathContains("/api/2/user/search")),
                                            WhitelistRules.messageHasKey("validation.response.body.schema.type"))))
                    .build();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/rest/api/2/serverInfo",
                    "/rest/api/2/myself",
                    "/rest/api/2/mypermissions",
                    "/rest/api/2/applicationrole",
                    "/rest/api/2/user/list?maxResults=3",
                    "/rest/api/2/user/search?username=.",
                    "/rest/api/2/search?jql=&maxResults=2",
                    "/rest/api/2/project?includeArchived=true"
                })
        void shouldAnswerAsSpecified(String path) {
            Answer answer = sites.dataCenter(path);
            assertThat(answer.status()).isEqualTo(200);
            assertFits(validator, Request.Method.GET, path, answer);
        }

        @Test
        void shouldAnswerWhatTheSpecificationLeavesOpen() {
            assertThat(sites.dataCenter("/rest/api/2/serverInfo")
                            .json()
                            .get("versionNumbers")
                            .isArray())
                    .isTrue();
            assertThat(sites.dataCenter("/rest/api/2/project").json().isArray()).isTrue();
            assertThat(sites.dataCenter("/rest/api/2/user/search?username=.")
                            .json()
                            .isArray())
                    .isTrue();
        }

        @Test
        void shouldAnswerSessionsAsSpecified() {
            Answer signedIn = sites.signIn("sandbox-dc");
            assertFits(validator, Request.Method.POST, "/rest/auth/1/session", signedIn);
            assertFits(validator, Request.Method.POST, "/rest/auth/1/session", sites.signIn("wrong"));
            Answer who = sites.send(
                    io.ferry.sandbox.side.Side.JIRA_DATA_CENTER,
                    "GET",
                    "/rest/auth/1/session",
                    null,
                    "Cookie",
                    "JSESSIONID=" + signedIn.cookie("JSESSIONID"));
            assertThat(who.status()).isEqualTo(200);
            assertFits(validator, Request.Method.GET, "/rest/auth/1/session", who);
        }

        @Test
        void shouldRefuseAsSpecified() {
            Answer refused = sites.dataCenter("/rest/api/2/search?jql=project%3DNONE");
            assertThat(refused.status()).isEqualTo(400);
            assertFits(validator, Request.Method.GET, "/rest/api/2/search", refused);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Cloud {
        @SuppressWarnings("NullAway.Init")
        private OpenApiInteractionValidator validator;

        @BeforeAll
        void load() throws IOException {
            validator = OpenApiInteractionValidator.createForInlineApiSpecification(
                            withoutOperationIds(specification("jira-cloud-v3.json")))
                    // The refusals' bodies are mostly not described; Jira sends them nevertheless.
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.response.body.unexpected", ValidationReport.Level.IGNORE)
                            .build())
                    .build();
            importBackup();
        }

        private void importBackup() throws IOException {
            String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
            Answer granted =
                    sites.form("/secure/admin/WebSudoAuthenticate.jspa", session, "webSudoPassword", "sandbox-dc");
            sites.form(
                    "/secure/admin/XmlBackup.jspa", "JSESSIONID=" + granted.cookie("JSESSIONID"), "filename", "backup");
            byte[] backup = Files.readAllBytes(exportFolder.resolve("backup.zip"));
            String file = sites.cloudFile("/rest/assumed/import/files", backup)
                    .json()
                    .get("fileId")
                    .asText();
            sites.cloud("POST", "/rest/assumed/import", "{\"fileId\":\"" + file + "\"}");
            sites.passLongWork();
            org.awaitility.Awaitility.await()
                    .until(() -> sites.state().at("/jiraCloud/issues").asInt() > 0);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/rest/api/3/serverInfo",
                    "/rest/api/3/myself",
                    "/rest/api/3/mypermissions?permissions=ADMINISTER,BROWSE_PROJECTS",
                    "/rest/api/3/project/search?maxResults=2",
                    "/rest/api/3/instance/license",
                    "/rest/api/3/license/approximateLicenseCount",
                    "/rest/api/3/users/search?maxResults=1000",
                    "/rest/api/3/user/search?query=a",
                    "/rest/api/3/search/jql?jql=project%20is%20not%20empty&maxResults=2"
                })
        void shouldAnswerAsSpecified(String path) {
            Answer answer = sites.cloud(path);
            assertThat(answer.status()).isEqualTo(200);
            assertFits(validator, Request.Method.GET, path, answer);
        }

        @Test
        void shouldAnswerMigratedPeopleAsSpecified() {
            String key = sites.userKeys().getFirst();
            Answer answer = sites.cloud("/rest/api/3/user/bulk/migration?key=" + PretendSites.encode(key));
            assertThat(answer.status()).isEqualTo(200);
            assertFits(validator, Request.Method.GET, "/rest/api/3/user/bulk/migration", answer);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/rest/api/3/search/approximate-count|{\"jql\":\"project is not empty\"}|200",
                    "/rest/api/3/search/approximate-count|{\"jql\":\"\"}|400",
                    "/rest/api/3/search/jql|{\"jql\":\"project is not empty\",\"maxResults\":2}|200",
                    "/rest/api/3/user|{\"emailAddress\":\"new.one@example.com\",\"products\":[]}|201",
                    "/rest/api/3/user|{\"emailAddress\":\"nobody\",\"products\":[]}|400"
                })
        void shouldAnswerPostsAsSpecified(String path, String body, int status) {
            Answer answer = sites.cloud("POST", path, body);
            assertThat(answer.status()).isEqualTo(status);
            assertFits(validator, Request.Method.POST, path, answer);
        }

        @ParameterizedTest
        @CsvSource({
            "/rest/api/3/user/email?accountId=1,401",
            "/rest/api/3/mypermissions?permissions=NONE,400",
            "/rest/api/3/user/search,400"
        })
        void shouldRefuseAsSpecified(String path, int status) {
            Answer answer = sites.cloud(path);
            assertThat(answer.status()).isEqualTo(status);
            assertFits(validator, Request.Method.GET, path, answer);
        }
    }
}
