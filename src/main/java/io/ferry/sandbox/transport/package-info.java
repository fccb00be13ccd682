/** Faults of the way between client and site: late, refused, dropped, truncated and corrupted. */
@NullMarked
package io.ferry.sandbox.transport;

import org.jspecify.annotations.NullMarked;
