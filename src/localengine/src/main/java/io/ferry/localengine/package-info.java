/**
 * The engine of the demonstration and of tests: Zeebe Process Test's engine as a program, with the part of Camunda's v2
 * interface that is needed and two pages. No part of Ferry, and never for a migration that counts.
 */
@NullMarked
package io.ferry.localengine;

import org.jspecify.annotations.NullMarked;
