/** The main process {@code migrate}: a migration comes onto the record before its first phase. */
@NullMarked
package io.ferry.process.migrate;

import org.jspecify.annotations.NullMarked;
