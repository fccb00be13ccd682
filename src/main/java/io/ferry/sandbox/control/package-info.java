/** The sandbox's own page: what really happened, and the switches of the faults. */
@NullMarked
package io.ferry.sandbox.control;

import org.jspecify.annotations.NullMarked;
