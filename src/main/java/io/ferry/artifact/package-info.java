/** Files that move: kept in one folder, written aside first, with their size and SHA-256. */
@NullMarked
package io.ferry.artifact;

import org.jspecify.annotations.NullMarked;
