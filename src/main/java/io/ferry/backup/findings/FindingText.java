package io.ferry.backup.findings;

import io.ferry.base.Plural;
import java.util.Collection;
import java.util.stream.Collectors;

/** How the messages of findings count and name things. */
public final class FindingText {
    /** How many names a message gives before it says how many more there are. */
    public static final int NAMED = 5;

    private FindingText() {}

    /**
     * Counts.
     *
     * @param number how many
     * @param one what one of them is called
     * @param many what several, or none, of them are called
     * @return the number and the word that fits it
     */
    public static String count(long number, String one, String many) {
        return Plural.of(number, one, many);
    }

    /**
     * Names the first few.
     *
     * @param names the names, in the order in which they are shown
     * @param quoted whether each is in quotation marks
     * @return the first {@value #NAMED} names, and how many more there are
     */
    public static String named(Collection<String> names, boolean quoted) {
        String first = names.stream()
                .limit(NAMED)
                .map(name -> quoted ? "\"" + name + "\"" : name)
                .collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + ", and " + (names.size() - NAMED) + " more" : first;
    }
}
