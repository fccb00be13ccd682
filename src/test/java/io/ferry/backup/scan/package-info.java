/** The fast path against the parser. */
@NullMarked
package io.ferry.backup.scan;

import org.jspecify.annotations.NullMarked;
