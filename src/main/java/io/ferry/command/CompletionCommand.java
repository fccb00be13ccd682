package io.ferry.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ferry completion}: what a shell needs to complete Ferry's commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script with which bash and zsh complete Ferry's commands and options when you press Tab.",
            "",
            "For this shell:  source <(ferry completion)",
            "For all: put that line into ~/.bashrc or ~/.zshrc."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: source <(ferry completion)"})
public final class CompletionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("ferry", spec.root().commandLine()));
        out.flush();
        return ExitStatus.WELL.code();
    }
}
