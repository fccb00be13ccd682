/** Jira Data Center: its REST calls, its app manager, and the XML backup behind a session and WebSudo. */
@NullMarked
package io.ferry.jira.datacenter;

import org.jspecify.annotations.NullMarked;
