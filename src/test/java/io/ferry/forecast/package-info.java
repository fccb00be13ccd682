@NullMarked
package io.ferry.forecast;

import org.jspecify.annotations.NullMarked;
