/** Pretend Jira Cloud: REST v3, the app manager, and the import of a backup. */
@NullMarked
package io.ferry.sandbox.cloud;

import org.jspecify.annotations.NullMarked;
