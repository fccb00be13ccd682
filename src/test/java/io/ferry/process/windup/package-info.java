@NullMarked
package io.ferry.process.windup;

import org.jspecify.annotations.NullMarked;
