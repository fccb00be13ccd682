/** Tests of the sign-in and of who may do what. */
@NullMarked
package io.ferry.access;

import org.jspecify.annotations.NullMarked;
