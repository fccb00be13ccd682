/** Tests of the launcher's commands. */
@NullMarked
package io.ferry.command;

import org.jspecify.annotations.NullMarked;
