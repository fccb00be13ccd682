package io.ferry.access;

import org.springframework.security.core.AuthenticationException;

/** Whether a token is good cannot be told now: the sign-in service does not answer. */
public final class ProviderAway extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    ProviderAway(Throwable cause) {
        super("The sign-in service does not answer", cause);
    }
}
