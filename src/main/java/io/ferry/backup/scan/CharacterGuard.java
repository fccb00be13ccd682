package io.ferry.backup.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds bytes that no XML document may hold (control characters and invalid UTF-8), notes the first places, and puts
 * harmless ones of the same length in their stead, so that a parser can read on and everything else can be found too.
 *
 * <p>Plain ASCII is looked at eight bytes at a time: the guard stands in the path of every byte of a backup.
 */
public final class CharacterGuard {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** So many bytes that are no UTF-8 may be damage; more, and nothing else, are another encoding. */
    private static final int FEW = 5;

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;

    /** A place with an illegal character: the line from 1, and the offset into the entry. */
    public record Place(long line, long byteOffset) {}

    private final int maxPlaces;
    private final List<Place> places = new ArrayList<>();
    private long count;
    /** Bytes above 0x7F that are no UTF-8, and characters beyond ASCII that are. */
    private long loose;

    private long beyondAscii;
    private long line = 1;
    private long offset;
    /** The offset into the entry of the buffer's index 0. */
    private long start;

    public CharacterGuard(int maxPlaces) {
        this.maxPlaces = maxPlaces;
    }

    public long count() {
        return count;
    }

    /** Counts a character that was found elsewhere. */
    public void note() {
        count++;
    }

    /**
     * Whether the document looks as if every letter beyond ASCII had been saved as one byte: there are several, and not one
     * that is UTF-8.
     */
    public boolean isAllOfOneByteLetters() {
        return loose >= FEW && beyondAscii == 0 && loose == count;
    }

    /** The line that the next byte stands in. */
    public long line() {
        return line;
    }

    public List<Place> places() {
        return places;
    }

    /**
     * Checks and mends the next bytes of the entry.
     *
     * @param bytes a buffer
     * @param from where in it the next bytes begin
     * @param to where they end
     * @param last whether the entry ends here
     * @return where the checked bytes end: at the end, or up to three before where a character goes on in the next buffer
     */
    public int check(byte[] bytes, int from, int to, boolean last) {
        start = offset - from;
        int at = from;
        while (at < to) {
            at = skipPlain(bytes, at, to);
            if (at < to) {
                int taken = character(bytes, at, to, last);
                if (taken == 0) {
                    break;
                }
                at += taken;
            }
        }
        offset = start + at;
        return at;
    }

    /** Finds the next byte that is no plain ASCII. */
    private static int skipPlain(byte[] bytes, int from, int length) {
        int at = from;
        // Four times eight bytes at once, for long texts
        while (at + 32 <= length
                && (odd((long) LONGS.get(bytes, at))
                                | odd((long) LONGS.get(bytes, at + 8))
                                | odd((long) LONGS.get(bytes, at + 16))
                                | odd((long) LONGS.get(bytes, at + 24)))
                        == 0) {
            at += 32;
        }
        while (at + 8 <= length) {
            long odd = odd((long) LONGS.get(bytes, at));
            if (odd != 0) {
                return at + (Long.numberOfTrailingZeros(odd) >>> 3);
            }
            at += 8;
        }
        while (at < length && bytes[at] >= 0x20) {
            at++;
        }
        return at;
    }

    /** Leaves a high bit where a byte is below 0x20 or above 0x7F; the lowest of them is never wrong. */
    private static long odd(long eight) {
        return (eight | ((eight - SPACES) & ~eight)) & HIGH_BITS;
    }

    /** Looks at one character; says how many bytes it takes, or 0 where the next buffer must be seen first. */
    private int character(byte[] bytes, int at, int length, boolean last) {
        int first = bytes[at];
        if (first >= 0x20) {
            return 1;
        }
        if (first >= 0) {
            if (first == '\n') {
                line++;
            } else if (first != '\t' && first != '\r') {
                mend(bytes, at, 1, ' ');
            }
            return 1;
        }
        int size = sequenceLength(first & 0xFF);
        if (size == 0) {
            loose++;
            mend(bytes, at, 1, '?');
            return 1;
        }
        for (int i = 1; i < size; i++) {
            if (at + i >= length) {
                if (!last) {
                    return 0;
                }
                mend(bytes, at, i, '?');
                return i;
            }
            if (!continues(first & 0xFF, i, bytes[at + i] & 0xFF)) {
                loose += i == 1 && (first & 0xFF) != 0xED ? 1 : 0; // halves of surrogates are no single letters
                mend(bytes, at, i, '?');
                return i;
            }
        }
        if (first == (byte) 0xEF && bytes[at + 1] == (byte) 0xBF && (bytes[at + 2] & 0xFE) == 0xBE) {
            mend(bytes, at, 3, '?'); // U+FFFE and U+FFFF
        }
        beyondAscii++;
        return size;
    }

    private static int sequenceLength(int first) {
        if (first < 0xC2) {
            return 0;
        }
        if (first < 0xE0) {
            return 2;
        }
        if (first < 0xF0) {
            return 3;
        }
        return first < 0xF5 ? 4 : 0;
    }

    private static boolean continues(int first, int index, int value) {
        if (index == 1) {
            switch (first) {
                case 0xE0:
                    return value >= 0xA0 && value <= 0xBF; // shorter forms exist
                case 0xED:
                    return value >= 0x80 && value <= 0x9F; // surrogates
                case 0xF0:
                    return value >= 0x90 && value <= 0xBF; // shorter forms exist
                case 0xF4:
                    return value >= 0x80 && value <= 0x8F; // above U+10FFFF
                default:
                    break;
            }
        }
        return value >= 0x80 && value <= 0xBF;
    }

    private void mend(byte[] bytes, int at, int length, char by) {
        count++;
        if (places.size() < maxPlaces) {
            places.add(new Place(line, start + at));
        }
        for (int i = at; i < at + length; i++) {
            bytes[i] = (byte) by;
        }
    }
}
