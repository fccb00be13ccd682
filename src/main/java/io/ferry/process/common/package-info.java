/**
 * What the workers of all processes share: how a step runs, how a failure becomes Camunda's answer, and the workers that
 * several processes use.
 */
@NullMarked
package io.ferry.process.common;

import org.jspecify.annotations.NullMarked;
