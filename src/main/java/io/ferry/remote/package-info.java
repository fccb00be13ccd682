/**
 * How Ferry speaks HTTP: Feign on the JDK's client, Resilience4j around it, credentials by reference, transfers that
 * stream, and one classifier of failures. Rooms above it name sites and calls; nothing here knows Jira or BigPicture.
 */
@NullMarked
package io.ferry.remote;

import org.jspecify.annotations.NullMarked;
