package io.ferry.sample;

/**
 * Chance that repeats itself: the same seed, topic and number give the same throws, in any order, so that the comments
 * of an issue can be written long before the issue (SplitMix64 by Steele, Lea and Flood).
 */
final class Dice {
    private long state;

    Dice(long seed, String topic, long number) {
        state = mix(seed ^ mix(topic.hashCode() * 0x9E3779B97F4A7C15L + number));
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** From 0 to bound - 1. */
    int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }
}
