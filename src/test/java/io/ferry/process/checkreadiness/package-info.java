/** Tests of this process's workers. */
@NullMarked
package io.ferry.process.checkreadiness;

import org.jspecify.annotations.NullMarked;
