/** Many migrations side by side, beside the same processes with workers that do nothing: {@code src/bench/many-migrations.sh}. */
@NullMarked
package io.ferry.load;

import org.jspecify.annotations.NullMarked;
