/** Tests of this process's workers. */
@NullMarked
package io.ferry.process.installbigpicture;

import org.jspecify.annotations.NullMarked;
