@NullMarked
package io.ferry.metrics;

import org.jspecify.annotations.NullMarked;
