package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Plural;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry list}: the migrations of a running Ferry. */
@Command(
        name = "list",
        description = "Lists the migrations of a running Ferry, newest first.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry list --size 5"})
public final class ListCommand implements Callable<Integer> {
    private static final int MOST = 100;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--page", paramLabel = "N", defaultValue = "0", description = "Which page, counted from 0.")
    private int page;

    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    @Mixin
    private RunningFerry ferry = new RunningFerry();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (size < 1 || size > MOST || page < 0) {
            throw new CommandFailure(
                    "--size takes 1 to " + MOST + ", and --page 0 or more.", ExitStatus.WRONG_ARGUMENTS);
        }
        JsonNode answer = ferry.json("/api/migrations?page=" + page + "&size=" + size);
        Output output = new Output(spec);
        if (json) {
            output.json(answer);
            return ExitStatus.WELL.code();
        }
        JsonNode items = answer.path("items");
        if (items.isEmpty()) {
            output.say(
                    page == 0
                            ? "There are no migrations yet. '" + Launcher.name() + " start FILE' starts one."
                            : "There is nothing on page " + page + ".");
            return ExitStatus.WELL.code();
        }
        Table table = new Table("ID", "NAME", "STATE", "TIME LEFT", "STARTED", "FROM", "TO");
        for (JsonNode item : items) {
            table.row(
                    item.path("id").asText(),
                    item.path("name").asText(),
                    state(item),
                    timeLeft(item.path("timeLeft")),
                    Output.time(item.path("createdAt")),
                    host(item.path("source")),
                    host(item.path("target")));
        }
        output.table(table);
        long total = answer.path("total").asLong();
        long shown = (long) page * size + items.size();
        if (shown < total) {
            output.say(total - shown + " more: --page " + (page + 1));
        }
        return ExitStatus.WELL.code();
    }

    /** Its state or outcome, and whether it changes the target at all. */
    static String state(JsonNode migration) {
        String outcome = migration.path("outcome").asText("");
        String state = outcome.isEmpty() ? migration.path("state").asText() : outcome;
        return migration.path("rehearsal").asBoolean() && !state.equals("REHEARSED") ? state + " (rehearsal)" : state;
    }

    /** Of the work, and how often people work by hand; an ended one has none. */
    private static String timeLeft(JsonNode timeLeft) {
        if (!timeLeft.isObject()) {
            return "";
        }
        String work = timeLeft.path("work").path("words").asText("");
        int byHand = timeLeft.path("byHand").size();
        return (work.isEmpty() ? "not known" : work)
                + (byHand == 0 ? "" : ", " + Plural.of(byHand, "step by hand", "steps by hand"))
                + (timeLeft.path("waiting").asBoolean() ? ", waits" : "");
    }

    private static String host(JsonNode address) {
        return address.asText().replaceFirst("^https?://", "").replaceFirst("/$", "");
    }
}
