/** Tests of the readiness checks. */
@NullMarked
package io.ferry.readiness;

import org.jspecify.annotations.NullMarked;
