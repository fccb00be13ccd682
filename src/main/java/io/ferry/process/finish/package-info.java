/** Workers of finish.bpmn: what is left to do for people after the restore. */
@NullMarked
package io.ferry.process.finish;

import org.jspecify.annotations.NullMarked;
