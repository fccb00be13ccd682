@NullMarked
package io.ferry.process.model;

import org.jspecify.annotations.NullMarked;
