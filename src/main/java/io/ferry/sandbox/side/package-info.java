/** The ports of the sandbox, and how a request finds the pages of the port that it came in by. */
@NullMarked
package io.ferry.sandbox.side;

import org.jspecify.annotations.NullMarked;
