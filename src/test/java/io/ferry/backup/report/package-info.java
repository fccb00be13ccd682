/** The command {@code inspect}. */
@NullMarked
package io.ferry.backup.report;

import org.jspecify.annotations.NullMarked;
