/** Tests of this process's workers. */
@NullMarked
package io.ferry.process.backupjira;

import org.jspecify.annotations.NullMarked;
