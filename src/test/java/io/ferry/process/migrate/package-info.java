/** Tests of this process's workers. */
@NullMarked
package io.ferry.process.migrate;

import org.jspecify.annotations.NullMarked;
