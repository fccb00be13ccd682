package io.ferry.readiness;

import java.util.function.Function;

/**
 * One named check.
 *
 * @param name what people read, such as “Source Jira is new enough”
 * @param side whom it asks
 * @param opensTheSide whether the other checks of that side make sense only after this one passed
 * @param policy looks, and says what it found; may throw what the sites throw
 */
record ReadinessCheck(String name, Side side, boolean opensTheSide, Function<Crossing, CheckResult> policy) {
    static ReadinessCheck of(String name, Side side, Function<Crossing, CheckResult> policy) {
        return new ReadinessCheck(name, side, false, policy);
    }

    static ReadinessCheck opening(String name, Side side, Function<Crossing, CheckResult> policy) {
        return new ReadinessCheck(name, side, true, policy);
    }
}
