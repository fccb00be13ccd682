/**
 * What Prometheus is told of Ferry's work as a whole ({@code docs/monitoring.md}): from the record, from Camunda, and from
 * Ferry's own health. What is measured of single calls and transfers is measured where they are made, in {@code remote}.
 */
@NullMarked
package io.ferry.metrics;

import org.jspecify.annotations.NullMarked;
