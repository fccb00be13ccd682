/** Workers of roll-back.bpmn: the state from before the restore comes back. */
@NullMarked
package io.ferry.process.rollback;

import org.jspecify.annotations.NullMarked;
