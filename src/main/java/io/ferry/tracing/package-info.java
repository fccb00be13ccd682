/**
 * Whether Ferry traces, and what of its spans leaves this computer ({@code docs/monitoring.md}). Spans are begun where the
 * work is done: of processes and jobs in {@code process.engine}, of calls in {@code remote}, of requests by Spring.
 */
@NullMarked
package io.ferry.tracing;

import org.jspecify.annotations.NullMarked;
