/** The sandbox: pretend Jira and BigPicture sites, a program of its own for demonstrations, training and tests. What works here is not thereby proved for real sites. */
@NullMarked
package io.ferry.sandbox;

import org.jspecify.annotations.NullMarked;
