/** Holds what files and documents say about settings against the settings that there are. */
@NullMarked
package io.ferry.settings;

import org.jspecify.annotations.NullMarked;
