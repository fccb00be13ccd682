package io.ferry.base;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes texts harmless that others have chosen, for places that obey some characters: terminals, logs and Markdown. Pages and
 * JSON escape by themselves; tables have {@link TableCell}.
 */
public final class PlainText {
    /**
     * What a terminal obeys or does not show: control characters of both sets (an escape sequence begins with one), the
     * characters that turn the direction of writing or join others, separators of lines, and halves of characters.
     */
    private static final String OBEYED = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

    private static final Pattern NOT_ON_A_LINE = Pattern.compile(OBEYED);
    private static final Pattern NOT_IN_A_TEXT = Pattern.compile("[" + OBEYED + "&&[^\\n\\t]]");

    /** Where a link, an image, the definition of a link's address, or a tag begins; a port after an IPv6 address is none. */
    private static final Pattern MARKDOWN = Pattern.compile("(?<=])(?=[(\\[]|:(?!\\d))|(?<=<)(?=[A-Za-z/!?])");

    private PlainText() {}

    /** The text on one line, for a terminal, a log or a header; what would be obeyed there becomes a question mark. */
    public static String line(String text) {
        return NOT_ON_A_LINE.matcher(text).replaceAll("?");
    }

    /** Whether the text is on one line already, with nothing in it that a terminal would obey. */
    public static boolean isLine(String text) {
        return !NOT_ON_A_LINE.matcher(text).find();
    }

    /** The same for a text of several lines, which keeps its line feeds and tabs. */
    public static String lines(String text) {
        return NOT_IN_A_TEXT.matcher(text).replaceAll("?");
    }

    /** The same JSON, where what a terminal would obey is written as an escape sequence of JSON. */
    public static String json(String json) {
        return NOT_IN_A_TEXT.matcher(json).replaceAll(PlainText::jsonEscape);
    }

    /** The same HTML, where what a terminal would obey is written as a reference to the character. */
    public static String html(String html) {
        return NOT_IN_A_TEXT
                .matcher(html)
                .replaceAll(found -> "&#x" + Integer.toHexString(found.group().codePointAt(0)) + ";");
    }

    /** The text, in which Markdown finds neither links nor images nor HTML: a space keeps their parts apart. */
    public static String unmarked(String text) {
        return MARKDOWN.matcher(text).replaceAll(" ");
    }

    private static String jsonEscape(MatchResult found) {
        StringBuilder escape = new StringBuilder();
        found.group()
                .chars()
                .forEach(unit -> escape.append("\\\\u").append(String.format(java.util.Locale.ROOT, "%04x", unit)));
        return escape.toString();
    }
}
