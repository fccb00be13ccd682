package io.ferry.process;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a task's name becomes the name of its form, its type and its worker. */
final class Names {
    private Names() {}

    /** "Record decision" becomes "record-decision". */
    static String kebab(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("-"));
    }

    /** "record-decision" and "Record decision" become "RecordDecision". */
    static String pascal(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
