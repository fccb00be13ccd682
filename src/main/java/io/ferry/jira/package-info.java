/** What both kinds of Jira have in common: the types in which their answers are handed up. */
@NullMarked
package io.ferry.jira;

import org.jspecify.annotations.NullMarked;
