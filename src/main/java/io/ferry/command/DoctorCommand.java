package io.ferry.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ferry.base.Json;
import io.ferry.base.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry doctor}: whether this computer and its settings are ready for Ferry, and what to do where they are not. */
@Command(
        name = "doctor",
        description =
                "Checks what Ferry needs, with the settings of its server, and says what to do: Java, Maven, ports,"
                        + " disk, file permissions, database, Camunda, proxy, credentials, and the way to each of their hosts."
                        + " Changes nothing, and sends no credential to a site.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing is wrong; there may be warnings", "1:something is wrong", "2:wrong arguments"},
        footer = {"", "Example: ferry doctor -- --camunda.client.rest-address=http://camunda.example.com:8080"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int WIDEST = 96;
    private static final int NAME = 13;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "--NAME=VALUE",
            description = "Settings of application.yaml to try; write -- before them.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--offline", description = "Leave out what asks other computers: Camunda, proxy and sites.")
    private boolean offline;

    @Option(names = "--json", description = "Print a JSON array of checks.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output output =
                new Output(spec.commandLine().getOut(), Screen.ofThisProgram().atMost(WIDEST));
        ArrayNode all = Json.MAPPER.createArrayNode();
        boolean[] wrong = {false};
        boolean[] warned = {false};
        new Doctor(settings, offline).examine(check -> {
            wrong[0] |= check.outcome() == Doctor.Outcome.WRONG;
            warned[0] |= check.outcome() == Doctor.Outcome.WARNING;
            if (json) {
                all.addObject()
                        .put("check", check.name())
                        .put("outcome", check.outcome().name())
                        .put("text", check.text())
                        .put("whatToDo", check.whatToDo());
            } else {
                print(check, output);
            }
        });
        if (json) {
            output.json(all);
        } else {
            output.line("");
            output.say(
                    wrong[0]
                            ? "Something is wrong: see ✗ above."
                            : warned[0] ? "Nothing is wrong; ! marks what to look at." : "Everything is fine.");
        }
        return (wrong[0] ? ExitStatus.FAILED : ExitStatus.WELL).code();
    }

    private static void print(Doctor.Check check, Output output) {
        Screen screen = output.screen();
        String mark = switch (check.outcome()) {
            case GOOD -> screen.styled("✓", Screen.Style.GOOD);
            case WARNING -> screen.styled("!", Screen.Style.WAITING);
            case WRONG -> screen.styled("✗", Screen.Style.BAD);
            case NOT_CHECKED -> "·";
        };
        int indent = NAME + 3;
        String name = PlainText.line(check.name());
        output.line(" " + mark + " " + name + " ".repeat(Math.max(1, NAME - name.length()))
                + screen.wrapped(check.text(), indent));
        if (!check.whatToDo().isEmpty()) {
            output.line(" ".repeat(indent) + screen.wrapped("→ " + check.whatToDo(), indent + 2));
        }
    }
}
