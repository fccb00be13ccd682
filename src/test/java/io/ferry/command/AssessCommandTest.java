package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jackson.JsonLoader;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import io.ferry.fixtures.SandboxSites;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AssessCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** POSTs that search, as their makers document them; nothing else but GET may be sent. */
    private static final List<String> SEARCHES = List.of(
            "POST /rest/api/3/search/approximate-count",
            "POST /rest/api/3/issue/bulkfetch",
            "POST /rest/api/3/search/jql");

    @TempDir
    Path folder;

    /** What the command printed. */
    private record Said(int code, String text) {}

    /** What the command came to. */
    private record Ran(int code, String said, JsonNode json, String html) {}

    @Test
    void shouldAssessBothSitesWithCallsThatOnlyRead() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> {})) {
            Ran ran = assess(sites, true);

            assertThat(ran.code()).as(ran.said()).isEqualTo(3);
            assertThat(ran.said()).contains("Only if Atlassian opens the import", "22 people may use Jira");
            JsonNode json = ran.json();
            var valid = JsonSchemaFactory.byDefault()
                    .getJsonSchema(JsonLoader.fromFile(new File("docs/assessment.schema.json")))
                    .validate(json);
            assertThat(valid.isSuccess()).as("%s", valid).isTrue();
            assertThat(size(json, "Issues")).isEqualTo(300);
            assertThat(size(json, "Projects")).isEqualTo(5);
            assertThat(json.path("losses").findValuesAsText("what"))
                    .contains("Data of other apps", "Custom fields of apps", "Attachments");
            assertThat(json.path("losses").toString())
                    .contains("Pretend Checklist 2.4.1; not installed in the target")
                    .contains("Definition of done (com.example.checklist)");
            assertThat(json.path("people").path("groups").findValuesAsText("key"))
                    .contains("MATCHED", "MISSING", "LEFT");
            long all = 0;
            for (JsonNode group : json.path("people").path("groups")) {
                all += group.path("people").asLong();
            }
            assertThat(all).isEqualTo(json.path("people").path("people").asLong());
            assertThat(ran.html())
                    .contains(all + " people, of whom 22 are active and " + (all - 22) + " inactive")
                    .contains("The licence counts 22 who may use Jira")
                    .contains("<strong>" + all + "</strong></td><td>Each person is in one of these groups.");
            assertThat(json.path("work").findValuesAsText("what"))
                    .contains(
                            "Decide about 10 people without a clear account: 4 need a decision, 4 active without a usable"
                                    + " address, 2 have left");
            assertThat(json.path("times").path("estimates").findValuesAsText("work"))
                    .contains("Decide about people who need a decision or have no usable address");
            assertThat(ran.html()).as("a kept file has no links into a Ferry").doesNotContain("<header");
            assertThat(ran.html()).contains("<strong>Assumed.</strong> <span class=\"quiet\">10 minutes each");
            assertThat(json.path("times").path("estimates").findValuesAsText("basis"))
                    .contains("MEASURED", "ASSUMED", "UNKNOWN");
            assertThat(json.path("work").findValuesAsText("when"))
                    .contains("NOW", "WEEKS_BEFORE", "DAYS_BEFORE", "AT_THE_WEEKEND", "AFTERWARDS");

            assertThat(changes(sites)).isEmpty();
        }
    }

    @Test
    void shouldAssessASourceAlone() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> {})) {
            Ran ran = assess(sites, false);

            assertThat(ran.json().path("target").isNull()).isTrue();
            assertThat(ran.json().path("people").path("groups").findValuesAsText("key"))
                    .doesNotContain("MATCHED");
            assertThat(ran.html()).contains("were not compared with accounts of a target", "Choose the cloud site");
            assertThat(requests(sites)).noneMatch(request -> request.contains("no-target"));
            assertThat(requests(sites)).noneMatch(request -> request.startsWith("Jira Cloud"));
            assertThat(changes(sites)).isEmpty();
        }
    }

    @Test
    void shouldNameNobodyUnlessAskedTo() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> {})) {
            List<String> addresses = new ArrayList<>();
            sites.source().forEachUser(user -> user.emailAddress().ifPresent(addresses::add));
            assertThat(addresses).hasSizeGreaterThan(5);

            Ran counted = assess(sites, true);
            Ran named = assess(sites, true, "--with-people");

            assertThat(addresses)
                    .allSatisfy(address ->
                            assertThat(counted.json() + counted.html()).doesNotContain(address));
            assertThat(counted.html()).contains("are not in this document");
            assertThat(addresses).anySatisfy(address -> assertThat(named.html()).contains(address));
        }
    }

    @Test
    void shouldWriteFilesThatOnlyTheirOwnerReads() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> {})) {
            assess(sites, false);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.html"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldSayWhatIsNotKnownOfAnOldJira() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> options.jiraVersion("8.20.0"))) {
            Ran ran = assess(sites, true);

            assertThat(ran.json().path("people").path("listing").asText()).isEqualTo("COMPLETE");
            assertThat(ran.json().path("notKnown").findValuesAsText("what"))
                    .contains("People who were removed from the source");
        }
    }

    @Test
    void shouldSayWhyASourceCannotBeAssessed() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> {})) {
            Said said = run(
                    sites,
                    List.of(
                            "--source",
                            sites.address(Side.JIRA_DATA_CENTER).toString(),
                            "--source-credential",
                            "wrong"));

            assertThat(said.code()).isOne();
            assertThat(said.text()).contains("does not take the credential", "Correct the credential");
        }
    }

    @Test
    void shouldSayAllThatIsWrongWithTheArguments() throws Exception {
        try (SandboxSites sites = SandboxSites.start(folder, options -> {})) {
            Said said = run(
                    sites,
                    List.of(
                            "--source",
                            "https://jira.example.com",
                            "--source-credential",
                            "nowhere",
                            "--app",
                            "Gantt"));

            assertThat(said.code()).isOne();
            assertThat(said.text()).contains("app expects BIGPICTURE or BIGGANTT");
        }
    }

    private Ran assess(SandboxSites sites, boolean withTarget, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--source",
                sites.address(Side.JIRA_DATA_CENTER).toString(),
                "--source-credential",
                "source-jira",
                "--source-app-credential",
                "source-app",
                "--source-endpoints",
                "sandbox"));
        if (withTarget) {
            arguments.addAll(List.of(
                    "--target", sites.address(Side.JIRA_CLOUD).toString(), "--target-credential", "target-jira"));
        }
        arguments.addAll(List.of(more));
        Path html = folder.resolve("a.html");
        Path json = folder.resolve("a.json");
        arguments.addAll(List.of("--html", html.toString(), "--json", json.toString()));
        Said said = run(sites, arguments);
        assertThat(html).as(said.text()).exists();
        return new Ran(said.code(), said.text(), JSON.readTree(json.toFile()), Files.readString(html));
    }

    private Said run(SandboxSites sites, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.add("--");
        all.addAll(List.of(
                "--ferry.remote.allowed-addresses=127.0.0.1",
                "--ferry.remote.calls-per-second=10000",
                "--ferry.home=" + folder.resolve("home"),
                "--ferry.bigpicture.cloud-manager-url=" + sites.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager"));
        credential(all, "source-jira", Objects.requireNonNull(Credentials.DEFAULTS.get("SANDBOX_DC_CREDENTIAL")));
        credential(all, "source-app", Objects.requireNonNull(Credentials.DEFAULTS.get("SANDBOX_BIGPICTURE_DC_TOKEN")));
        credential(all, "target-jira", Objects.requireNonNull(Credentials.DEFAULTS.get("SANDBOX_CLOUD_CREDENTIAL")));
        credential(all, "wrong", "somebody:nothing");
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new AssessCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .setExecutionExceptionHandler((thrown, line, parsed) -> {
                    assertThat(thrown).as("a sentence").isInstanceOf(CommandFailure.class);
                    out.append(thrown.getMessage());
                    return 1;
                });
        int code = command.execute(all.toArray(String[]::new));
        return new Said(code, out.toString());
    }

    private void credential(List<String> settings, String name, String secret) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".txt"), secret);
        settings.add("--ferry.credentials." + name + ".source=file:" + file.toAbsolutePath());
        settings.add("--ferry.credentials." + name + ".hosts=127.0.0.1:*");
    }

    private static long size(JsonNode json, String what) {
        for (JsonNode size : json.path("sizes")) {
            if (size.path("what").asText().equals(what)) {
                return size.path("source").asLong(-1);
            }
        }
        return -1;
    }

    /** What the sites were asked that was neither a GET nor a search. */
    private static List<String> changes(SandboxSites sites) throws Exception {
        List<String> requests = requests(sites);
        assertThat(requests).hasSizeGreaterThan(10);
        return requests.stream()
                .filter(request -> !request.contains(" GET "))
                .filter(request -> SEARCHES.stream().noneMatch(request::contains))
                .toList();
    }

    private static List<String> requests(SandboxSites sites) throws Exception {
        HttpResponse<String> state = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sites.address(Side.CONTROL) + "/control/state"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        List<String> requests = new ArrayList<>();
        JSON.readTree(state.body()).path("requests").fieldNames().forEachRemaining(requests::add);
        return requests;
    }
}
