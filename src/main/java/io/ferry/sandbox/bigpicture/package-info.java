/** Pretend BigPicture (or BigGantt) on both sides: the public interface and the assumed calls. */
@NullMarked
package io.ferry.sandbox.bigpicture;

import org.jspecify.annotations.NullMarked;
