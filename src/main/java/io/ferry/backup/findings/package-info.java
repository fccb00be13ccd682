/** What can be found in a backup: every kind with its meaning, source and remedy, and where it was found. */
@NullMarked
package io.ferry.backup.findings;

import org.jspecify.annotations.NullMarked;
