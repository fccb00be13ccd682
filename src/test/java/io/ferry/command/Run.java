package io.ferry.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs one command as the program does, and keeps what it prints. */
final class Run {
    private final StringWriter out;
    final int status;
    private String failure = "";

    Run(Object command, String... arguments) {
        this(new StringWriter(), command, arguments);
    }

    /** The same; what it prints can be read meanwhile. */
    Run(StringWriter out, Object command, String... arguments) {
        this.out = out;
        status = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setExecutionExceptionHandler((thrown, line, parsed) -> {
                    failure = String.valueOf(thrown.getMessage());
                    if (thrown instanceof CommandFailure refused) {
                        return refused.status().code();
                    }
                    throw thrown;
                })
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    /** Why it failed; empty if it did not. */
    String failure() {
        return failure;
    }
}
