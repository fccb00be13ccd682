package io.ferry.api;

/**
 * Nobody has signed in, or who has may not see what was asked for.
 *
 * @param what says it in a sentence
 * @param whatToDo how to go on
 */
record SignInPage(Frame frame, String what, String whatToDo) implements View {}
