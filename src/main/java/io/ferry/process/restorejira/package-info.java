/** The process {@code restore-jira}: the backup goes into the cloud site, at most once for each confirmation. */
@NullMarked
package io.ferry.process.restorejira;

import org.jspecify.annotations.NullMarked;
