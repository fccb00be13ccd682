/**
 * Reads Jira XML backups: what is inside, whether it is whole, and whether Jira Cloud will take it. Also writes sample
 * backups of any size, sound or damaged, so that nobody needs a real one to try Ferry.
 */
@NullMarked
package io.ferry.backup;

import org.jspecify.annotations.NullMarked;
