package io.ferry;

import io.ferry.backup.report.InspectCommand;
import io.ferry.sample.SampleBackupCommand;
import io.ferry.command.CommandFailure;
import io.ferry.command.DemoCommand;
import io.ferry.command.EngineCommand;
import io.ferry.command.ReportCommand;
import io.ferry.command.ServeCommand;
import io.ferry.command.StopCommand;
import io.ferry.sandbox.SandboxCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of every command of the launcher {@code ferry}. */
@Command(
        name = "ferry",
        description = "Carries BigPicture or BigGantt, and the Jira beneath it, from Jira Data Center to Jira Cloud.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            StopCommand.class,
            ServeCommand.class,
            ReportCommand.class,
            EngineCommand.class,
            SandboxCommand.class,
            InspectCommand.class,
            SampleBackupCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "'./ferry test' sets up all that the tests need and runs them."})
public final class Ferry {
    private Ferry() {}

    /**
     * Runs the command that the arguments name.
     *
     * @param args the command and its options, as typed
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Ferry())
                .setExecutionExceptionHandler((thrown, command, parsed) -> sayWhy(thrown))
                .execute(args.length == 0 ? new String[] {"help"} : args));
    }

    /** A refusal is a sentence; what nobody foresaw comes with its trace, so that it can be reported. */
    private static int sayWhy(Exception thrown) {
        if (thrown instanceof StartRefused) {
            // The server has said so itself, as of everything that keeps it from starting.
            return 1;
        }
        if (thrown instanceof CommandFailure || thrown instanceof IOException) {
            System.err.println("ferry: "
                    + (thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage()));
        } else {
            thrown.printStackTrace();
        }
        return 1;
    }
}
