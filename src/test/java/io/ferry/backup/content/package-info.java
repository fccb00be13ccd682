/** What records come to. */
@NullMarked
package io.ferry.backup.content;

import org.jspecify.annotations.NullMarked;
