/** Workers of map-users.bpmn: people are matched, the missing ones created, the mapping checked. */
@NullMarked
package io.ferry.process.mapusers;

import org.jspecify.annotations.NullMarked;
