package io.ferry.backup.content;

/** A set of hashes of 64 bits in one array; 16 bytes or less for each. It takes no more than it may. */
final class HashedIds {
    private final int most;
    private long[] table = new long[64];
    private int size;
    private boolean zero;

    HashedIds(int most) {
        this.most = Math.max(16, most);
    }

    /** Adds a hash; false where it was there. Once the set is full, what it does not hold counts as new. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean there = zero;
            zero = true;
            return !there;
        }
        int at = slot(hash);
        if (table[at] == hash) {
            return false;
        }
        if (size >= most) {
            return true;
        }
        table[at] = hash;
        size++;
        if (size > table.length / 2) {
            grow();
        }
        return true;
    }

    boolean contains(long hash) {
        return hash == 0 ? zero : table[slot(hash)] == hash;
    }

    int size() {
        return size + (zero ? 1 : 0);
    }

    /** Where the hash stands, or where it would. */
    private int slot(long hash) {
        int mask = table.length - 1;
        int at = (int) (hash * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (table[at] != 0 && table[at] != hash) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] before = table;
        table = new long[before.length * 2];
        for (long hash : before) {
            if (hash != 0) {
                table[slot(hash)] = hash;
            }
        }
    }
}
