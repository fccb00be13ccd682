/**
 * The runbook of a migration: when each phase and each task of people begins and ends, who does it, what to have ready, when to
 * decide, and what has happened so far. It asks no site and does not know Camunda: everything comes from the settings, the
 * record, assessments and forecasts.
 */
@NullMarked
package io.ferry.runbook;

import org.jspecify.annotations.NullMarked;
