/** Kills whatever can die while migrations run, and asks the pretend sites afterwards what really happened. */
@NullMarked
package io.ferry.crash;

import org.jspecify.annotations.NullMarked;
