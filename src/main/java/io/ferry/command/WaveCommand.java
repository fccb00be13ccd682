package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import io.ferry.base.Plural;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry wave}: many migrations, started one after the other. */
@Command(
        name = "wave",
        description = "Starts a list of migrations in order, a set number at a time, and shows how they stand.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry wave start list.csv --name \"First weekend\" --side-by-side 2"},
        subcommands = {
            WaveCommand.Start.class,
            WaveCommand.Check.class,
            WaveCommand.Listing.class,
            WaveCommand.Show.class,
            WaveCommand.Pause.class,
            WaveCommand.Resume.class,
            WaveCommand.End.class
        })
public final class WaveCommand implements Callable<Integer> {
    private static final int LARGEST = 1024 * 1024;

    @Override
    public Integer call() {
        throw new CommandFailure(
                "say what to do: " + Launcher.name()
                        + " wave start FILE, check FILE, list, show ID, pause ID, resume ID or" + " end ID.",
                ExitStatus.WRONG_ARGUMENTS);
    }

    private static String path(String id) {
        return "/api/waves/" + MigrationId.check(id);
    }

    private static void say(CommandSpec spec, JsonNode wave, boolean json) throws JsonProcessingException {
        Output output = new Output(spec);
        if (json) {
            output.json(wave);
            return;
        }
        output.say("“" + wave.path("name").asText() + "” is "
                + wave.path("state").asText() + ": " + counts(wave.path("counts")) + ".");
        String reason = wave.path("reason").asText("");
        if (!reason.isEmpty()) {
            output.say(reason);
        }
    }

    private static String counts(JsonNode counts) {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put(
                "under way",
                counts.path("running").asInt() + counts.path("starting").asInt());
        for (String name : new String[] {"completed", "failed", "waiting"}) {
            all.put(name, counts.path(name).asInt());
        }
        all.put("left out", counts.path("leftOut").asInt());
        return all.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** The list, and how it is to be started. */
    static final class Wanted {
        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "The list, as docs/waves.md describes it: CSV, or JSON if its name ends in .json.")
        @SuppressWarnings("NullAway.Init")
        private Path file;

        @Option(names = "--name", paramLabel = "NAME", description = "What people call the wave.")
        private @Nullable String name;

        @Option(names = "--team", paramLabel = "TEAM", description = "Whose it is, where teams are set up.")
        private @Nullable String team;

        @Option(names = "--side-by-side", paramLabel = "N", description = "How many at the same time (default: 1).")
        private @Nullable Integer sideBySide;

        @Option(
                names = "--stop-after",
                paramLabel = "N",
                description = "After how many failures no further one starts (default: 1).")
        private @Nullable Integer stopAfter;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "Time zone of planned starts, such as Europe/Berlin (default: UTC).")
        private @Nullable String zone;

        HttpResponse<String> send(RunningFerry ferry, String path) throws IOException, InterruptedException {
            Map<String, @Nullable Object> head = new LinkedHashMap<>();
            head.put("name", name);
            head.put("team", team);
            head.put("sideBySide", sideBySide);
            head.put("stopAfterFailures", stopAfter);
            head.put("zone", zone);
            head.values().removeIf(value -> value == null);
            String text = read();
            if (file.toString().endsWith(".json")) {
                return ferry.send("POST", path, "application/json", json(text, head));
            }
            String query = head.entrySet().stream()
                    .map(entry -> entry.getKey() + "="
                            + URLEncoder.encode(String.valueOf(entry.getValue()), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return ferry.send("POST", path + "?" + query, "text/csv", text);
        }

        private String read() throws IOException {
            if (!Files.isReadable(file)) {
                throw new CommandFailure("there is no readable file " + file + ". Name a list in CSV or JSON.");
            }
            byte[] content;
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes(LARGEST + 1);
            }
            if (content.length > LARGEST) {
                throw new CommandFailure(file + " is larger than 1 MB. Make several waves of it.");
            }
            return new String(content, StandardCharsets.UTF_8);
        }

        /** What is said as an option counts before what the file says. */
        private String json(String text, Map<String, @Nullable Object> head) throws IOException {
            try {
                if (!(Json.MAPPER.readTree(text) instanceof ObjectNode wave)) {
                    throw new CommandFailure(file + " holds no JSON object. docs/waves.md shows one.");
                }
                head.forEach((field, value) -> wave.set(field, Json.MAPPER.valueToTree(value)));
                return Json.MAPPER.writeValueAsString(wave);
            } catch (JsonProcessingException e) {
                throw new CommandFailure(
                        file + " is no JSON: line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ".");
            }
        }
    }

    /** {@code ferry wave start}. */
    @Command(
            name = "start",
            description =
                    "Checks a list of migrations as a whole, and starts it. With any fault nothing starts, and all of"
                            + " them are printed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry wave start list.csv --name \"First weekend\" --side-by-side 2"})
    static final class Start implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Mixin
        Wanted wanted = new Wanted();

        @Option(names = "--json", description = "Print the API's answer.")
        boolean json;

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            HttpResponse<String> answer = wanted.send(ferry, "/api/waves");
            if (answer.statusCode() != 201) {
                throw ferry.refused(answer);
            }
            JsonNode wave = Json.MAPPER.readTree(answer.body());
            say(spec, wave, json);
            if (!json) {
                new Output(spec)
                        .say("Follow it: " + Launcher.name() + " wave show "
                                + wave.path("id").asText());
            }
            return ExitStatus.WELL.code();
        }
    }

    /** {@code ferry wave check}. */
    @Command(
            name = "check",
            description = "Checks a list of migrations as a whole, and starts nothing.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {"0:nothing is wrong", "1:something is wrong, and all of it is printed"},
            footer = {"", "Example: ferry wave check list.csv --name \"First weekend\""})
    static final class Check implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Mixin
        Wanted wanted = new Wanted();

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            HttpResponse<String> answer = wanted.send(ferry, "/api/waves/check");
            if (answer.statusCode() != 200) {
                throw ferry.refused(answer);
            }
            JsonNode found = Json.MAPPER.readTree(answer.body());
            Output output = new Output(spec);
            for (JsonNode fault : found.path("errors")) {
                output.say((fault.has("line") ? "line " + fault.path("line").asText() + ", " : "")
                        + fault.path("field").asText() + ": expected "
                        + fault.path("expected").asText()
                        + (fault.has("got") ? "; got " + fault.path("got").asText() : ""));
            }
            if (found.path("errors").isEmpty()) {
                output.say("Nothing is wrong: "
                        + Plural.of(found.path("migrations").asLong(), "migration") + ".");
                return ExitStatus.WELL.code();
            }
            return ExitStatus.FAILED.code();
        }
    }

    /** {@code ferry wave list}. */
    @Command(
            name = "list",
            description = "Lists the newest waves of a running Ferry.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry wave list"})
    static final class Listing implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Option(names = "--json", description = "Print the API's answer.")
        boolean json;

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode answer = ferry.json("/api/waves");
            Output output = new Output(spec);
            if (json) {
                output.json(answer);
                return ExitStatus.WELL.code();
            }
            if (answer.path("items").isEmpty()) {
                output.say("There are no waves yet. '" + Launcher.name() + " wave start FILE' starts one.");
                return ExitStatus.WELL.code();
            }
            Table table = new Table("ID", "NAME", "STATE", "MIGRATIONS", "CREATED");
            for (JsonNode wave : answer.path("items")) {
                table.row(
                        wave.path("id").asText(),
                        wave.path("name").asText(),
                        wave.path("state").asText(),
                        counts(wave.path("counts")),
                        Output.time(wave.path("createdAt")));
            }
            output.table(table);
            return ExitStatus.WELL.code();
        }
    }

    /** {@code ferry wave show}. */
    @Command(
            name = "show",
            description = "Shows a wave: how many migrations are where, what each waits for, when it will be over.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry wave show 0b0f5a52-8a2e-4a3c-9d53-3f1f3d3f7c11"})
    static final class Show implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The wave's id.")
        String id = "";

        @Option(names = "--json", description = "Print the API's answer.")
        boolean json;

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode details = ferry.json(path(id));
            Output output = new Output(spec);
            if (json) {
                output.json(details);
                return ExitStatus.WELL.code();
            }
            say(spec, details.path("wave"), false);
            JsonNode forecast = details.path("forecast");
            if (forecast.path("likely").isTextual()) {
                output.say("Probably over at " + Output.time(forecast.path("likely")) + ". "
                        + forecast.path("basis").asText());
            } else if (forecast.isObject()) {
                output.say("When it will be over: " + forecast.path("basis").asText());
            }
            Table table = new Table("LINE", "NAME", "STATE", "STARTED", "MIGRATION", "WAITS FOR");
            for (JsonNode line : details.path("lines")) {
                table.row(
                        line.path("number").asText(),
                        line.path("name").asText(),
                        line.path("outcome").asText(line.path("state").asText()),
                        Output.time(line.path("startedAt")),
                        line.path("migration").asText(""),
                        line.path("waitsFor").valueStream().map(Show::words).collect(Collectors.joining("; ")));
            }
            output.table(table);
            return ExitStatus.WELL.code();
        }

        private static String words(JsonNode waits) {
            String whom = waits.path("whom").asText("");
            return waits.path("what").asText() + (whom.isEmpty() ? "" : " (" + whom + ")");
        }
    }

    private static int act(RunningFerry ferry, CommandSpec spec, String id, String what)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ferry.send("POST", path(id) + "/" + what, "application/json", "");
        if (answer.statusCode() != 200) {
            throw ferry.refused(answer);
        }
        say(spec, Json.MAPPER.readTree(answer.body()), false);
        return ExitStatus.WELL.code();
    }

    /** {@code ferry wave pause}. */
    @Command(
            name = "pause",
            description = "Starts no further migration of a wave. Those under way go on.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry wave pause 0b0f5a52-8a2e-4a3c-9d53-3f1f3d3f7c11"})
    static final class Pause implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The wave's id.")
        String id = "";

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return act(ferry, spec, id, "pause");
        }
    }

    /** {@code ferry wave resume}. */
    @Command(
            name = "resume",
            description = "Lets a wave go on that is paused, or has stopped after failures. These count no more.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry wave resume 0b0f5a52-8a2e-4a3c-9d53-3f1f3d3f7c11"})
    static final class Resume implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The wave's id.")
        String id = "";

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return act(ferry, spec, id, "resume");
        }
    }

    /** {@code ferry wave end}. */
    @Command(
            name = "end",
            description = "Ends a wave: what has not started is left out, for good. Migrations under way go on.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry wave end 0b0f5a52-8a2e-4a3c-9d53-3f1f3d3f7c11"})
    static final class End implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The wave's id.")
        String id = "";

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return act(ferry, spec, id, "end");
        }
    }
}
