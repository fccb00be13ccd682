package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.api.AssessmentPage;
import io.ferry.assess.Assessment;
import io.ferry.assess.AssessmentFailed;
import io.ferry.assess.AssessmentRequest;
import io.ferry.base.Json;
import io.ferry.base.OwnerOnly;
import io.ferry.base.PlainText;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.SettingsRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry assess}: looks at the sites without a migration, and writes what one would come to. */
@Command(
        name = "assess",
        description =
                "Looks at the source, and the target where there is one, without a migration: whether the route is open,"
                        + " sizes, people, what is lost, how long it takes, who must do what. Only reads; needs no Camunda and"
                        + " no running Ferry. Credentials are those that Ferry's settings declare, by their names. See"
                        + " docs/assess.md.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry assess --source https://jira.example.com --source-credential source-jira"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the route is open, as far as is known",
            "1:the source could not be assessed",
            "2:wrong arguments",
            "3:something must be settled first: the document says what"
        })
public final class AssessCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--source",
            paramLabel = "URL",
            description = "The Jira Data Center, such as https://jira.example.com")
    private @Nullable String source;

    @Option(
            names = "--source-credential",
            paramLabel = "NAME",
            description = "The declared credential for it; an administrator's, for much is told to nobody else.")
    private @Nullable String sourceCredential;

    @Option(
            names = "--source-app-credential",
            paramLabel = "NAME",
            description = "The declared token of the app there; without it nobody tells boxes and teams.")
    private @Nullable String sourceAppCredential;

    @Option(
            names = "--source-endpoints",
            paramLabel = "NAME",
            description = "The set under ferry.endpoints for what the app's vendor does not publish.")
    private @Nullable String sourceEndpoints;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "The Jira Cloud site, such as https://example.atlassian.net; leave it out while there is none.")
    private @Nullable String target;

    @Option(names = "--target-credential", paramLabel = "NAME", description = "The declared credential for it.")
    private @Nullable String targetCredential;

    @Option(
            names = "--target-endpoints",
            paramLabel = "NAME",
            description = "The set under ferry.endpoints for the target, for example that of its import.")
    private @Nullable String targetEndpoints;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Takes sites, modes and the planned end from the JSON of a migration's request (POST /api/migrations).")
    private @Nullable Path from;

    @Option(names = "--app", paramLabel = "APP", description = "BIGPICTURE or BIGGANTT (default: BIGPICTURE).")
    private @Nullable String app;

    @Option(
            names = "--planned-end",
            paramLabel = "DATE",
            description = "The day on which the migration should be over: licences and Data Center must last so long.")
    private @Nullable String plannedEnd;

    @Option(
            names = "--with-people",
            description = "Names five people of each group, with their addresses; else people are only counted.")
    private boolean withPeople;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            defaultValue = "assessment.html",
            description = "Where the document to read and print goes (default: ${DEFAULT-VALUE}).")
    private Path html = Path.of("assessment.html");

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where the same goes as JSON, as docs/assessment.schema.json describes it.")
    private @Nullable Path json;

    @Parameters(
            arity = "0..*",
            paramLabel = "--NAME=VALUE",
            description =
                    "Settings of application.yaml, such as --ferry.network.proxy.url=http://proxy.example.com:3128;"
                            + " write -- before them.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        AssessmentRequest request = request();
        PrintWriter out = spec.commandLine().getOut();
        Assessment found;
        try (AssessmentProgram program = AssessmentProgram.start(settings)) {
            found = program.assess(request, step -> {
                out.println("  " + step + " ...");
                out.flush();
            });
        } catch (SettingsRefused refused) {
            throw new CommandFailure(refused.refusals().stream()
                    .map(field -> field.field() + " expects " + field.expected()
                            + (field.got() == null ? "" : "; it is " + field.got()))
                    .collect(Collectors.joining("\n       ", "", "")));
        } catch (AssessmentFailed failed) {
            throw new CommandFailure(String.valueOf(failed.getMessage()));
        } catch (OutOfMemoryError tooMany) {
            throw new CommandFailure("the sites have more people than fit into the memory of the command. Give it more:"
                    + " FERRY_JAVA_OPTS=-Xmx1g ./ferry assess …");
        }
        write(html, PlainText.html(AssessmentPage.html(found)));
        if (json != null) {
            write(
                    json,
                    PlainText.json(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(found)) + "\n");
        }
        summary(found, out);
        return switch (found.verdict().route()) {
            case OPEN, OPEN_AS_FAR_AS_KNOWN -> 0;
            case NEEDS_ATLASSIAN, NOT_YET, NOT_KNOWN -> 3;
        };
    }

    private AssessmentRequest request() throws IOException {
        MigrationRequest given = from == null ? null : read(from);
        MigrationRequest.Site givenSource = given == null ? null : given.source();
        MigrationRequest.Site givenTarget = given == null ? null : given.target();
        if (source == null && givenSource == null) {
            throw new CommandFailure("the source is needed: --source URL --source-credential NAME, or --from FILE.");
        }
        return new AssessmentRequest(
                app != null || given == null ? app : given.app(),
                source == null ? givenSource : site(source, sourceCredential, sourceAppCredential, sourceEndpoints),
                target == null ? givenTarget : site(target, targetCredential, null, targetEndpoints),
                given == null ? Map.of() : Objects.requireNonNullElse(given.modes(), Map.of()),
                plannedEnd != null || given == null ? plannedEnd : given.plannedEnd(),
                withPeople);
    }

    private static MigrationRequest.Site site(
            String url, @Nullable String credential, @Nullable String appCredential, @Nullable String endpoints) {
        return new MigrationRequest.Site(url, credential, appCredential, endpoints, null, null, null);
    }

    private static MigrationRequest read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("there is no file " + file + ".");
        }
        try {
            return Json.MAPPER.readValue(file.toFile(), MigrationRequest.class);
        } catch (JsonProcessingException wrong) {
            throw new CommandFailure(file + " is not the JSON of a migration's request: " + wrong.getOriginalMessage());
        }
    }

    private static void write(Path file, String text) throws IOException {
        OwnerOnly.close(OwnerOnly.file(file));
        Files.writeString(file, text);
    }

    private void summary(Assessment found, PrintWriter out) {
        out.println();
        out.println(PlainText.line(found.verdict().route().title()));
        found.verdict().because().forEach(because -> out.println("  " + PlainText.line(because)));
        out.println("People cannot work for about "
                + AssessmentPage.duration(found.times().frozen().likely()) + " ("
                + AssessmentPage.range(found.times().frozen())
                + "); the document says what that rests on.");
        out.println("document: " + html);
        if (json != null) {
            out.println("JSON: " + json);
        }
        out.flush();
    }
}
