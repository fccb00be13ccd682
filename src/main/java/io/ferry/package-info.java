/** The entry point. Everything else lives in the rooms beneath this package. */
@NullMarked
package io.ferry;

import org.jspecify.annotations.NullMarked;
