/**
 * Expected against found: what stood on the source before the migration, what stands on the target, and a verdict for
 * each named rule. What could not be looked at is said to be so, never taken as fine.
 */
@NullMarked
package io.ferry.verification;

import org.jspecify.annotations.NullMarked;
