package io.ferry.demo;

import io.ferry.base.PlainText;
import io.ferry.command.Screen;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What the demonstration prints: one line for each thing that happened, with the time since the start. It obeys no text. */
final class Terminal {
    private final PrintStream out;
    private final Screen screen = Screen.ofThisProgram();
    private final Instant start = Instant.now();

    Terminal(PrintStream out) {
        this.out = out;
    }

    /** Prints a line with the time since the start in front. */
    void say(String line) {
        Duration passed = Duration.between(start, Instant.now());
        out.printf(Locale.ROOT, "%2d:%02d  %s%n", passed.toMinutes(), passed.toSecondsPart(), wrapped(line, 7));
    }

    private String wrapped(String line, int indent) {
        return screen.wrapped(PlainText.line(line), indent);
    }

    /** Prints a line that belongs to the one before. */
    void more(String line) {
        out.println("      " + wrapped(line, 6));
    }

    /**
     * Says on the error stream why a command did nothing.
     *
     * @return the exit status that goes with it
     */
    static int refuse(String why) {
        System.err.println(Screen.ofThisProgram().wrapped("ferry: " + why, 2));
        return 1;
    }
}
