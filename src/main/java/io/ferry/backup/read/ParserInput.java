package io.ferry.backup.read;

import java.nio.charset.StandardCharsets;

/**
 * Prepares bytes on their way to the parser, so that neither long values nor forbidden references stop it: what a value
 * has beyond a limit is left out, since nobody reads it, and a reference to a character that XML forbids, such as {@code
 * &#x1B;}, becomes blanks of the same length and is noted.
 *
 * <p>For that it follows the markup, as far as one must to tell a value from a tag, a comment and CDATA. Whatever is wrong
 * with the markup stays as it is: the parser says so.
 */
final class ParserInput {
    /** Bytes of an attribute's value that reach the parser: it holds them all at once. */
    static final int LONGEST_ATTRIBUTE = 1 << 17;

    /** Bytes of one text or CDATA section that reach the parser; more than anybody keeps. */
    static final int LONGEST_TEXT = 1 << 20;

    private static final int LONGEST_REFERENCE = 12;
    private static final byte[] CDATA = "<![CDATA[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = "<!--".getBytes(StandardCharsets.US_ASCII);

    /** Is told where in the buffer a forbidden reference stood. */
    interface Forbidden {
        void at(int index);
    }

    private enum In {
        TEXT,
        TAG,
        DOUBLE_QUOTES,
        SINGLE_QUOTES,
        CDATA,
        COMMENT,
        INSTRUCTION,
        DECLARATION
    }

    private final Forbidden forbidden;
    private In in = In.TEXT;
    /** Bytes of the value so far. */
    private long length;
    /** How many of the characters that may end CDATA, a comment or an instruction stand before the next byte. */
    private int ending;

    private int taken;
    private int markup;
    private boolean leavingOut;
    private int leftOut;
    private int leftOutOfTag;

    ParserInput(Forbidden forbidden) {
        this.forbidden = forbidden;
    }

    /** Begins anew, outside of all markup. */
    void reset() {
        enter(In.TEXT);
        leavingOut = false;
    }

    /** How many bytes {@link #pass} took. */
    int taken() {
        return taken;
    }

    /** How many of the bytes that it gave belong to tags, comments and the like. */
    int markup() {
        return markup;
    }

    /** How many bytes it left out. */
    int leftOut() {
        return leftOut;
    }

    /** How many of them stood in attributes. */
    int leftOutOfTag() {
        return leftOutOfTag;
    }

    /**
     * Hands bytes on.
     *
     * @param last whether nothing comes behind them; where not, some at the end may wait for the next call
     * @return how many bytes were written
     */
    int pass(byte[] from, int begin, int end, byte[] to, int at, int room, boolean last) {
        int next = begin;
        int given = at;
        int most = at + room;
        markup = 0;
        leftOut = 0;
        leftOutOfTag = 0;
        while (next < end && given < most) {
            byte c = from[next];
            In before = in;
            boolean wasLeavingOut = leavingOut;
            if (c == '<' && (in == In.TEXT)) {
                int opened = open(from, next, end, last);
                if (opened == 0) {
                    break;
                }
            } else if (c == '&' && (in == In.TEXT || in == In.DOUBLE_QUOTES || in == In.SINGLE_QUOTES)) {
                int reference = reference(from, next, end, last);
                if (reference == 0 || given + reference > most) {
                    break;
                }
                // A reference is never left out: the parser must see whether it knows it.
                System.arraycopy(from, next, to, given, reference);
                next += reference;
                given += reference;
                length += reference;
                continue;
            } else {
                follow(c);
            }
            if ((c & 0xC0) != 0x80) {
                leavingOut = isLong() && (c != '<' || in == In.CDATA); // a character as a whole, or not at all
            }
            if (in == In.TEXT && before == In.CDATA && wasLeavingOut) {
                // The end of a section that was shortened: its first signs were left out with the rest.
                if (given + 3 > most) {
                    in = before;
                    ending = 2;
                    leavingOut = true;
                    length = LONGEST_TEXT + 1L;
                    break;
                }
                to[given++] = ']';
                to[given++] = ']';
                leftOut -= 2;
            }
            if (leavingOut) {
                leftOut++;
                leftOutOfTag += in == In.DOUBLE_QUOTES || in == In.SINGLE_QUOTES ? 1 : 0;
            } else {
                to[given++] = c;
                markup += in == In.TEXT || in == In.CDATA ? 0 : 1;
            }
            next++;
        }
        taken = next - begin;
        return given - at;
    }

    /** Whether the value is beyond its limit. */
    private boolean isLong() {
        return switch (in) {
            case TEXT, CDATA -> length > LONGEST_TEXT;
            case DOUBLE_QUOTES, SINGLE_QUOTES -> length > LONGEST_ATTRIBUTE;
            default -> false;
        };
    }

    private void enter(In state) {
        in = state;
        length = 0;
        ending = 0;
    }

    /** What begins at an angle bracket in text: 0 where that cannot be told yet. */
    private int open(byte[] b, int at, int end, boolean last) {
        int there = end - at;
        if (there < CDATA.length && !last && (there == 1 || b[at + 1] == '!')) {
            return 0;
        }
        if (startsWith(b, at, end, CDATA)) {
            enter(In.CDATA);
        } else if (startsWith(b, at, end, COMMENT)) {
            enter(In.COMMENT);
            ending = -3; // the hyphens that begin a comment do not end it
        } else if (there > 1 && b[at + 1] == '!') {
            enter(In.DECLARATION);
        } else if (there > 1 && b[at + 1] == '?') {
            enter(In.INSTRUCTION);
        } else {
            enter(In.TAG);
        }
        return 1;
    }

    private static boolean startsWith(byte[] b, int at, int end, byte[] word) {
        if (end - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (b[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private void follow(byte c) {
        length++;
        switch (in) {
            case TAG -> {
                if (c == '"') {
                    enter(In.DOUBLE_QUOTES);
                } else if (c == '\'') {
                    enter(In.SINGLE_QUOTES);
                } else if (c == '>') {
                    enter(In.TEXT);
                }
            }
            case DOUBLE_QUOTES -> backToTag(c == '"');
            case SINGLE_QUOTES -> backToTag(c == '\'');
            case CDATA -> ends(c, (byte) ']', 2);
            case COMMENT -> ends(c, (byte) '-', 2);
            case INSTRUCTION -> ends(c, (byte) '?', 1);
            case DECLARATION -> {
                if (c == '>') {
                    enter(In.TEXT);
                }
            }
            default -> {
                // Text ends where something is opened.
            }
        }
    }

    private void backToTag(boolean closed) {
        if (closed) {
            enter(In.TAG);
        }
    }

    private void ends(byte c, byte sign, int signs) {
        if (ending < 0) {
            ending++;
        } else if (c == sign) {
            ending = Math.min(signs, ending + 1);
        } else if (c == '>' && ending == signs) {
            enter(In.TEXT);
        } else {
            ending = 0;
        }
    }

    /** How long the reference is, or 1 where it is none that this knows; 0 where its end cannot be seen yet. */
    private int reference(byte[] b, int at, int end, boolean last) {
        int close = at + 1;
        while (close < end && close - at < LONGEST_REFERENCE && b[close] != ';') {
            close++;
        }
        if (close >= end && !last) {
            return 0;
        }
        if (close >= end || b[close] != ';') {
            return 1;
        }
        if (b[at + 1] == '#' && isForbidden(new String(b, at + 2, close - at - 2, StandardCharsets.ISO_8859_1))) {
            forbidden.at(at);
            for (int i = at; i <= close; i++) {
                b[i] = ' ';
            }
        }
        return close + 1 - at;
    }

    /** Whether a number is that of a character that XML 1.0 forbids; what is no number is left to the parser. */
    private static boolean isForbidden(String reference) {
        boolean hex = reference.startsWith("x");
        String digits = hex ? reference.substring(1) : reference;
        if (!digits.matches(hex ? "[0-9a-fA-F]{1,8}" : "[0-9]{1,9}")) {
            return false;
        }
        long number = Long.parseLong(digits, hex ? 16 : 10);
        return !(number == '\t'
                || number == '\n'
                || number == '\r'
                || (number >= 0x20 && number < 0xD800)
                || (number >= 0xE000 && number < 0xFFFE)
                || (number >= 0x10000 && number <= 0x10FFFF));
    }
}
