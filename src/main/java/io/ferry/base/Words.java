package io.ferry.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of constants, steps and forms as people read them. */
public final class Words {
    private static final Map<String, String> NAMES = Map.of(
            "jira", "Jira", "bigpicture", "BigPicture", "biggantt", "BigGantt", "jcma", "JCMA", "ferry", "Ferry");

    private Words() {}

    /** {@code GO_ON} as {@code go on}, {@code run-jira-backup} as {@code run Jira backup}. */
    public static String of(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[-_ ]"))
                .map(word -> NAMES.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    /** The same with a capital letter first. */
    public static String sentence(String name) {
        return capital(of(name));
    }

    /** The words with a small letter first. */
    public static String small(String words) {
        return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    /** The words with a capital letter first. */
    public static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
