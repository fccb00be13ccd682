/**
 * The record of a migration: its settings, timeline, intents, confirmations, facts and report. It knows no other room,
 * and holds no people's data and no credentials, only references to them.
 */
@NullMarked
package io.ferry.migration;

import org.jspecify.annotations.NullMarked;
