/** From the file to the events of its two documents: what kind of file it is, the zip, unpacking, parsing. */
@NullMarked
package io.ferry.backup.read;

import org.jspecify.annotations.NullMarked;
