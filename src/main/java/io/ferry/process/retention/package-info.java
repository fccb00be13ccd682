/**
 * What Ferry keeps of an ended migration does not stay for ever: backups, dumps and people's data are deleted some time after its
 * end. The record says before when that will be, and afterwards what was deleted, with the SHA-256 of each file.
 */
@NullMarked
package io.ferry.process.retention;

import org.jspecify.annotations.NullMarked;
