package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.Json;
import io.ferry.base.OwnerOnly;
import io.ferry.base.PlainText;
import io.ferry.migration.ReportCheck;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry report}: fetches the report of a migration from a running Ferry, or checks one that was fetched. */
@Command(
        name = "report",
        description = "Fetches the report of a migration from a running Ferry.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry report ID --html --out report.html"},
        subcommands = ReportCommand.Verify.class)
public final class ReportCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = Json.MAPPER;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "The migration's id, as 'ferry list' shows it.")
    @Nullable
    String id;

    @ArgGroup
    Form form = new Form();

    static final class Form {
        @Option(names = "--html", description = "One HTML document: to read, print and sign.")
        boolean html;

        @Option(
                names = "--json",
                description = "JSON as docs/report.schema.json describes it: to keep and check (default).")
        boolean json;
    }

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it; else it is printed.")
    @Nullable
    Path out;

    @Option(
            names = "--addresses",
            paramLabel = "masked|whole",
            defaultValue = "masked",
            description = "How people's e-mail addresses are shown (default: ${DEFAULT-VALUE}).")
    String addresses = "masked";

    @Mixin
    RunningFerry ferry = new RunningFerry();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (id == null) {
            throw new CommandFailure(
                    "the id of a migration is needed, such as: " + Launcher.name()
                            + " report ID --html --out report.html. '" + Launcher.name() + " list' shows the ids.",
                    ExitStatus.WRONG_ARGUMENTS);
        }
        MigrationId.check(id);
        if (!addresses.matches("masked|whole")) {
            throw new CommandFailure("--addresses takes masked or whole.");
        }
        HttpResponse<String> answer = ferry.send(
                "GET",
                "/api/migrations/" + id + "/report?addresses=" + addresses,
                form.html ? "text/html" : "application/json");
        if (answer.statusCode() != 200) {
            throw answer.statusCode() == 404 ? MigrationId.unknown(ferry, id) : ferry.refused(answer);
        }
        String text = form.html
                ? PlainText.html(answer.body())
                : PlainText.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(answer.body())))
                        + "\n";
        if (out == null) {
            System.out.print(text);
        } else {
            // It may hold people's addresses.
            OwnerOnly.close(OwnerOnly.file(out));
            Files.writeString(out, text);
            System.out.println("report: " + out);
        }
        return 0;
    }

    /** {@code ferry report verify}: whether a report was changed since Ferry wrote it. */
    @Command(
            name = "verify",
            description = "Checks a report in JSON: its chain of events, what the chain vouches for, and its seal.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry report verify report.json"})
    static final class Verify implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "FILE", description = "A report that 'ferry report ID --json' wrote.")
        Path file = Path.of("report.json");

        @Override
        public Integer call() throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new CommandFailure("there is no file " + file + ".");
            }
            JsonNode report;
            try {
                report = JSON.readTree(file.toFile());
            } catch (JsonProcessingException noJson) {
                throw new CommandFailure(
                        file + " is no JSON. Of a report, the JSON form can be checked, not the HTML.");
            }
            return switch (ReportCheck.check(report)) {
                case ReportCheck.Result.Sound(int events, int unchained, String head) -> {
                    System.out.printf("%s has not been changed: %d events, last hash %s%n", file, events, head);
                    if (unchained > 0) {
                        System.out.printf(
                                "%d events are older than the chain; nothing vouches for what they tell.%n", unchained);
                    }
                    yield 0;
                }
                case ReportCheck.Result.Broken(String where, String why) ->
                    throw new CommandFailure(
                            file + " is not as Ferry wrote it. First broken place: " + where + ". " + why);
            };
        }
    }
}
