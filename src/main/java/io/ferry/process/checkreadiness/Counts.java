package io.ferry.process.checkreadiness;

import io.ferry.jira.datacenter.UserListing;
import io.ferry.verification.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a site, as the process variable {@code baseline}.
 *
 * @param people null when this version of Jira does not tell
 * @param peopleMayBeMore whether there may be more people than this version of Jira told
 * @param boxes null when the app could not be asked
 */
record Counts(
        int projects,
        long issues,
        @Nullable Long people,
        boolean peopleMayBeMore,
        @Nullable Integer boxes) {
    static Counts of(Inventory inventory) {
        return new Counts(
                inventory.projects(),
                inventory.issues(),
                inventory.people(),
                inventory.jira().listing() == UserListing.MAY_BE_SHORT,
                inventory.boxes());
    }
}
