/** Tests of what happens to files that people upload. */
@NullMarked
package io.ferry.process.upload;

import org.jspecify.annotations.NullMarked;
