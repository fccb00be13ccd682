package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.migration.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** What every page shows of the session in which it is asked for. */
final class Session {
    private Session() {}

    /** Who is signed in on the page, or null. */
    static @Nullable String person() {
        return SignedIn.actor().filter(Actor::isOnFerrysPages).map(Actor::name).orElse(null);
    }

    /** Whether whoever is signed in may enter a new migration. */
    static boolean mayEnterMigrations() {
        return SignedIn.is(Role.OPERATOR) || SignedIn.is(Role.ADMINISTRATOR);
    }

    /** What the page's scripts show with each change, so that no page of another site can make one; null outside of a session. */
    static @Nullable String token() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request != null
                        && request.getAttribute(CsrfToken.class.getName(), RequestAttributes.SCOPE_REQUEST)
                                instanceof CsrfToken token
                ? token.getToken()
                : null;
    }
}
