/** Tests of the sandbox, through HTTP as a client meets it. */
@NullMarked
package io.ferry.sandbox;

import org.jspecify.annotations.NullMarked;
