/** What a reading gives: the records of a backup that a migration must know, and how much a file may ask for. */
@NullMarked
package io.ferry.backup.model;

import org.jspecify.annotations.NullMarked;
