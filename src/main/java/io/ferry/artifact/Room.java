package io.ferry.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The room in the store's folder. Files on their way have been promised what they still need of it; they stand on record on
 * the disk, so that Ferry's end forgets no promise. Whoever asks for room holds this object's monitor until its own promise is
 * on record.
 */
final class Room {
    private static final int NAMED = 3;

    private final Path folder;
    private final Map<Class<?>, Promises> promises = new ConcurrentHashMap<>();

    Room(Path folder) {
        this.folder = folder;
    }

    /**
     * What a file on its way still needs.
     *
     * @param aside where it grows
     * @param bytes so much is still missing
     */
    record Promise(Path aside, String owner, ArtifactKind kind, long bytes) {
        private String text() {
            return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of migration " + owner + ": "
                    + Sizes.of(bytes);
        }
    }

    /** Tells what has been promised. */
    @FunctionalInterface
    interface Promises {
        List<Promise> list() throws IOException;
    }

    /** Counts in what one part of Ferry has promised. */
    void count(Class<?> whose, Promises promised) {
        promises.put(whose, promised);
    }

    /**
     * @param bytes how much is needed
     * @param keepFree how much of the disk stays free
     * @param aside where the file grows that needs it: what it was promised before does not count
     * @throws ArtifactException if there is not so much room
     */
    void require(long bytes, long keepFree, @Nullable Path aside) throws IOException {
        OwnerOnly.folder(folder);
        long free = Files.getFileStore(folder).getUsableSpace();
        long promised = 0;
        List<Promise> others = new ArrayList<>();
        for (Promises of : promises.values()) {
            for (Promise promise : of.list()) {
                if (!promise.aside().equals(aside) && promise.bytes() > 0) {
                    others.add(promise);
                    promised += promise.bytes();
                }
            }
        }
        long room = free - promised - keepFree;
        if (bytes > room) {
            throw ArtifactException.full("There is no room for it: it needs " + Sizes.of(bytes) + ", and "
                    + Sizes.of(Math.max(0, room)) + " can be had on the disk of " + folder + ". There, "
                    + Sizes.of(free) + " are free, of which "
                    + (others.isEmpty()
                            ? ""
                            : Sizes.of(promised) + " are promised to files on their way (" + named(others) + ") and ")
                    + Sizes.of(keepFree) + " stay free (ferry.handing-over.keep-free). "
                    + (others.isEmpty() ? "Make" : "Let these come to their end or throw them away, make")
                    + " room there, or " + ArtifactStore.LARGER_DISK
                    + "; then try again.");
        }
    }

    private static String named(List<Promise> others) {
        String largest = others.stream()
                .sorted(Comparator.comparing(Promise::bytes).reversed())
                .limit(NAMED)
                .map(Promise::text)
                .collect(Collectors.joining(", "));
        return others.size() > NAMED ? largest + ", and " + (others.size() - NAMED) + " more" : largest;
    }
}
