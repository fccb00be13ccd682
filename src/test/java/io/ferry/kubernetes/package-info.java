/** Tests of the image and of the manifests in {@code ops/kubernetes}. */
@NullMarked
package io.ferry.kubernetes;

import org.jspecify.annotations.NullMarked;
