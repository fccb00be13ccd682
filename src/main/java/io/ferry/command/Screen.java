package io.ferry.command;

import io.ferry.base.PlainText;
import java.io.Console;
import java.io.IOException;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.apache.commons.text.WordUtils;

/**
 * Where a command's text is read: how wide lines may be, and whether colours are shown. In a file or a pipe lines are as long as
 * they are, and there are no colours.
 *
 * @param width the most characters of a line; {@link #UNLIMITED} where nobody watches
 * @param colours whether colours are shown
 */
public record Screen(int width, boolean colours) {
    /** The width of a file or a pipe. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int USUAL = 80;
    private static final int NARROWEST = 20;
    private static final String LINE_FEED = "\n";

    /** A file or a pipe. */
    public static final Screen NONE = new Screen(UNLIMITED, false);

    /** A colour or weight of a text. */
    enum Style {
        BOLD("1"),
        GOOD("32"),
        BAD("31"),
        WAITING("33"),
        FAINT("2");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** The screen of this program: its terminal, if it has one. */
    public static Screen ofThisProgram() {
        return of(isTerminal(), System.getenv());
    }

    /**
     * The screen of a program.
     *
     * @param terminal whether somebody sits at it
     * @param environment the environment variables: {@code COLUMNS}, {@code NO_COLOR} and {@code TERM} count
     */
    static Screen of(boolean terminal, Map<String, String> environment) {
        if (!terminal) {
            return NONE;
        }
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        return new Screen(Math.max(NARROWEST, columns > 0 ? columns : widthOfTheTerminal()), colours);
    }

    /** The same, but its lines are no longer than this. */
    Screen atMost(int widest) {
        return new Screen(Math.min(width, widest), colours);
    }

    /** Whether both what a person types and what they read goes through a terminal. */
    public static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console also where nobody watches, and this method to tell.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static int widthOfTheTerminal() {
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Scanner words = new Scanner(size.getInputStream(), java.nio.charset.StandardCharsets.US_ASCII)) {
                boolean ended = size.waitFor(1, TimeUnit.SECONDS);
                if (ended && words.hasNextInt() && words.nextInt() >= 0 && words.hasNextInt()) {
                    int columns = words.nextInt();
                    return columns > 0 ? columns : USUAL;
                }
            } finally {
                size.destroy();
            }
        } catch (IOException noSuchProgram) {
            // As on Windows.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return USUAL;
    }

    private static int number(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    /**
     * Breaks a text between words into lines that fit.
     *
     * @param text one line or several; what a terminal would obey becomes a question mark
     * @param indent with how many blanks each line but the first begins; so much is already on the first one
     */
    public String wrapped(String text, int indent) {
        String begin = " ".repeat(indent);
        String harmless = PlainText.lines(text);
        if (width == UNLIMITED) {
            return harmless.replace("\n", System.lineSeparator() + begin);
        }
        int room = Math.max(NARROWEST / 2, width - indent);
        StringBuilder lines = new StringBuilder();
        for (String line : harmless.split(LINE_FEED, -1)) {
            String more = lines.isEmpty() ? "" : System.lineSeparator() + begin;
            lines.append(more).append(WordUtils.wrap(line, room, System.lineSeparator() + begin, false));
        }
        return lines.toString();
    }

    /**
     * Breaks the lines of a page that are too long, and indents what follows a little more than the line itself.
     *
     * @param page lines, of which each is ended
     */
    public String fitted(String page) {
        StringBuilder lines = new StringBuilder();
        page.lines().forEach(line -> {
            int indent = line.length() - line.stripLeading().length();
            lines.append(
                    line.length() <= width
                            ? line
                            : " ".repeat(indent)
                                    + new Screen(width - indent, false)
                                            .wrapped(line.strip(), 2)
                                            .replace(
                                                    System.lineSeparator(),
                                                    System.lineSeparator() + " ".repeat(indent)));
            lines.append(System.lineSeparator());
        });
        return lines.toString();
    }

    /** A text that may be shown in a style; it is not wrapped. */
    String styled(String text, Style style) {
        return colours ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
