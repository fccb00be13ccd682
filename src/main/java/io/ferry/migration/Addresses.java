package io.ferry.migration;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes people's e-mail addresses out of what is about to be recorded. Workers do not put them in; but people type
 * reasons, remote sites word their own messages, and some sign in with their address.
 */
final class Addresses {
    private static final Pattern ADDRESS =
            // A run of an address's characters is tried once, however long a caller or site makes it.
            Pattern.compile("(?:\\G|(?<![\\p{L}\\p{N}._%+'-]))"
                    + "([\\p{L}\\p{N}._%+'-]++)@[\\p{L}\\p{N}-]++(?:\\.[\\p{L}\\p{N}-]++)++");

    private Addresses() {}

    /** The text with every address replaced, cut to the length. */
    static String hidden(String text, int longest) {
        String clean = hidden(text);
        return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
    }

    static String hidden(String text) {
        return text.indexOf('@') < 0 ? text : ADDRESS.matcher(text).replaceAll("(e-mail address)");
    }

    /** A person's name as the record keeps it: of an address only the part before the @. */
    static @Nullable String person(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String clean = ADDRESS.matcher(name).replaceAll("$1");
        return clean.length() <= 200 ? clean : clean.substring(0, 200);
    }
}
