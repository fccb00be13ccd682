package io.ferry.migration;

import io.ferry.base.EmailMasking;
import org.jspecify.annotations.Nullable;

/**
 * Takes people's e-mail addresses out of what is about to be recorded. Workers do not put them in; but people type
 * reasons, remote sites word their own messages, and some sign in with their address.
 */
final class Addresses {
    private Addresses() {}

    /** The text with every address replaced, cut to the length. */
    static String hidden(String text, int longest) {
        String clean = hidden(text);
        return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
    }

    static String hidden(String text) {
        return EmailMasking.mask(text);
    }

    /** A value as JSON, with every address in it replaced. */
    static String hiddenJson(Object value) {
        return Json.write(EmailMasking.mask(Json.tree(value)));
    }

    /** A person's name as the record keeps it: of an address only the part before the @. */
    static @Nullable String person(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String clean = EmailMasking.localParts(name);
        return clean.length() <= 200 ? clean : clean.substring(0, 200);
    }
}
