/** What every room may use: hashes, JSON, masking, version numbers. It knows none of them. */
@NullMarked
package io.ferry.base;

import org.jspecify.annotations.NullMarked;
