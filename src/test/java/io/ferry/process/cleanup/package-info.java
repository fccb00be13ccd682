@NullMarked
package io.ferry.process.cleanup;

import org.jspecify.annotations.NullMarked;
