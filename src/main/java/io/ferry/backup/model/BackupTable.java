package io.ferry.backup.model;

import org.jspecify.annotations.Nullable;

/**
 * A table of an app's data.
 *
 * @param table its name, such as {@code AO_9F2A74_BOX}
 * @param rows how many rows the backup holds of it
 * @param app the key of the app that owns it; null where the prefix is not known
 * @param guessed whether the owner is worked out from the prefix, because the site did not write it down
 */
public record BackupTable(String table, long rows, @Nullable String app, boolean guessed) {}
