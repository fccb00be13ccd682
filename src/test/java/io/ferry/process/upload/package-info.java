/** Tests of what happens to files that people hand over. */
@NullMarked
package io.ferry.process.upload;

import org.jspecify.annotations.NullMarked;
