package io.ferry.api;

/** What a page shows, ready to be written. The template {@code src/main/jte/NAME.jte} is named like the view's class. */
interface View {
    /** What stands around it. */
    Frame frame();

    /** Whether it has a form that the browser itself sends, to Ferry and as a GET. */
    default boolean sendsForms() {
        return false;
    }
}
