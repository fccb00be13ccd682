@NullMarked
package io.ferry.process.finish;

import org.jspecify.annotations.NullMarked;
