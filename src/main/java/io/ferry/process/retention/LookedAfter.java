package io.ferry.process.retention;

import io.ferry.migration.MigrationId;
import java.io.Serial;

/** Files of a migration cannot be deleted in this moment: somebody else does so, or looks whether their time is over. */
public final class LookedAfter extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    LookedAfter(MigrationId id) {
        super("The files of the migration " + id + " are looked after just now");
    }
}
