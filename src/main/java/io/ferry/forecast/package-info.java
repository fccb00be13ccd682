/**
 * How long a migration will take: for each phase the work, its size, the rate, where the rate comes from, and a range. It asks
 * no site and knows only the record of earlier migrations.
 */
@NullMarked
package io.ferry.forecast;

import org.jspecify.annotations.NullMarked;
