package io.ferry.runbook;

import io.ferry.forecast.Estimate.Span;
import java.time.Duration;

/**
 * When something happens, counted from the start of the plan.
 *
 * @param earliest when it can begin, if all before it goes well
 * @param from when it is planned to begin
 * @param to when it is planned to end
 * @param latest when it ends at the latest that is planned for
 */
public record Window(Duration earliest, Duration from, Duration to, Duration latest) {

    /** What begins when something else is over. */
    static Window after(Span before, Span takes) {
        Span end = before.plus(takes);
        return new Window(before.shortest(), before.likely(), end.likely(), end.longest());
    }

    /** From the beginning of this to the end of another one. */
    Window until(Window other) {
        return new Window(earliest, from, other.to, other.latest);
    }
}
