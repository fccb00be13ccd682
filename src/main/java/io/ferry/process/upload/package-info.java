/** Files that people upload: taken, recognised, and kept ready for the task that waits for them. */
@NullMarked
package io.ferry.process.upload;

import org.jspecify.annotations.NullMarked;
