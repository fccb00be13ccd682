/** Workers of verify.bpmn: what arrived is held against what left. */
@NullMarked
package io.ferry.process.verify;

import org.jspecify.annotations.NullMarked;
