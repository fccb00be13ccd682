package io.ferry.process.restorebigpicture;

import io.ferry.verification.Inventory.AppSide;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the target's app held before the restore.
 *
 * @param boxes how many boxes; null when the app could not be asked
 * @param appVersion the app's version; null when the site does not tell
 * @param fingerprint changes when the boxes, teams, scopes or the version change, when somebody restores, and when somebody
 *     else than Ferry has a dump made
 * @param app everything that was seen; null when the app could not be asked
 * @param knownRestores ids of the restores that the app knew by then; null when it does not tell
 * @param unseen why the app could not be asked; null when it was
 */
public record TargetState(
        @Nullable Integer boxes,
        @Nullable String appVersion,
        String fingerprint,
        Instant seenAt,
        @Nullable AppSide app,
        @Nullable List<String> knownRestores,
        @Nullable String unseen) {

    public TargetState {
        knownRestores = knownRestores == null ? null : List.copyOf(knownRestores);
    }

    /** Nobody could look. */
    static TargetState unseen(Instant at) {
        return new TargetState(null, null, "", at, null, null, "Ferry could not look.");
    }

    /** What people see of it, as the variable {@code targetState}. */
    record Brief(
            @Nullable Integer boxes,
            @Nullable String appVersion,
            String fingerprint,
            String seenAt,
            @Nullable String unseen) {}

    Brief brief() {
        return new Brief(boxes, appVersion, fingerprint, seenAt.toString(), unseen);
    }
}
