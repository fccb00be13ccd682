/** All clients together: against the sandbox, the specifications, and their own page of documentation. */
@NullMarked
package io.ferry.clients;

import org.jspecify.annotations.NullMarked;
