/** Workers of run-a-phase.bpmn: one phase alone. */
@NullMarked
package io.ferry.process.runaphase;

import org.jspecify.annotations.NullMarked;
