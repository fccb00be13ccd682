/** The fast path: records read straight from their bytes. It knows nothing of backups but how records are written. */
@NullMarked
package io.ferry.backup.scan;

import org.jspecify.annotations.NullMarked;
