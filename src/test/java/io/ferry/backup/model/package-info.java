/** What a reading gives. */
@NullMarked
package io.ferry.backup.model;

import org.jspecify.annotations.NullMarked;
