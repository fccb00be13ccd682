/** What the pretend sites hold and do, without HTTP: people, projects, issues, boxes, dumps, restores. */
@NullMarked
package io.ferry.sandbox.world;

import org.jspecify.annotations.NullMarked;
