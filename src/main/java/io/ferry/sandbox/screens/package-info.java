/**
 * The pages of the pretend sites that a person needs who does a step by hand: to practise on, and for tests that click as
 * people do. They act on the same sites as the REST interfaces.
 */
@NullMarked
package io.ferry.sandbox.screens;

import org.jspecify.annotations.NullMarked;
