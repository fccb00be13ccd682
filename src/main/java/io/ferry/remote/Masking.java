package io.ferry.remote;

import java.util.regex.Pattern;

/** Takes out of a text what must not reach logs, messages or process variables. */
public final class Masking {
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+'-]+(?:@|%40)[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(basic|bearer|apitoken)\\s+[A-Za-z0-9+/=._~-]{6,}");
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]*");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final int LONGEST = 500;

    private Masking() {}

    /** The text with e-mail addresses, authorisations and queries of addresses masked, on one line, shortened. */
    public static String mask(String text) {
        String masked = QUERY.matcher(text).replaceAll("$1?…");
        masked = AUTHORIZATION.matcher(masked).replaceAll("$1 ********");
        masked = ADDRESS.matcher(masked).replaceAll("(address)");
        masked = SPACE.matcher(masked).replaceAll(" ").strip();
        return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
    }
}
