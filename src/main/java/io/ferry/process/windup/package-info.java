/** The process {@code wind-up}: what is done before a migration ends early. */
@NullMarked
package io.ferry.process.windup;

import org.jspecify.annotations.NullMarked;
