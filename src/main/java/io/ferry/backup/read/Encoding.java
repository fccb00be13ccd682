package io.ferry.backup.read;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a document was saved by a program that is not Jira: Jira writes XML 1.0 in UTF-8.
 *
 * @param words what a person reads
 * @param isLikeAscii whether the document can be read on all the same, since plain letters are the same bytes
 */
record Encoding(String words, boolean isLikeAscii) {
    /** Nothing says so, but every letter beyond ASCII is one byte. */
    static final Encoding SINGLE_BYTE =
            new Encoding("its letters beyond ASCII are single bytes (Latin-1 or Windows-1252) instead of UTF-8", true);

    private static final int LOOK = 256;
    private static final Pattern DECLARATION = Pattern.compile("^\\s*<\\?xml\\s[^>]{0,200}?\\?>");
    private static final Pattern VERSION = Pattern.compile("\\sversion\\s*=\\s*[\"']([^\"']{0,20})[\"']");
    private static final Pattern NAME = Pattern.compile("\\sencoding\\s*=\\s*[\"']([^\"']{0,40})[\"']");

    /** Looks at the beginning of a document; null where it is as Jira writes it, or nothing tells. */
    static @Nullable Encoding ofResaved(byte[] b, int from, int to) {
        int length = Math.min(LOOK, to - from);
        String wide = wide(b, from, length);
        if (wide != null) {
            return new Encoding("it is " + wide + " instead of UTF-8", false);
        }
        boolean mark =
                length >= 3 && b[from] == (byte) 0xEF && b[from + 1] == (byte) 0xBB && b[from + 2] == (byte) 0xBF;
        int start = mark ? from + 3 : from;
        String text = new String(b, start, from + length - start, StandardCharsets.ISO_8859_1);
        Matcher declaration = DECLARATION.matcher(text);
        if (!declaration.find()) {
            return null;
        }
        Matcher version = VERSION.matcher(declaration.group());
        if (version.find() && version.group(1).equals("1.1")) {
            return new Encoding("it declares XML 1.1 instead of XML 1.0", true);
        }
        Matcher name = NAME.matcher(declaration.group());
        if (!name.find() || isUtf8(name.group(1))) {
            return null;
        }
        String shown = name.group(1).replaceAll("[^\\w.:+-]", "?");
        return new Encoding(
                mark
                        ? "it begins with the mark of UTF-8, but declares " + shown
                        : "it declares " + shown + " instead of UTF-8",
                true);
    }

    private static boolean isUtf8(String name) {
        String plain = name.strip().toUpperCase(Locale.ROOT);
        return plain.equals("UTF-8") || plain.equals("UTF8") || plain.equals("US-ASCII") || plain.equals("ASCII");
    }

    /** The name of an encoding in which even plain letters are other bytes. */
    private static @Nullable String wide(byte[] b, int from, int length) {
        if (length < 4) {
            return null;
        }
        int first =
                (b[from] & 0xFF) << 24 | (b[from + 1] & 0xFF) << 16 | (b[from + 2] & 0xFF) << 8 | (b[from + 3] & 0xFF);
        if (first == 0x0000FEFF || first == 0xFFFE0000 || first == 0x0000003C || first == 0x3C000000) {
            return "UTF-32";
        }
        if (first >>> 16 == 0xFEFF || first >>> 16 == 0xFFFE || first == 0x003C003F || first == 0x3C003F00) {
            return "UTF-16";
        }
        return first == 0x4C6FA794 ? "EBCDIC" : null;
    }
}
