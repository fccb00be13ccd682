/**
 * Waves: lists of migrations that are checked as a whole and then started one after the other, so many side by side. All state
 * is in the database, so that any Ferry that works with it may take the next step. It asks no site; migrations are started by
 * the same code as through the API.
 */
@NullMarked
package io.ferry.wave;

import org.jspecify.annotations.NullMarked;
