package io.ferry.api;

/** What a page shows, ready to be written. The template {@code src/main/jte/NAME.jte} is named like the view's class. */
interface View {
    /** What stands around it. */
    Frame frame();
}
