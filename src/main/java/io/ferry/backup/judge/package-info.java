/** What the content means for an import into Jira Cloud: the findings. */
@NullMarked
package io.ferry.backup.judge;

import org.jspecify.annotations.NullMarked;
