package io.ferry.artifact;

import io.ferry.base.Sizes;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Disk space that a file on its way still needs.
 *
 * @param aside the folder in which the file grows
 * @param owner whose it is: a migration's id
 * @param bytes how much of the file is still missing
 */
record DiskReservation(Path aside, String owner, ArtifactKind kind, long bytes) {

    /** What the file is and how much it still needs, for people. */
    String text() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of migration " + owner + ": "
                + Sizes.of(bytes);
    }
}
