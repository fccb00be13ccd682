package io.ferry.process.reminders;

/** A message did not go out. What is said of it holds no address, neither of people nor of a webhook. */
final class NotSent extends Exception {
    NotSent(String why) {
        super(why);
    }

    /** Why, as a sentence for the operator. */
    String why() {
        return String.valueOf(getMessage());
    }
}
