package io.ferry.command;

import io.ferry.FerryServer;
import io.ferry.access.RunningNote;
import io.ferry.access.SignInLinks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ferry serve}: Ferry itself, in the foreground, until it is told to end. */
@Command(
        name = "serve",
        description = "Runs Ferry: its interface, its pages and its workers. Ends with Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry serve -- --server.port=8091 --management.server.port=8098"})
public final class ServeCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "--NAME=VALUE",
            description = "Settings of application.yaml, for example --server.port=8091; write -- before them.")
    List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        try {
            ConfigurableApplicationContext server = FerryServer.start(settings.toArray(String[]::new));
            sayWhere(
                    server.getBean(RunningNote.class).address(),
                    URI.create(server.getEnvironment().getProperty("ferry.public-url", "")));
            server.getBeanProvider(SignInLinks.class).ifAvailable(ServeCommand::invite);
        } catch (RuntimeException told) {
            // Spring has said why, in a sentence where it knows one, else with the trace.
            return 1;
        }
        // The server's own threads end the program, by a signal or by System.exit.
        Thread.currentThread().join();
        return 0;
    }

    /** Whoever reads a journal needs it as well. */
    static void sayWhere(@Nullable URI here, URI forPeople) {
        if (here != null) {
            boolean same = here.getPort() == forPeople.getPort() && "127.0.0.1".equals(forPeople.getHost());
            System.out.println(
                    "Ferry answers at " + here + (same ? "" : ", for people at " + forPeople) + ". Ctrl-C ends it.");
        }
    }

    /** Not in the log, which others may get to see; and what nobody reads at a terminal ends up in a journal. */
    private static void invite(SignInLinks links) {
        invite(links::next, Browser.isSomebodyThere());
    }

    static void invite(Supplier<URI> links, boolean terminal) {
        if (!terminal) {
            System.out.println("'" + Launcher.name() + " sign-in' makes a link to Ferry's pages.");
            return;
        }
        URI link = links.get();
        System.out.println("Ferry's pages: " + link);
        System.out.println("The link signs you in once; '" + Launcher.name() + " sign-in' makes another one.");
        Browser.open(link, Browser.PageLasts.UNTIL_THE_END);
    }
}
