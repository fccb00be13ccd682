package io.ferry.access;

import io.ferry.migration.Actor;
import io.ferry.migration.Actor.Channel;
import io.ferry.migration.VisibleTeams;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who sends the request that is being answered. */
public final class SignedIn {
    private SignedIn() {}

    /** The person or script; empty if nobody has signed in. */
    public static Optional<Actor> actor() {
        return actor(SecurityContextHolder.getContext().getAuthentication());
    }

    /** Whether the person or script has the role. */
    public static boolean is(Role role) {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        return known != null && role.isIn(known.getAuthorities());
    }

    /** Whose migrations the person or script may see: nobody's, if nobody has signed in. */
    public static VisibleTeams visibleTeams() {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        return Teams.visible(known == null ? List.of() : known.getAuthorities());
    }

    static Optional<Actor> actor(@Nullable Authentication known) {
        return Optional.ofNullable(
                switch (known) {
                    case OneTimeTokenAuthenticationToken link -> new Actor(link.getName(), Channel.LINK, null, null);
                    case BearerTokenAuthentication key -> new Actor(key.getName(), Channel.SCRIPT_KEY, null, null);
                    case OAuth2AuthenticationToken session
                    when session.getPrincipal() instanceof OidcUser user ->
                        new Actor(
                                user.getName(),
                                Channel.OIDC_SESSION,
                                String.valueOf(user.getIssuer()),
                                user.getSubject());
                    case JwtAuthenticationToken token ->
                        new Actor(
                                token.getName(),
                                Channel.OIDC_TOKEN,
                                String.valueOf(token.getToken().getIssuer()),
                                token.getToken().getSubject());
                    case null, default -> null;
                });
    }
}
