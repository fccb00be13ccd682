package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry tasks}: what waits for people. */
@Command(
        name = "tasks",
        description = "Lists the tasks that wait for people: of one migration, or of all that are under way.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing waits for a person",
            "4:at least one task waits",
            "7:Ferry cannot be reached, or Camunda does not answer it"
        },
        footer = {"", "Example: ferry tasks"})
public final class TasksCommand implements Callable<Integer> {
    private static final int PAGE = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The migration's id.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print a JSON array of tasks.")
    private boolean json;

    @Mixin
    private RunningFerry ferry = new RunningFerry();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ArrayNode tasks = Json.MAPPER.createArrayNode();
        List<String> silent = new ArrayList<>();
        for (String each : id == null ? underWay() : List.of(MigrationId.check(id))) {
            HttpResponse<String> answer = ferry.get("/api/migrations/" + each, null);
            if (answer.statusCode() == 404) {
                throw MigrationId.unknown(ferry, each);
            }
            if (answer.statusCode() != 200) {
                throw ferry.refused(answer);
            }
            JsonNode details = Json.MAPPER.readTree(answer.body());
            if (!details.path("waitingTasks").isArray()) {
                silent.add(each);
            }
            for (JsonNode task : details.path("waitingTasks")) {
                ObjectNode shown = task.deepCopy();
                shown.put("migration", each)
                        .put(
                                "migrationName",
                                details.path("migration").path("name").asText());
                tasks.add(shown);
            }
        }
        Output output = new Output(spec);
        print(tasks, output);
        if (!silent.isEmpty()) {
            throw new CommandFailure(
                    "Camunda does not answer Ferry, so these may have more tasks: " + String.join(", ", silent) + ".",
                    ExitStatus.UNREACHABLE);
        }
        return (tasks.isEmpty() ? ExitStatus.WELL : ExitStatus.WAITS_FOR_A_PERSON).code();
    }

    private void print(ArrayNode tasks, Output output) throws IOException {
        if (json) {
            output.json(tasks);
            return;
        }
        if (tasks.isEmpty()) {
            output.say("Nothing waits for a person.");
            return;
        }
        Table table = new Table("TASK", "MIGRATION", "FOR", "SINCE", "ASSIGNED TO", "OPEN IT AT");
        for (JsonNode task : tasks) {
            table.row(
                    task.path("name").asText(),
                    task.path("migrationName").asText(),
                    groups(task),
                    Output.time(task.path("since")),
                    task.path("assignee").asText("nobody yet"),
                    task.path("link").asText());
        }
        output.table(table);
    }

    /** Who may take a task. */
    static String groups(JsonNode task) {
        String groups =
                task.path("candidateGroups").valueStream().map(JsonNode::asText).collect(Collectors.joining(" or "));
        return groups.isEmpty() ? "anybody" : groups;
    }

    private List<String> underWay() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        long total = Long.MAX_VALUE;
        for (int page = 0; (long) page * PAGE < total; page++) {
            JsonNode list = ferry.json("/api/migrations?size=" + PAGE + "&page=" + page);
            total = list.path("total").asLong();
            for (JsonNode item : list.path("items")) {
                if (!item.path("state").asText().equals("ENDED")) {
                    ids.add(item.path("id").asText());
                }
            }
        }
        return ids;
    }
}
