/**
 * What may be done with a migration as a whole, whoever asks for it: the interface or the process itself. What is kept,
 * taken back and released when Camunda did not do its part is decided here, and nowhere else.
 */
@NullMarked
package io.ferry.process.lifecycle;

import org.jspecify.annotations.NullMarked;
