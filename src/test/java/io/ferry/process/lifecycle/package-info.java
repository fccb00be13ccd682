/** Tests of what may be done with a migration as a whole. */
@NullMarked
package io.ferry.process.lifecycle;

import org.jspecify.annotations.NullMarked;
