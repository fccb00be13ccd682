/**
 * Who was this user name on Data Center, and who is that in the cloud: people, accounts, matching, decisions and the
 * mapping file. The only room that keeps people's data; nothing of it leaves for Camunda but counts and versions.
 */
@NullMarked
package io.ferry.users;

import org.jspecify.annotations.NullMarked;
