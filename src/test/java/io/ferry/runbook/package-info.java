/** Plans are held against what is on record, and never against wishes. */
@NullMarked
package io.ferry.runbook;

import org.jspecify.annotations.NullMarked;
