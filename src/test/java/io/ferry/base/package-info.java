@NullMarked
package io.ferry.base;

import org.jspecify.annotations.NullMarked;
