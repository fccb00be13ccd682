/** Writes sample backups of any size, sound or damaged, so that nobody needs a real one to try Ferry. */
@NullMarked
package io.ferry.sample;

import org.jspecify.annotations.NullMarked;
