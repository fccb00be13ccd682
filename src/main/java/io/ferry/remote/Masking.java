package io.ferry.remote;

import io.ferry.base.EmailMasking;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what must not reach logs, messages or process variables. Sites word these texts, so the work is
 * bounded: only the beginning is read, and each expression looks at a character a few times only.
 */
public final class Masking {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(basic|bearer|apitoken)\\s+[A-Za-z0-9+/=._~-]{6,}");

    /** Addresses without a query are taken as well, so that nothing of them is tried again. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]++)(\\?[^\\s\"'<>]*+)?");

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final int LONGEST = 500;
    private static final int MOST_READ = 8 * LONGEST;

    private Masking() {}

    /** The text with e-mail addresses, authorisations and queries of addresses masked, on one line, shortened. */
    public static String mask(String text) {
        boolean cut = text.length() > MOST_READ;
        String masked = cut ? wholeWords(text.substring(0, MOST_READ)) : text;
        masked = SPACE.matcher(maskWhole(masked)).replaceAll(" ").strip();
        if (masked.length() > LONGEST) {
            return masked.substring(0, LONGEST) + "…";
        }
        return cut ? masked + "…" : masked;
    }

    /** The same of a text of Ferry's own, such as a stack trace, which keeps its length and its lines. */
    public static String maskWhole(String text) {
        String masked = QUERY.matcher(text)
                .replaceAll(url -> Matcher.quoteReplacement(url.group(2) == null ? url.group() : url.group(1) + "?…"));
        masked = AUTHORIZATION.matcher(masked).replaceAll("$1 ********");
        return EmailMasking.mask(masked);
    }

    /** Without its last word: half an address or token would not be known for one. */
    private static String wholeWords(String text) {
        int end = text.length();
        while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
