/** The process {@code check-readiness}: the checks, what people decide about them, and the counts before anything moves. */
@NullMarked
package io.ferry.process.checkreadiness;

import org.jspecify.annotations.NullMarked;
