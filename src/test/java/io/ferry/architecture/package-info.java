/** Holds the house to its plan: every rule has an id, a reason, and a fixture beneath {@code fixtures} that breaks it. */
@NullMarked
package io.ferry.architecture;

import org.jspecify.annotations.NullMarked;
