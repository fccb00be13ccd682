/** Named checks on both sides and on Ferry itself, before anything is touched: can this migration succeed? */
@NullMarked
package io.ferry.readiness;

import org.jspecify.annotations.NullMarked;
