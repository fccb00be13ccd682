package io.ferry.backup.content;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts how many records each issue has, with about a byte for each issue: small counts stand in pages of bytes, and only
 * the few that a byte cannot hold have an entry of their own.
 */
final class Tally {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int FULL_BYTE = 255;

    private final int mostPages;
    private final Map<Long, byte[]> pages = new HashMap<>();
    private final Map<Long, Integer> large = new HashMap<>();
    private long lastPage = -1;
    private byte @Nullable [] last;

    /**
     * @param mostPages how many thousand ids may be counted; what goes beyond is not
     */
    Tally(int mostPages) {
        this.mostPages = mostPages;
    }

    /** Counts one more; says how many there are now, or 0 where that is fewer than a byte holds, or not counted. */
    int add(@Nullable String id) {
        long number = id == null ? -1 : IdSet.number(id);
        if (number < 0) {
            return 0;
        }
        byte[] page = page(number >>> PAGE_BITS);
        if (page == null) {
            return 0;
        }
        int at = (int) number & (PAGE - 1);
        if ((page[at] & 0xFF) < FULL_BYTE) {
            page[at]++;
            return 0;
        }
        return FULL_BYTE + large.merge(number, 1, Integer::sum);
    }

    private byte @Nullable [] page(long number) {
        if (number == lastPage) {
            return last;
        }
        byte[] page = pages.get(number);
        if (page == null && pages.size() < mostPages) {
            page = new byte[PAGE];
            pages.put(number, page);
        }
        lastPage = number;
        last = page;
        return page;
    }

    /** The ids with more than so many, which must be 255 at least, and how many they have. */
    SortedMap<Long, Integer> above(int limit) {
        SortedMap<Long, Integer> above = new TreeMap<>();
        large.forEach((id, more) -> {
            if (FULL_BYTE + more > limit) {
                above.put(id, FULL_BYTE + more);
            }
        });
        return above;
    }
}
