/** The process {@code back-up-jira}: the XML backup is made, fetched, read and judged. */
@NullMarked
package io.ferry.process.backupjira;

import org.jspecify.annotations.NullMarked;
