package io.ferry.sandbox.transport;

/**
 * What happens to a body on its way.
 *
 * @param end bytes from here on do not arrive
 * @param flipped the byte at this place arrives changed; -1: none
 */
record Damage(long end, long flipped) {

    static Damage truncated(long length, int percent) {
        return new Damage(length * percent / 100, -1);
    }

    static Damage corrupted(long length) {
        return new Damage(Long.MAX_VALUE, length / 2);
    }

    /** Damages the bytes that stand at {@code position} of the body; says how many of them arrive. */
    int apply(long position, byte[] bytes, int offset, int count) {
        int arriving = (int) Math.max(0, Math.min(count, end - position));
        if (flipped >= position && flipped < position + arriving) {
            bytes[offset + (int) (flipped - position)] ^= 0x55;
        }
        return arriving;
    }
}
