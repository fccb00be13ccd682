/** Files that move: kept in a folder or in a bucket, not counted before they are whole, with their size and SHA-256. */
@NullMarked
package io.ferry.artifact;

import org.jspecify.annotations.NullMarked;
