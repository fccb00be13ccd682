package io.ferry.command;

import io.ferry.remote.ConnectionCheck;
import io.ferry.remote.ConnectionCheck.Outcome;
import io.ferry.remote.ConnectionCheck.Step;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry check-connection}: whether Ferry gets to a site, and if not, where on the way it ends and what to do. */
@Command(
        name = "check-connection",
        description =
                "Tries the way to a site with the settings of Ferry's server, and says what works and what fails: proxy,"
                        + " name, TCP, TLS, answer. Sends no credential of the site. See docs/networks.md.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry check-connection https://jira.example.com"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:Ferry gets there", "1:it does not", "2:wrong arguments"})
public final class CheckConnectionCommand implements Callable<Integer> {
    private static final int WIDEST = 96;
    private static final String INDENT = " ".repeat(11);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "URL", description = "The site's address, such as https://jira.example.com")
    private String url = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "--NAME=VALUE",
            description = "Settings of application.yaml to try, such as"
                    + " --ferry.network.proxy.url=http://proxy.example.com:3128; write -- before them.")
    private List<String> settings = new ArrayList<>();

    /** Tries it, prints the steps. */
    @Override
    public Integer call() {
        List<Step> steps;
        try {
            steps = ConnectionCheck.of(new URI(url), settings);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new CommandFailure(
                    e instanceof URISyntaxException
                            ? "that is no address. Write it as https://jira.example.com"
                            : String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        Screen screen = Screen.ofThisProgram().atMost(WIDEST);
        out.println("The way from Ferry to " + url);
        out.println();
        steps.forEach(step -> print(step, out, screen));
        boolean there = steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED);
        out.println();
        out.println(there ? "Ferry gets there." : "Ferry does not get there.");
        out.flush();
        return there ? 0 : 1;
    }

    private static void print(Step step, PrintWriter out, Screen screen) {
        String mark = switch (step.outcome()) {
            case PASSED -> "✓";
            case FAILED -> "✗";
            case NOT_TRIED -> "·";
        };
        out.println(
                " " + mark + " " + String.format("%-8s", step.name()) + screen.wrapped(step.text(), INDENT.length()));
        step.details().forEach(line -> out.println(INDENT + screen.wrapped(line, INDENT.length() + 3)));
        if (!step.whatToDo().isEmpty()) {
            out.println(INDENT + screen.wrapped("→ " + step.whatToDo(), INDENT.length() + 2));
        }
    }
}
