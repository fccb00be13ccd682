/**
 * Nobody is forgotten: what waits, is stuck or has ended is told by e-mail and webhook, each thing once after each of the
 * configured times. A failure to tell never holds a migration up.
 */
@NullMarked
package io.ferry.process.reminders;

import org.jspecify.annotations.NullMarked;
