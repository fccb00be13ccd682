/** Workers of restore-bigpicture.bpmn: the dump goes into the cloud, once for each confirmation. */
@NullMarked
package io.ferry.process.restorebigpicture;

import org.jspecify.annotations.NullMarked;
