/**
 * What Ferry asks of Camunda outside of jobs: models deployed, processes started and cancelled, and what waits for people
 * or is stuck, read from Tasklist and Operate.
 */
@NullMarked
package io.ferry.process.engine;

import org.jspecify.annotations.NullMarked;
