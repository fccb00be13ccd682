/** Pretend Jira Data Center: REST, sessions, WebSudo, the XML backup, the app manager. */
@NullMarked
package io.ferry.sandbox.datacenter;

import org.jspecify.annotations.NullMarked;
