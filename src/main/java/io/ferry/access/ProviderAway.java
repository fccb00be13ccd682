package io.ferry.access;

import org.springframework.security.core.AuthenticationException;

/** Whether a token is good cannot be told now: the OpenID Connect provider does not answer. */
public final class ProviderAway extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    ProviderAway(Throwable cause) {
        super("The OpenID Connect provider does not answer", cause);
    }
}
