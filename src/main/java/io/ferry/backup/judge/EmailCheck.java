package io.ferry.backup.judge;

import java.net.IDN;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one judge of e-mail addresses, for the inspection of a backup, the mapping and invitations: whether a text can be an
 * address, and which address it is once blanks that nobody sees are taken away.
 */
public enum EmailCheck {
    /** An address as most are. */
    FINE,
    /** Allowed, but seldom: letters beyond ASCII, or signs such as {@code &} and {@code /} before the {@code @}. */
    UNUSUAL,
    /** At a domain that is reserved for examples, at which the cloud's import is reported to stop. */
    EXAMPLE,
    /** What Jira writes for a person who was anonymised. */
    ANONYMISED,
    /** No address, or one that no mail can reach. */
    INVALID;

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_LABEL = 63;
    private static final Pattern PLAIN_LOCAL_PART = Pattern.compile("[a-z0-9_+'-]++(\\.[a-z0-9_+'-]++)*+");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final String SIGNS = "!#$%&'*+/=?^_`{|}~-.";
    private static final Set<String> EXAMPLES = Set.of("example.com", "example.org", "example.net");
    private static final Set<String> NOWHERE =
            Set.of("invalid", "localhost", "local", "localdomain", "internal", "lan");
    private static final String ANONYMOUS = "jira.invalid";

    /** {@return whether mail can be sent there, so that an invitation makes sense} */
    public boolean canReceiveMail() {
        return this == FINE || this == UNUSUAL;
    }

    /**
     * Judges a text as Jira has it.
     *
     * @param text not blank; blanks at its ends count as nothing
     * @return what it is
     */
    public static EmailCheck of(String text) {
        String address = text.strip();
        if (isPlainAddress(address)) {
            return isExample(address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT)) ? EXAMPLE : FINE;
        }
        if (hasBlanks(address)) {
            return INVALID;
        }
        String lower = address.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        if (at < 1 || at == lower.length() - 1 || lower.length() > LONGEST || lower.indexOf('@') != at) {
            return INVALID;
        }
        String domain = lower.substring(at + 1);
        if (domain.equals(ANONYMOUS)) {
            return ANONYMISED;
        }
        String local = lower.substring(0, at);
        if (!isLocalPart(local) || !isDomain(domain) || looksAlike(local) || looksAlikeInALabel(domain)) {
            return INVALID;
        }
        if (isExample(domain)) {
            return EXAMPLE;
        }
        return PLAIN_LOCAL_PART.matcher(local).matches() && isAscii(domain) ? FINE : UNUSUAL;
    }

    private static boolean isExample(String domain) {
        return domain.contains("example.")
                && EXAMPLES.stream().anyMatch(example -> domain.equals(example) || domain.endsWith("." + example));
    }

    /** Whether it is a plain address beyond doubt, as nearly all are; anything else goes the long way. */
    private static boolean isPlainAddress(String text) {
        int at = text.indexOf('@');
        int length = text.length();
        if (at < 1 || at > LONGEST_LOCAL_PART || length > LONGEST) {
            return false;
        }
        boolean joint = true; // where neither a dot nor a hyphen may stand
        for (int i = 0; i < at; i++) {
            char c = text.charAt(i);
            if (isPlainLetter(c) || c == '_' || c == '-') {
                joint = false;
            } else if (c == '.' && !joint) {
                joint = true;
            } else {
                return false;
            }
        }
        if (joint) {
            return false;
        }
        int label = 0;
        int letters = 0;
        int dots = 0;
        for (int i = at + 1; i < length; i++) {
            char c = text.charAt(i);
            if (isPlainLetter(c)) {
                label++;
                letters += c > '9' ? 1 : 0;
            } else if (c == '-' && label > 0 && i + 1 < length && text.charAt(i + 1) != '.') {
                label++;
            } else if (c == '.' && label > 0) {
                dots++;
                label = 0;
                letters = 0;
            } else {
                return false;
            }
            if (label > LONGEST_LABEL) {
                return false;
            }
        }
        // The last label is made of letters, and is none that leads nowhere.
        return dots > 0
                && label > 1
                && letters == label
                && text.charAt(length - 1) != '-'
                && !NOWHERE.contains(text.substring(length - label).toLowerCase(Locale.ROOT));
    }

    private static boolean isPlainLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /**
     * Takes away the blanks that nobody sees: all that stand at the ends and beside the {@code @}, and those without a width
     * anywhere.
     *
     * @param text as Jira has it
     * @return the text without them
     */
    public static String withoutHiddenBlanks(String text) {
        if (isPlain(text)) {
            return text.strip();
        }
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().filter(c -> !hasNoWidth(c)).forEach(seen::appendCodePoint);
        int at = seen.lastIndexOf("@");
        return at < 0
                ? trimmed(seen.toString())
                : trimmed(seen.substring(0, at)) + "@" + trimmed(seen.substring(at + 1));
    }

    /**
     * Makes blanks that nobody sees visible.
     *
     * @param text any
     * @return the same with each of them written as {@code [U+00A0]}
     */
    public static String showingBlanks(String text) {
        if (isPlain(text) && text.equals(text.strip())) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        int first = text.length() - text.stripLeading().length();
        int last = text.stripTrailing().length();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (hasNoWidth(c) || (isBlank(c) && (c != ' ' || i < first || i >= last))) {
                shown.append(String.format(Locale.ROOT, "[U+%04X]", c));
            } else {
                shown.appendCodePoint(c);
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean hasBlanks(String text) {
        return text.codePoints().anyMatch(c -> isBlank(c) || hasNoWidth(c));
    }

    private static boolean isBlank(int c) {
        return c <= ' '
                || c == 0x7F
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c);
    }

    /** Joiners, marks of direction, soft hyphens and the like. */
    private static boolean hasNoWidth(int c) {
        return Character.getType(c) == Character.FORMAT || c == 0x034F || c == 0x115F || c == 0x3164 || c == 0x2800;
    }

    private static boolean isLocalPart(String local) {
        if (local.length() > LONGEST_LOCAL_PART
                || local.startsWith(".")
                || local.endsWith(".")
                || local.contains("..")) {
            return false;
        }
        return local.codePoints()
                .allMatch(c -> c < 128
                        ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || SIGNS.indexOf(c) >= 0
                        : Character.isLetterOrDigit(c) || isMark(c));
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isDomain(String domain) {
        if (NUMBERS.matcher(domain).matches() || domain.startsWith("[") || domain.indexOf('.') < 0) {
            return false;
        }
        String ascii = ascii(domain);
        if (ascii == null) {
            return false;
        }
        String[] labels = ascii.split("\\.", -1);
        String top = labels[labels.length - 1];
        for (String label : labels) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return top.length() > 1 && !NUMBERS.matcher(top).matches() && !NOWHERE.contains(top);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static @Nullable String ascii(String domain) {
        if (isAscii(domain)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notADomain) {
            return null;
        }
    }

    private static boolean looksAlikeInALabel(String domain) {
        for (String label : domain.split("\\.", -1)) {
            if (looksAlike(label)) {
                return true;
            }
        }
        return false;
    }

    /** Latin letters beside Cyrillic or Greek ones: nobody types that on purpose. */
    private static boolean looksAlike(String text) {
        if (isAscii(text)) {
            return false;
        }
        Set<Character.UnicodeScript> scripts = EnumSet.noneOf(Character.UnicodeScript.class);
        text.codePoints().forEach(c -> {
            Character.UnicodeScript script = Character.UnicodeScript.of(c);
            if (script != Character.UnicodeScript.COMMON && script != Character.UnicodeScript.INHERITED) {
                scripts.add(script);
            }
        });
        boolean latin = scripts.contains(Character.UnicodeScript.LATIN);
        boolean fullWidth = text.codePoints().anyMatch(c -> c >= 0xFF01 && c <= 0xFF5E);
        return fullWidth
                || (latin
                        && (scripts.contains(Character.UnicodeScript.CYRILLIC)
                                || scripts.contains(Character.UnicodeScript.GREEK)
                                || scripts.contains(Character.UnicodeScript.CHEROKEE)
                                || scripts.contains(Character.UnicodeScript.ARMENIAN)))
                || (scripts.contains(Character.UnicodeScript.CYRILLIC)
                        && scripts.contains(Character.UnicodeScript.GREEK));
    }
}
