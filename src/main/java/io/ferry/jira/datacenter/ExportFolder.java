package io.ferry.jira.datacenter;

import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Jira's export folder as it is reachable from here (mounted, or on the same machine): Jira offers no download of its
 * backups.
 *
 * @param folder the local path from the migration's settings
 */
public record ExportFolder(Path folder) {

    /**
     * Whether a backup of this name stands there complete: a zip with its end record, as large as the record says.
     *
     * @throws IllegalArgumentException if the name leads out of the folder
     */
    public boolean holdsComplete(String fileName) {
        throw new UnsupportedOperationException("not built yet: " + fileName);
    }

    /**
     * Copies the backup, as a stream.
     *
     * @throws io.ferry.remote.RemoteFailure passing if it is not there yet or not complete; lasting if the folder is
     *     not there
     */
    public void copy(String fileName, OutputStream out) {
        throw new UnsupportedOperationException("not built yet: " + fileName);
    }
}
