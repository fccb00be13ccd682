/** The commands of the launcher that need several rooms at once: serve, demo and stop. Nobody imports this room but the entry point. */
@NullMarked
package io.ferry.command;

import org.jspecify.annotations.NullMarked;
