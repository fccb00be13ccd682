/**
 * What Ferry and the process models have agreed on, and every other package of this room uses: the codes of BPMN errors, the
 * problem that forms show, and the variables that every process begins with.
 */
@NullMarked
package io.ferry.process.model;

import org.jspecify.annotations.NullMarked;
