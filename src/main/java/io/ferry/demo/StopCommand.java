package io.ferry.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ferry stop}: ends what a demonstration started and left running. */
@Command(
        name = "stop",
        description = "Ends all programs of a demonstration, also one whose command was killed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry stop"})
public final class StopCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Path folder = Home.folder().resolve("target").resolve("demo");
        Terminal terminal = new Terminal(System.out);
        int stopped = DemoState.stopAll(folder, terminal);
        terminal.say(stopped == 0 ? "Nothing was running." : "Everything is stopped.");
        return 0;
    }
}
