@NullMarked
package io.ferry.wave;

import org.jspecify.annotations.NullMarked;
