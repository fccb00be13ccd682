@NullMarked
package io.ferry.assess;

import org.jspecify.annotations.NullMarked;
