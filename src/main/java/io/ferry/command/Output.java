package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Json;
import io.ferry.base.PlainText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What a command prints, for people or for scripts. */
final class Output {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final Screen screen;

    Output(CommandSpec command) {
        this(command.commandLine().getOut(), Screen.ofThisProgram());
    }

    Output(PrintWriter out, Screen screen) {
        this.out = out;
        this.screen = screen;
    }

    Screen screen() {
        return screen;
    }

    /** One JSON value on as many lines as read well. */
    void json(JsonNode value) throws JsonProcessingException {
        line(PlainText.json(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)));
    }

    /** One JSON value on one line. */
    void jsonLine(JsonNode value) throws JsonProcessingException {
        line(PlainText.json(Json.MAPPER.writeValueAsString(value)));
    }

    void table(Table table) {
        out.print(table.on(screen));
        out.flush();
    }

    /** A text, broken into lines that fit. */
    void say(String text) {
        line(screen.wrapped(text, 0));
    }

    /** The same; every line is indented. */
    void sayIndented(String text, int indent) {
        line(" ".repeat(indent) + screen.wrapped(text, indent));
    }

    /** Prints as it is; whoever calls has made it harmless. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A moment of the API in this computer's time, to the minute. */
    static String time(JsonNode moment) {
        String text = moment.asText("");
        try {
            return text.isEmpty() ? "" : DAY_AND_TIME.format(Instant.parse(text));
        } catch (DateTimeParseException another) {
            return text;
        }
    }
}
