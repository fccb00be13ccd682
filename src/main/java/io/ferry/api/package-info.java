/**
 * What people and scripts call: REST under {@code /api}, its description, and problem details for everything refused.
 * Nothing here decides; it checks what comes in and shows what the other rooms know.
 */
@NullMarked
package io.ferry.api;

import org.jspecify.annotations.NullMarked;
