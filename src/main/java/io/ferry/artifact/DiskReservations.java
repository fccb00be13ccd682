package io.ferry.artifact;

import io.ferry.base.OwnerOnly;
import io.ferry.base.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The disk space in the store's folder that files on their way have reserved. Reservations are derived from what these files
 * record on the disk, so a restart of Ferry loses none. Whoever makes a reservation holds this object's monitor until it is on
 * record.
 */
final class DiskReservations {
    private static final int NAMED = 3;

    private final Path folder;
    private final Contents contents;
    private final Map<Class<?>, Source> sources = new ConcurrentHashMap<>();

    DiskReservations(Path folder, Contents contents) {
        this.folder = folder;
        this.contents = contents;
    }

    /** Lists the reservations of one part of Ferry. */
    @FunctionalInterface
    interface Source {
        List<DiskReservation> list() throws IOException;
    }

    /** Counts the reservations of one part of Ferry from now on. */
    void count(Class<?> owner, Source source) {
        sources.put(owner, source);
    }

    /**
     * @param content how much content is to be stored, in bytes
     * @param minFreeSpace how much of the disk stays free
     * @param aside the folder of the file that needs it: its own reservation does not count
     * @throws ArtifactException if there is not enough space
     */
    void require(long content, long minFreeSpace, @Nullable Path aside) throws IOException {
        long bytes = contents.onDisk(content);
        OwnerOnly.folder(folder);
        long free = Files.getFileStore(folder).getUsableSpace();
        long reserved = 0;
        List<DiskReservation> others = new ArrayList<>();
        for (Source source : sources.values()) {
            for (DiskReservation reservation : source.list()) {
                if (!reservation.aside().equals(aside) && reservation.bytes() > 0) {
                    others.add(reservation);
                    reserved += contents.onDisk(reservation.bytes());
                }
            }
        }
        long available = free - reserved - minFreeSpace;
        if (bytes > available) {
            throw ArtifactException.full("There is no room for it: it needs " + Sizes.of(bytes) + ", and "
                    + Sizes.of(Math.max(0, available)) + " can be had on the disk of " + folder + ". There, "
                    + Sizes.of(free) + " are free, of which "
                    + (others.isEmpty()
                            ? ""
                            : Sizes.of(reserved) + " are promised to files on their way (" + named(others) + ") and ")
                    + Sizes.of(minFreeSpace) + " stay free (ferry.uploads.min-free-space). "
                    + (others.isEmpty() ? "Make" : "Let these come to their end or throw them away, make")
                    + " room there, or " + FolderStore.LARGER_DISK
                    + "; then try again.");
        }
    }

    private static String named(List<DiskReservation> others) {
        String largest = others.stream()
                .sorted(Comparator.comparing(DiskReservation::bytes).reversed())
                .limit(NAMED)
                .map(DiskReservation::text)
                .collect(Collectors.joining(", "));
        return others.size() > NAMED ? largest + ", and " + (others.size() - NAMED) + " more" : largest;
    }
}
