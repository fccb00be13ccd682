/** The commands of the program {@code ferry}. No other room imports this one; the entry point and the demonstration do. */
@NullMarked
package io.ferry.command;

import org.jspecify.annotations.NullMarked;
