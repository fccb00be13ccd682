package io.ferry.crash;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;

/** How the people of a lane want its migration to end. */
enum Ending {
    MIGRATED,
    /** Nobody accepts the result; a person decides to roll back. */
    ROLLED_BACK,
    /** Somebody asks Ferry, at some moment, to cancel. */
    CANCELLED;

    /**
     * Decides for all lanes of a round. Unless it is wanted otherwise, the first lane migrates, and of the others about half.
     *
     * @param seed the round's
     * @param wanted taken in turn, lane by lane; empty: the dice decide
     */
    static List<Ending> thrown(long seed, int lanes, List<Ending> wanted) {
        return IntStream.range(0, lanes)
                .mapToObj(lane -> wanted.isEmpty() ? thrown(seed, lane) : wanted.get(lane % wanted.size()))
                .toList();
    }

    private static Ending thrown(long seed, int lane) {
        int dice = dice(seed, lane).nextInt(100);
        return lane == 0 || dice < 50 ? MIGRATED : dice < 75 ? ROLLED_BACK : CANCELLED;
    }

    /** Dice of their own, so that all other decisions of the round stay as they are. */
    static SplittableRandom dice(long seed, int lane) {
        return new SplittableRandom(seed * 1_000_003 + lane);
    }

    /** As on the command line. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #title()}. */
    static final class Reader implements ITypeConverter<Ending> {
        @Override
        public Ending convert(String title) {
            return valueOf(title.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
