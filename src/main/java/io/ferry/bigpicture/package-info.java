/**
 * The app BigPicture on both sides: its public REST API, and dumps, restores and connections through endpoints that an
 * operator configures, since the vendor publishes none.
 */
@NullMarked
package io.ferry.bigpicture;

import org.jspecify.annotations.NullMarked;
