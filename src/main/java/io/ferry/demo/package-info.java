/**
 * The demonstration: it starts the local engine, the pretend sites and Ferry, and follows one migration. It is in
 * {@code ferry-demo.jar}; no class of the product uses it.
 */
@NullMarked
package io.ferry.demo;

import org.jspecify.annotations.NullMarked;
