package io.ferry.api;

/** There is nothing at this address. */
record NotFoundPage(Frame frame) implements View {}
