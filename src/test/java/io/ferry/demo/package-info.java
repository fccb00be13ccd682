/** Tests of the demonstration. */
@NullMarked
package io.ferry.demo;

import org.jspecify.annotations.NullMarked;
