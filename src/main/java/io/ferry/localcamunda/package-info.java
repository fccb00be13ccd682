/**
 * A real Camunda on this computer, for demonstrations and tests: OpenSearch, a Zeebe broker, and Operate with Tasklist,
 * each a program of its own on the loopback interface. Nothing of it is meant for production.
 */
@NullMarked
package io.ferry.localcamunda;

import org.jspecify.annotations.NullMarked;
