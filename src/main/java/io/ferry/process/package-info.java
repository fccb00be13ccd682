/** The only room that knows Camunda: a package for each BPMN file, and in it a worker for each service task. */
@NullMarked
package io.ferry.process;

import org.jspecify.annotations.NullMarked;
