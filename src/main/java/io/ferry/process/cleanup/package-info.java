/** The process {@code clean-up}: what is done before a migration ends early. */
@NullMarked
package io.ferry.process.cleanup;

import org.jspecify.annotations.NullMarked;
