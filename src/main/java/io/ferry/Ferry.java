package io.ferry;

import io.ferry.base.FerryVersion;
import io.ferry.base.PlainText;
import io.ferry.command.AssessCommand;
import io.ferry.command.CheckConnectionCommand;
import io.ferry.command.CommandFailure;
import io.ferry.command.CommandProvider;
import io.ferry.command.CompletionCommand;
import io.ferry.command.CredentialCommand;
import io.ferry.command.DoctorCommand;
import io.ferry.command.ExitStatus;
import io.ferry.command.InspectCommand;
import io.ferry.command.Launcher;
import io.ferry.command.ListCommand;
import io.ferry.command.MissingCommand;
import io.ferry.command.ReportCommand;
import io.ferry.command.Screen;
import io.ferry.command.ServeCommand;
import io.ferry.command.SignInCommand;
import io.ferry.command.StartCommand;
import io.ferry.command.TasksCommand;
import io.ferry.command.WatchCommand;
import io.ferry.command.WaveCommand;
import io.ferry.remote.ProxySignIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of every command of the launcher {@code ferry}. */
@Command(
        name = "ferry",
        description = "Carries BigPicture or BigGantt, and the Jira beneath it, from Jira Data Center to Jira Cloud.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ServeCommand.class,
            DoctorCommand.class,
            SignInCommand.class,
            StartCommand.class,
            ListCommand.class,
            WatchCommand.class,
            TasksCommand.class,
            ReportCommand.class,
            WaveCommand.class,
            InspectCommand.class,
            CheckConnectionCommand.class,
            AssessCommand.class,
            CredentialCommand.class,
            CompletionCommand.class
        },
        footer = {"", "'ferry COMMAND --help' explains a command, with an example. docs/commands.md has more."})
public final class Ferry {
    /** How wide help is where nobody watches, and how wide at most. */
    private static final int HELP_WIDTH = 80;

    private static final int WIDEST_HELP = 100;

    /** picocli lays out nothing that is narrower. */
    private static final int NARROWEST_LAYOUT = 55;

    private Ferry() {}

    /**
     * Runs the command that the arguments name.
     *
     * @param args the command and its options, as typed
     */
    public static void main(String[] args) {
        ProxySignIn.allow();
        System.exit(commandLine(ServiceLoader.load(CommandProvider.class), Screen.ofThisProgram())
                .execute(args.length == 0 ? new String[] {"help"} : args));
    }

    /**
     * Puts the commands together.
     *
     * @param others who adds commands to those of the product; none where only the product's jar is installed
     * @param screen where help and refusals are read
     */
    static CommandLine commandLine(Iterable<CommandProvider> others, Screen screen) {
        CommandLine ferry = new CommandLine(new Ferry());
        others.forEach(provider -> provider.commands().forEach(ferry::addSubcommand));
        MissingCommand.NAMES.stream()
                .filter(name -> !ferry.getSubcommands().containsKey(name))
                .forEach(name -> ferry.addSubcommand(name, new MissingCommand()));
        ferry.addSubcommand(new CommandLine.HelpCommand());
        tellVersion(ferry);
        layOut(ferry, screen);
        return ferry.setParameterExceptionHandler((refused, args) -> sayHow(refused, screen))
                .setExecutionExceptionHandler((thrown, command, parsed) -> sayWhy(thrown, screen));
    }

    private static void tellVersion(CommandLine command) {
        command.getCommandSpec()
                .version(
                        "ferry " + FerryVersion.text(),
                        "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ") on "
                                + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        command.getSubcommands().values().forEach(Ferry::tellVersion);
    }

    private static void layOut(CommandLine ferry, Screen screen) {
        int width = screen.width() == Screen.UNLIMITED ? HELP_WIDTH : Math.min(screen.width(), WIDEST_HELP);
        ferry.setUsageHelpWidth(Math.max(width, NARROWEST_LAYOUT));
        boolean narrow = width < NARROWEST_LAYOUT;
        ferry.setColorScheme(Help.defaultColorScheme(screen.colours() && !narrow ? Help.Ansi.ON : Help.Ansi.OFF));
        if (narrow) {
            narrow(ferry, new Screen(width, false));
        }
    }

    /** Breaks the lines of the help once more, each with its own indentation. */
    private static void narrow(CommandLine command, Screen screen) {
        Map<String, IHelpSectionRenderer> sections = new HashMap<>(command.getHelpSectionMap());
        sections.replaceAll((name, section) -> help -> screen.fitted(section.render(help)));
        command.setHelpSectionMap(sections);
    }

    /** Only what is wrong, and where to read more: the whole help would hide it. */
    private static int sayHow(ParameterException refused, Screen screen) {
        CommandLine command = refused.getCommandLine();
        String name = command.getCommandSpec().qualifiedName().replaceFirst("^ferry", Launcher.name());
        StringBuilder text = new StringBuilder(String.valueOf(refused.getMessage()));
        if (refused instanceof UnmatchedArgumentException unmatched) {
            boolean setting = unmatched.getUnmatched().stream().anyMatch(each -> each.matches("--[a-z-]+\\..*"));
            boolean takesSettings = command.getCommandSpec().positionalParameters().stream()
                    .anyMatch(each -> each.paramLabel().equals("--NAME=VALUE"));
            if (setting && takesSettings) {
                text.append(". Settings come after --: ").append(name).append(" -- ");
                text.append(String.join(" ", unmatched.getUnmatched()));
            } else if (!unmatched.getSuggestions().isEmpty()) {
                text.append(". Did you mean ");
                text.append(unmatched.getSuggestions().stream().limit(3).collect(Collectors.joining(", ")));
                text.append('?');
            }
        }
        PrintWriter err = command.getErr();
        err.println(screen.wrapped("ferry: " + text, 2));
        err.println(screen.wrapped("See: " + name + " --help", 2));
        err.flush();
        return ExitStatus.WRONG_ARGUMENTS.code();
    }

    /** A refusal is a sentence; what nobody foresaw comes with its trace, so that it can be reported. */
    private static int sayWhy(Exception thrown, Screen screen) {
        if (thrown instanceof StartRefused) {
            // The server has said so itself, as of everything that keeps it from starting.
            return ExitStatus.FAILED.code();
        }
        if (thrown instanceof CommandFailure || thrown instanceof IOException) {
            System.err.println(screen.wrapped(
                    "ferry: "
                            + Stream.ofNullable(thrown.getMessage())
                                    .findFirst()
                                    .orElse(thrown.getClass().getSimpleName()),
                    2));
        } else {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            System.err.print(PlainText.lines(trace.toString()));
        }
        return thrown instanceof CommandFailure failure ? failure.status().code() : ExitStatus.FAILED.code();
    }
}
