/** Faults that can be switched on while the sandbox runs. */
@NullMarked
package io.ferry.sandbox.fault;

import org.jspecify.annotations.NullMarked;
