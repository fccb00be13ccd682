/** What the records of a backup come to when they are held together: ids, people, projects, issues, tables of apps. */
@NullMarked
package io.ferry.backup.content;

import org.jspecify.annotations.NullMarked;
