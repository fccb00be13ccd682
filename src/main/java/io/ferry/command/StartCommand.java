package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry start}: starts a migration with the settings in a file. */
@Command(
        name = "start",
        description = "Starts a migration with the settings in a JSON file, as docs/api.md describes them. Ferry checks"
                + " everything first; what it refuses changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry start migration.json && ferry watch"})
public final class StartCommand implements Callable<Integer> {
    private static final int LARGEST = 1024 * 1024;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The JSON file; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    @Mixin
    private RunningFerry ferry = new RunningFerry();

    @Override
    public Integer call() throws IOException, InterruptedException {
        String request = settings();
        HttpResponse<String> answer = ferry.send("POST", "/api/migrations", "application/json", request);
        if (answer.statusCode() != 201) {
            throw ferry.refused(answer);
        }
        JsonNode migration = Json.MAPPER.readTree(answer.body());
        Output output = new Output(spec);
        if (json) {
            output.json(migration);
            return ExitStatus.WELL.code();
        }
        String id = migration.path("id").asText();
        output.say("Started “" + migration.path("name").asText() + "”"
                + (migration.path("rehearsal").asBoolean() ? ", a rehearsal" : "") + ": " + id);
        output.say("Watch it: " + Launcher.name() + " watch " + id);
        return ExitStatus.WELL.code();
    }

    private String settings() throws IOException {
        boolean standardInput = file.toString().equals("-");
        if (!standardInput && !Files.isReadable(file)) {
            throw new CommandFailure(
                    "there is no readable file " + file + ". Name a JSON file, or - for standard input.");
        }
        byte[] content;
        try (InputStream in = standardInput ? System.in : Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST + 1);
        }
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            JsonNode settings = content.length > LARGEST ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(text);
            if (!settings.isObject()) {
                throw new CommandFailure(
                        file + " holds no JSON object of at most 1 MB. docs/api.md shows the settings of a migration.");
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    file + " is no JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        }
        return text;
    }
}
