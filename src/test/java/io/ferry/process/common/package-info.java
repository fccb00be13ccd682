/** Tests of what all workers share, and the builders that workers' tests use. */
@NullMarked
package io.ferry.process.common;

import org.jspecify.annotations.NullMarked;
