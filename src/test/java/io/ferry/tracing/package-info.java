@NullMarked
package io.ferry.tracing;

import org.jspecify.annotations.NullMarked;
