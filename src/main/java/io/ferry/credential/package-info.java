/**
 * Ferry's own store of secrets: sealed in the database with a key from outside, written by an administrator, never readable
 * back.
 */
@NullMarked
package io.ferry.credential;

import org.jspecify.annotations.NullMarked;
