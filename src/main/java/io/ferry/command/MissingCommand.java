package io.ferry.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stands in for a command of the demonstration where {@code ferry-demo.jar} is not on the class path, and says so. */
@Command(hidden = true, description = "A command of the demonstration, which is not part of this installation.")
public final class MissingCommand implements Callable<Integer> {
    /** The names of the commands that {@code ferry-demo.jar} holds. */
    public static final List<String> NAMES = List.of("demo", "stop", "engine", "sandbox", "sample-backup");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    /** Refuses, whatever the arguments are. */
    @Override
    public Integer call() {
        throw new CommandFailure("'" + spec.name()
                + "' needs ferry-demo.jar, which is not part of this installation. In a checkout of Ferry's sources,"
                + " './ferry " + spec.name() + "' builds and runs it.");
    }
}
