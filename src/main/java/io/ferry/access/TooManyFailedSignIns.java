package io.ferry.access;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Too many attempts to sign in failed, so that nobody looked at this one. */
public final class TooManyFailedSignIns extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyFailedSignIns(Duration retryAfter) {
        super("Too many failed sign-ins");
        this.retryAfter = retryAfter;
    }

    /** How long to wait, a second at least. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
