@NullMarked
package io.ferry.process.runaphase;

import org.jspecify.annotations.NullMarked;
