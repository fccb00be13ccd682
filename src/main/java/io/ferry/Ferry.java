package io.ferry;

import io.ferry.base.PlainText;
import io.ferry.command.AssessCommand;
import io.ferry.command.CheckConnectionCommand;
import io.ferry.command.CommandFailure;
import io.ferry.command.CommandProvider;
import io.ferry.command.CredentialCommand;
import io.ferry.command.InspectCommand;
import io.ferry.command.MissingCommand;
import io.ferry.command.ReportCommand;
import io.ferry.command.ServeCommand;
import io.ferry.command.SignInCommand;
import io.ferry.remote.ProxySignIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of every command of the launcher {@code ferry}. */
@Command(
        name = "ferry",
        description = "Carries BigPicture or BigGantt, and the Jira beneath it, from Jira Data Center to Jira Cloud.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ServeCommand.class,
            SignInCommand.class,
            CredentialCommand.class,
            ReportCommand.class,
            InspectCommand.class,
            CheckConnectionCommand.class,
            AssessCommand.class
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
        ProxySignIn.allow();
        System.exit(commandLine(ServiceLoader.load(CommandProvider.class))
                .execute(args.length == 0 ? new String[] {"help"} : args));
    }

    /**
     * Puts the commands together.
     *
     * @param others who adds commands to those of the product; none where only the product's jar is installed
     */
    static CommandLine commandLine(Iterable<CommandProvider> others) {
        CommandLine ferry = new CommandLine(new Ferry());
        others.forEach(provider -> provider.commands().forEach(ferry::addSubcommand));
        MissingCommand.NAMES.stream()
                .filter(name -> !ferry.getSubcommands().containsKey(name))
                .forEach(name -> ferry.addSubcommand(name, new MissingCommand()));
        return ferry.addSubcommand(new CommandLine.HelpCommand())
                .setExecutionExceptionHandler((thrown, command, parsed) -> sayWhy(thrown));
    }

    /** A refusal is a sentence; what nobody foresaw comes with its trace, so that it can be reported. */
    private static int sayWhy(Exception thrown) {
        if (thrown instanceof StartRefused) {
            // The server has said so itself, as of everything that keeps it from starting.
            return 1;
        }
        if (thrown instanceof CommandFailure || thrown instanceof IOException) {
            System.err.println("ferry: "
                    + PlainText.lines(
                            thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage()));
        } else {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            System.err.print(PlainText.lines(trace.toString()));
        }
        return 1;
    }
}
