/** Tests of this process's workers. */
@NullMarked
package io.ferry.process.restorejira;

import org.jspecify.annotations.NullMarked;
