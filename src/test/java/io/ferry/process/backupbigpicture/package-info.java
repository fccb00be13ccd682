/** Tests of this process's workers. */
@NullMarked
package io.ferry.process.backupbigpicture;

import org.jspecify.annotations.NullMarked;
