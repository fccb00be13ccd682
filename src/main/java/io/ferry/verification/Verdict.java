package io.ferry.verification;

import java.util.Collection;
import java.util.Comparator;

/** How something that was found compares with what was expected. The order is from the best to the worst. */
public enum Verdict {
    EQUAL,
    /** Different, but within what is allowed, or more than was expected where more does no harm. */
    TOLERABLE,
    /** One side could not be looked at. */
    NOT_VERIFIABLE,
    DIFFERENT;

    /** Whether nobody needs to look. */
    public boolean isFine() {
        return this == EQUAL || this == TOLERABLE;
    }

    /** The worst of several; not verifiable for none, since nothing was compared. */
    public static Verdict worst(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Comparator.naturalOrder()).orElse(NOT_VERIFIABLE);
    }
}
