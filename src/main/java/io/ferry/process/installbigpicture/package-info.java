/** The process {@code install-bigpicture}: the app comes into the cloud site, and its licence is checked. */
@NullMarked
package io.ferry.process.installbigpicture;

import org.jspecify.annotations.NullMarked;
