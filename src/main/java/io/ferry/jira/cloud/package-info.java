/** Jira Cloud: REST version 3, its app manager, and the import of a backup through configured endpoints. */
@NullMarked
package io.ferry.jira.cloud;

import org.jspecify.annotations.NullMarked;
