/** Workers of reactivate-integrations.bpmn: picked connections are switched on again; none is ever deleted. */
@NullMarked
package io.ferry.process.reactivateintegrations;

import org.jspecify.annotations.NullMarked;
