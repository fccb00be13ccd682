package io.ferry.process.retention;

import io.ferry.migration.MigrationId;
import java.io.Serial;

/** Files of a migration cannot be deleted now: it has not ended, or one of its phases runs again and may need them. */
public final class StillUnderWay extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StillUnderWay(MigrationId id) {
        super("The migration " + id + " is still under way");
    }
}
