/** Who is signed in, and who may do what: Spring Security with Ferry's roles. */
@NullMarked
package io.ferry.access;

import org.jspecify.annotations.NullMarked;
