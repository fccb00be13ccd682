/** What the command {@code inspect} prints and writes: the report for people, JSON for scripts, and the records behind each finding. */
@NullMarked
package io.ferry.backup.report;

import org.jspecify.annotations.NullMarked;
