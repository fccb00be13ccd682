/** The process {@code back-up-bigpicture}: the app is reinstalled, dumped, and the dump fetched. */
@NullMarked
package io.ferry.process.backupbigpicture;

import org.jspecify.annotations.NullMarked;
