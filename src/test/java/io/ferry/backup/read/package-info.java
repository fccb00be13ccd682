/** From the file to its documents. */
@NullMarked
package io.ferry.backup.read;

import org.jspecify.annotations.NullMarked;
