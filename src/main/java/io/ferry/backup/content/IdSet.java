package io.ferry.backup.content;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of ids in little memory. Jira's ids are numbers that follow each other, and cost a bit or less each in a compressed
 * bitmap; other ids are kept as hashes of 64 bits, so that two of them being taken for one is as good as impossible.
 *
 * <p>What a hostile file could make of it is limited: once the set is as big as it may get, it takes nothing more, and says
 * of every further id that it is new.
 */
final class IdSet {
    private static final long LARGEST_NUMBER = 0xFFFF_FFFFL;
    private static final int LOOK_EVERY = 1 << 16;

    private final long mostBytes;
    private final RoaringBitmap numbers = new RoaringBitmap();
    private @Nullable HashedIds others;
    private int untilLook = LOOK_EVERY;
    private boolean full;
    private long max = -1;

    /**
     * @param mostBytes how much memory it may take
     */
    IdSet(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Adds an id; false where it was there. */
    boolean add(String id) {
        long number = number(id);
        if (number < 0) {
            HashedIds hashed = others;
            if (hashed == null) {
                hashed = new HashedIds((int) Math.min(mostBytes / 32, 1 << 20));
                others = hashed;
            }
            return hashed.add(hash(id));
        }
        return add(number);
    }

    private boolean add(long number) {
        max = Math.max(max, number);
        if (number > LARGEST_NUMBER) {
            return add("#" + number);
        }
        if (full) {
            return !numbers.contains((int) number);
        }
        if (--untilLook == 0) {
            untilLook = LOOK_EVERY;
            numbers.runOptimize();
            full = numbers.getLongSizeInBytes() > mostBytes;
        }
        return numbers.checkedAdd((int) number);
    }

    boolean contains(String id) {
        long number = number(id);
        if (number >= 0 && number <= LARGEST_NUMBER) {
            return numbers.contains((int) number);
        }
        HashedIds hashed = others;
        return hashed != null && hashed.contains(hash(number < 0 ? id : "#" + number));
    }

    /** Whether the two have an id in common; of those that are no numbers nothing is said. */
    boolean intersects(IdSet other) {
        return RoaringBitmap.intersects(numbers, other.numbers);
    }

    /** The numbers, for looking through them. */
    RoaringBitmap numbers() {
        return numbers;
    }

    /** How many there are. */
    long size() {
        HashedIds hashed = others;
        return numbers.getLongCardinality() + (hashed == null ? 0 : hashed.size());
    }

    /** The largest number; -1 where there was none. */
    long max() {
        return max;
    }

    /** The number that an id is; -1 where it is none. */
    static long number(String id) {
        int length = id.length();
        if (length == 0 || length > 18 || (length > 1 && id.charAt(0) == '0')) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    /** A hash of 64 bits of any text. */
    static long hash(String text) {
        long hash = 0xCBF29CE484222325L ^ text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
