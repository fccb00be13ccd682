/** How the pages of the pretend sites look: framed so that nobody takes one for real. */
@NullMarked
package io.ferry.sandbox.page;

import org.jspecify.annotations.NullMarked;
