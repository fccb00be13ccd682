package io.ferry.process.checkreadiness;

import io.ferry.verification.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a site, as the process variable {@code baseline}.
 *
 * @param boxes null when the app could not be asked
 */
record Counts(
        int projects, long issues, long people, @Nullable Integer boxes) {
    static Counts of(Inventory inventory) {
        return new Counts(inventory.projects(), inventory.issues(), inventory.people(), inventory.boxes());
    }
}
