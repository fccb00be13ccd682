package io.ferry.backup.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records straight from their bytes where they stand as Jira writes them: a start tag with attributes in double
 * quotes, and child elements that hold nothing but text and CDATA. Nearly all of a backup is made of them, and Jira writes
 * the attributes of one kind of record in one order, so that the next name is nearly always foreseen.
 *
 * <p>It takes a record whole or not at all: whatever else may be right or wrong with one, the parser reads it instead. So
 * it is never more lenient than the parser, and says nothing about damage itself. The bytes must be those that {@link
 * CharacterGuard} has checked. Why there is such a thing beside the parser stands in {@code docs/adr/0008}.
 */
public final class RecordScanner {
    /** Something here is not as Jira usually writes it. */
    public static final int DECLINED = -1;

    /** The record does not end within these bytes. */
    public static final int INCOMPLETE = -2;

    /** Bytes behind the end that must be there, whatever they hold: bytes are looked at eight at a time. */
    public static final int MARGIN = 16;

    /** Beyond this a kind of record is left to the parser: the attributes seen are kept in the bits of one number. */
    public static final int MOST_ATTRIBUTES = 64;

    private static final int MOST_CHILDREN = 16;
    private static final int LONGEST_NAME = 100;

    /** So many short values are remembered (as a power of two), and so long they may be. */
    private static final int KNOWN_BITS = 15;

    private static final int LONGEST_KNOWN = 40;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final boolean[] IN_NAMES = new boolean[256];

    static {
        for (char c = 0; c < 128; c++) {
            IN_NAMES[c] = Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
        }
    }

    /** Takes what the records hold. */
    public interface Records {
        /** What is wanted of this kind of record: names of attributes and child elements, perhaps none. */
        List<String> wanted(String name);

        /** A record, with the values that are wanted, in that order; null where it has none. The array is used again. */
        void record(String name, @Nullable String[] values);

        /** How many characters are kept of a field of which more are wanted than of others; 0 for the usual number. */
        default int longest(String name, String field) {
            return 0;
        }

        /** Whether a field is wanted of some records of a kind only, so that {@link #wants} is asked. */
        default boolean isWantedOfSome(String name, String field) {
            return false;
        }

        /** Whether such a field is wanted of the record that has these values so far; else it may stay null. */
        default boolean wants(String name, @Nullable String[] valuesSoFar) {
            return true;
        }
    }

    /** The bytes of a name, made to be compared fast. */
    private static final class Word {
        private final byte[] bytes;
        private final int length;
        private final long first;
        private final long firstMask;
        private final long last;

        Word(byte[] bytes) {
            this.bytes = bytes;
            this.length = bytes.length;
            byte[] padded = Arrays.copyOf(bytes, Math.max(8, bytes.length));
            this.first = (long) LONGS.get(padded, 0);
            this.firstMask = bytes.length >= 8 ? -1 : (1L << (8 * bytes.length)) - 1;
            this.last = (long) LONGS.get(padded, padded.length - 8);
        }

        boolean standsAt(byte[] b, int at) {
            if ((((long) LONGS.get(b, at) ^ first) & firstMask) != 0) {
                return false;
            }
            return length <= 8
                    || (at + length < b.length
                            && (long) LONGS.get(b, at + length - 8) == last
                            && (length <= 16 || Arrays.equals(b, at, at + length, bytes, 0, length)));
        }
    }

    /** An attribute or a child element of a kind of record. */
    private static final class Part {
        private final Word word;
        /** Which of the wanted values it is; -1 where it is not wanted. */
        private final int field;
        /** How many characters are kept. */
        private final int most;

        private final boolean ofSome;

        Part(Word word, int field, int most, boolean ofSome) {
            this.word = word;
            this.field = field;
            this.most = most;
            this.ofSome = ofSome;
        }
    }

    /** The attributes or the child elements of a kind of record, in the order in which they were met. */
    private static final class Parts {
        private final boolean attributes;
        private final Part[] parts;
        private int count;

        Parts(boolean attributes, int most) {
            this.attributes = attributes;
            this.parts = new Part[most];
        }
    }

    /** A value that has been met before; its bytes are plain. */
    private record Known(byte[] bytes, String value) {}

    /** A kind of record, as far as it has been seen. */
    private static final class Kind {
        private final String name;
        private final Word word;
        private final List<String> wanted;
        private final @Nullable String[] values;
        private final Parts attributes = new Parts(true, MOST_ATTRIBUTES);
        private final Parts children = new Parts(false, MOST_CHILDREN);

        Kind(String name, List<String> wanted) {
            this.name = name;
            this.word = new Word(name.getBytes(StandardCharsets.US_ASCII));
            this.wanted = wanted;
            this.values = new @Nullable String[wanted.size()];
        }
    }

    private final Records records;
    private final Consumer<String> newNames;
    private final int maxValue;
    private final Map<String, Kind> kinds = new HashMap<>();
    private @Nullable Kind last;
    private final @Nullable Known[] knownValues = new @Nullable Known[1 << KNOWN_BITS];
    private final StringBuilder text = new StringBuilder();

    /** Where the scanning of a part has got to, beside its result. */
    private boolean escaped;

    private int codePoint;

    /**
     * @param newNames is told each name of an element or attribute when it is first met
     * @param maxValue characters that are kept of one value
     */
    public RecordScanner(Records records, Consumer<String> newNames, int maxValue) {
        this.records = records;
        this.newNames = newNames;
        this.maxValue = maxValue;
    }

    /** The kind of the record that was read last; null before the first. */
    @Nullable
    public String lastRecord() {
        return last == null ? null : last.name;
    }

    /**
     * Skips white space between records.
     *
     * @return the index of what stands behind it, at most {@code to}
     */
    public static int skipSpace(byte[] b, int from, int to) {
        int at = from;
        while (at < to && isSpace(b[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    /**
     * Reads one record and hands it on.
     *
     * @param b at least {@link #MARGIN} bytes longer than {@code to}
     * @param from where its first angle bracket must stand
     * @param to where the bytes end
     * @return the index behind it; {@link #DECLINED} or {@link #INCOMPLETE} where nothing was taken
     */
    public int scan(byte[] b, int from, int to) {
        if (from >= to) {
            return INCOMPLETE;
        }
        if (b[from] != '<') {
            return DECLINED;
        }
        int at = from + 1;
        Kind kind = last;
        if (kind == null || !kind.word.standsAt(b, at) || isInName(b[at + kind.word.length])) {
            int end = nameEnd(b, at, to);
            if (end < 0) {
                return end;
            }
            kind = kind(b, at, end);
        }
        int end = fields(kind, b, at + kind.word.length, to);
        if (end >= 0) {
            if (end > to) {
                return INCOMPLETE;
            }
            last = kind;
            records.record(kind.name, kind.values);
        }
        return end;
    }

    // ---- names

    private static boolean isInName(byte c) {
        return IN_NAMES[c & 0xFF];
    }

    /** The end of a name of plain letters that does not belong to XML itself. */
    private static int nameEnd(byte[] b, int from, int to) {
        int at = from;
        while (at < to && isInName(b[at])) {
            at++;
        }
        if (at >= to) {
            return INCOMPLETE;
        }
        boolean plain = at > from
                && at - from <= LONGEST_NAME
                && (Character.isLetter(b[from]) || b[from] == '_')
                && !(at - from >= 3
                        && (b[from] | 0x20) == 'x'
                        && (b[from + 1] | 0x20) == 'm'
                        && (b[from + 2] | 0x20) == 'l');
        return plain ? at : DECLINED;
    }

    private Kind kind(byte[] b, int from, int to) {
        String name = new String(b, from, to - from, StandardCharsets.US_ASCII);
        Kind kind = kinds.get(name);
        if (kind == null) {
            newNames.accept(name);
            kind = new Kind(name, records.wanted(name));
            kinds.put(name, kind);
        }
        return kind;
    }

    /** Finds a part by its name, the one behind the last first; negative where there can be none. */
    private int part(Kind kind, Parts parts, int expected, byte[] b, int at, int to) {
        int count = parts.count;
        for (int i = 0; i < count; i++) {
            int index = expected + i < count ? expected + i : expected + i - count;
            if (parts.parts[index].word.standsAt(b, at)) {
                return index;
            }
        }
        int end = nameEnd(b, at, to);
        if (end < 0) {
            return end;
        }
        if (end + 1 >= to) {
            return INCOMPLETE;
        }
        if (count == parts.parts.length || (parts.attributes ? b[end] != '=' || b[end + 1] != '"' : b[end] != '>')) {
            return DECLINED;
        }
        String name = new String(b, at, end - at, StandardCharsets.US_ASCII);
        newNames.accept(name);
        boolean wanted = kind.wanted.contains(name);
        int longest = wanted ? records.longest(kind.name, name) : 0;
        parts.parts[count] = new Part(
                new Word((name + (parts.attributes ? "=\"" : ">")).getBytes(StandardCharsets.US_ASCII)),
                kind.wanted.indexOf(name),
                longest > 0 ? longest : maxValue,
                wanted && records.isWantedOfSome(kind.name, name));
        parts.count++;
        return count;
    }

    // ---- a record

    /** Reads from behind the name to the end of the record. */
    private int fields(Kind kind, byte[] b, int from, int to) {
        @Nullable String[] values = kind.values;
        Arrays.fill(values, null);
        Parts attributes = kind.attributes;
        long seen = 0;
        int expected = 0;
        int at = from;
        while (true) {
            int next = b[at] == ' ' ? at + 1 : at;
            byte c = b[next];
            if (c <= ' ') {
                next = skipSpace(b, next, to);
                c = b[next];
            }
            if (next + 1 >= to) {
                return INCOMPLETE;
            }
            if (c == '/') {
                return b[next + 1] == '>' ? next + 2 : DECLINED;
            }
            if (c == '>') {
                return content(kind, b, next + 1, to);
            }
            if (next == at) {
                return DECLINED; // no space before an attribute
            }
            int index = part(kind, attributes, expected, b, next, to);
            if (index < 0) {
                return index;
            }
            if ((seen & (1L << index)) != 0) {
                return DECLINED; // twice
            }
            seen |= 1L << index;
            expected = index + 1;
            Part attribute = attributes.parts[index];
            int begin = next + attribute.word.length;
            int end = attributeValue(b, begin, to);
            if (end < 0) {
                return end;
            }
            if (attribute.field >= 0 && (!attribute.ofSome || records.wants(kind.name, values))) {
                String value = value(b, begin, end, attribute.most);
                if (value == null) {
                    return DECLINED;
                }
                values[attribute.field] = value;
            }
            at = end + 1;
        }
    }

    /** Finds the quote that ends a value. */
    private int attributeValue(byte[] b, int from, int to) {
        escaped = false;
        int at = from;
        while (true) {
            at = findInAttribute(b, at, to);
            if (at >= to) {
                return INCOMPLETE;
            }
            byte c = b[at];
            if (c == '"') {
                return at;
            }
            if (c == '<') {
                return DECLINED;
            }
            at = reference(b, at, to);
            if (at < 0) {
                return at;
            }
            escaped = true;
        }
    }

    /** The next quote, ampersand or angle bracket. */
    private static int findInAttribute(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            long eight = (long) LONGS.get(b, at);
            // A quote is 0x22 and an ampersand 0x26: with one bit set they are the same.
            long quoteOrAmpersand = (eight | 0x0404040404040404L) ^ 0x2626262626262626L;
            long bracket = eight ^ 0x3C3C3C3C3C3C3C3CL;
            long found = (((quoteOrAmpersand - ONES) & ~quoteOrAmpersand) | ((bracket - ONES) & ~bracket)) & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
        return at;
    }

    /** The value of an attribute; null where the parser would change its white space. */
    private @Nullable String value(byte[] b, int from, int to, int most) {
        int length = to - from;
        int slot = slot(b, from, length);
        Known known = slot < 0 ? null : knownValues[slot];
        if (known != null && Arrays.equals(b, from, to, known.bytes, 0, known.bytes.length)) {
            return known.value;
        }
        String value = newValue(b, from, to, most);
        if (value != null && slot >= 0 && !escaped) {
            knownValues[slot] = new Known(Arrays.copyOfRange(b, from, to), value);
        }
        return value;
    }

    /** Where a short value is remembered: people and projects are named again and again. */
    private static int slot(byte[] b, int from, int length) {
        if (length < 1 || length > LONGEST_KNOWN) {
            return -1;
        }
        long begin = (long) LONGS.get(b, from);
        long end = (long) LONGS.get(b, Math.max(from, from + length - 8));
        // What stands behind a short value does not belong to it.
        long word = length >= 8 ? begin * 31 + end : begin << (64 - 8 * length);
        return (int) (word * 0x9E3779B97F4A7C15L >>> (64 - KNOWN_BITS));
    }

    private @Nullable String newValue(byte[] b, int from, int to, int most) {
        for (int i = from; i < to; i++) {
            if (b[i] >= 0 && b[i] < ' ') {
                return null;
            }
        }
        if (!escaped) {
            return clip(new String(b, from, to - from, StandardCharsets.UTF_8), most);
        }
        text.setLength(0);
        append(b, from, to);
        return clip(text.toString(), most);
    }

    private static String clip(String value, int most) {
        return value.length() <= most ? value : value.substring(0, most);
    }

    /** Appends text in which every reference has been found sound. */
    private void append(byte[] b, int from, int to) {
        int plain = from;
        int at = from;
        while (at < to) {
            if (b[at] == '&') {
                text.append(new String(b, plain, at - plain, StandardCharsets.UTF_8));
                at = reference(b, at, to);
                text.appendCodePoint(codePoint);
                plain = at;
            } else {
                at++;
            }
        }
        text.append(new String(b, plain, to - plain, StandardCharsets.UTF_8));
    }

    /** Reads one of the references that need no declaration; the index behind it. */
    private int reference(byte[] b, int from, int to) {
        int at = from + 1;
        while (at < to && at - from < 12 && b[at] != ';') {
            at++;
        }
        if (at >= to) {
            return INCOMPLETE;
        }
        if (b[at] != ';') {
            return DECLINED;
        }
        String name = new String(b, from + 1, at - from - 1, StandardCharsets.ISO_8859_1);
        codePoint = switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> name.startsWith("#") ? number(name) : -1;
        };
        return codePoint < 0 ? DECLINED : at + 1;
    }

    /** The character with that number; -1 where XML does not allow it. */
    private static int number(String reference) {
        boolean hex = reference.startsWith("#x");
        String digits = reference.substring(hex ? 2 : 1);
        if (!digits.matches(hex ? "[0-9a-fA-F]{1,6}" : "[0-9]{1,7}")) {
            return -1;
        }
        int number = Integer.parseInt(digits, hex ? 16 : 10);
        boolean legal = number == '\t'
                || number == '\n'
                || number == '\r'
                || (number >= 0x20 && number < 0xD800)
                || (number >= 0xE000 && number < 0xFFFE)
                || (number >= 0x10000 && number <= 0x10FFFF);
        return legal ? number : -1;
    }

    // ---- child elements

    /** Reads from behind the start tag to the end of the record. */
    private int content(Kind kind, byte[] b, int from, int to) {
        int expected = 0;
        int at = from;
        while (true) {
            at = skipSpace(b, at, to);
            if (at + 1 >= to) {
                return INCOMPLETE;
            }
            if (b[at] != '<') {
                return DECLINED;
            }
            if (b[at + 1] == '/') {
                return endTag(kind.word, b, at + 2, to);
            }
            int index = part(kind, kind.children, expected, b, at + 1, to);
            if (index < 0) {
                return index;
            }
            expected = index + 1;
            Part child = kind.children.parts[index];
            at = childText(child, b, at + 1 + child.word.length, to);
            if (at < 0) {
                return at;
            }
            if (child.field >= 0) {
                kind.values[child.field] = text.toString();
            }
        }
    }

    /** Reads an end tag behind its slash. */
    private static int endTag(Word name, byte[] b, int from, int to) {
        int end = from + name.length;
        if (end >= to) {
            return INCOMPLETE;
        }
        return name.standsAt(b, from) && b[end] == '>' ? end + 1 : DECLINED;
    }

    /** Reads text and CDATA to the end of the child; what is wanted of it stands in {@link #text} then. */
    private int childText(Part child, byte[] b, int from, int to) {
        boolean wanted = child.field >= 0;
        if (wanted) {
            text.setLength(0);
        }
        int at = from;
        while (true) {
            int end = plainText(b, at, to);
            if (end < 0) {
                return end;
            }
            if (wanted && !keep(b, at, end, escaped, child.most)) {
                return DECLINED;
            }
            if (end + 1 >= to) {
                return INCOMPLETE;
            }
            if (b[end + 1] == '/') {
                // The word of a child ends with its bracket, and so does its end tag.
                int after = end + 2 + child.word.length;
                if (after > to) {
                    return INCOMPLETE;
                }
                return child.word.standsAt(b, end + 2) ? after : DECLINED;
            }
            if (end + CDATA.length > to) {
                return INCOMPLETE;
            }
            if (!CDATA.standsAt(b, end)) {
                return DECLINED;
            }
            int begin = end + CDATA.length;
            end = cdataEnd(b, begin, to);
            if (end < 0) {
                return end;
            }
            if (wanted && !keep(b, begin, end, false, child.most)) {
                return DECLINED;
            }
            at = end + 3;
        }
    }

    private static final Word CDATA = new Word("<![CDATA[".getBytes(StandardCharsets.US_ASCII));

    /** Appends a part of a wanted text, as far as it is kept; false where the parser would change its line ends. */
    private boolean keep(byte[] b, int from, int to, boolean withReferences, int most) {
        for (int i = from; i < to; i++) {
            if (b[i] == '\r') {
                return false;
            }
        }
        if (withReferences) {
            append(b, from, to);
        } else {
            text.append(new String(b, from, to - from, StandardCharsets.UTF_8));
        }
        if (text.length() > most) {
            text.setLength(most);
        }
        return true;
    }

    /** Finds the angle bracket that ends a text. */
    private int plainText(byte[] b, int from, int to) {
        escaped = false;
        int at = from;
        while (true) {
            at = findInText(b, at, to);
            if (at + 2 >= to) {
                return INCOMPLETE;
            }
            byte c = b[at];
            if (c == '<') {
                return at;
            }
            if (c == ']') {
                if (b[at + 1] == ']' && b[at + 2] == '>') {
                    return DECLINED; // may not stand in text
                }
                at++;
            } else {
                at = reference(b, at, to);
                if (at < 0) {
                    return at;
                }
                escaped = true;
            }
        }
    }

    /** The next angle bracket, ampersand or closing square bracket. */
    private static int findInText(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            long eight = (long) LONGS.get(b, at);
            long open = eight ^ 0x3C3C3C3C3C3C3C3CL;
            long ampersand = eight ^ 0x2626262626262626L;
            long square = eight ^ 0x5D5D5D5D5D5D5D5DL;
            long found = (((open - ONES) & ~open) | ((ampersand - ONES) & ~ampersand) | ((square - ONES) & ~square))
                    & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
        return at;
    }

    /** Finds the first of the three characters that end CDATA. */
    private static int cdataEnd(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            long eight = (long) LONGS.get(b, at);
            long square = eight ^ 0x5D5D5D5D5D5D5D5DL;
            long found = (square - ONES) & ~square & HIGH_BITS;
            if (found == 0) {
                at += 8;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            if (at + 2 >= to) {
                return INCOMPLETE;
            }
            if (b[at + 1] == ']' && b[at + 2] == '>') {
                return at;
            }
            at++;
        }
        return INCOMPLETE;
    }
}
