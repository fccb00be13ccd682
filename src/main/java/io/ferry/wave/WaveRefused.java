package io.ferry.wave;

import java.util.List;

/** A wave of which nothing was kept, with everything that is wrong. */
public final class WaveRefused extends RuntimeException {
    /** No more are told: whoever got a column wrong needs no thousands of sentences. */
    private static final int MOST = 1_000;

    private final transient List<WaveFault> faults;
    private final int total;

    WaveRefused(List<WaveFault> faults) {
        super(faults.size() + " things are wrong with the wave");
        this.total = faults.size();
        this.faults = List.copyOf(faults.subList(0, Math.min(MOST, faults.size())));
    }

    /** What is wrong, in the order of the list; at most 1,000. */
    public List<WaveFault> faults() {
        return faults;
    }

    /** How many things are wrong. */
    public int total() {
        return total;
    }
}
