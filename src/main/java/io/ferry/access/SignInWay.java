package io.ferry.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** How somebody presents what signs them in. */
enum SignInWay {
    /** The key for scripts, or a token of the OpenID Connect provider. */
    BEARER("key or token") {
        @Override
        @Nullable
        String presented(HttpServletRequest request) {
            String header = request.getHeader(HttpHeaders.AUTHORIZATION);
            return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? header.substring(SCHEME.length()).strip()
                    : null;
        }
    },
    /** A link of Ferry's. */
    LINK("link") {
        @Override
        @Nullable
        String presented(HttpServletRequest request) {
            return LINKS.matches(request) ? request.getParameter("token") : null;
        }
    },
    /** Coming back from the OpenID Connect provider. */
    PROVIDER("the OpenID Connect provider") {
        @Override
        @Nullable
        String presented(HttpServletRequest request) {
            return CAME_BACK.matches(request) ? "" : null;
        }
    };

    /** Where a link of Ferry's leads. */
    static final RequestMatcher LINKS = PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, "/sign-in");

    private static final String SCHEME = "Bearer";
    private static final RequestMatcher CAME_BACK =
            PathPatternRequestMatcher.withDefaults().matcher("/login/oauth2/code/*");

    private final String title;

    SignInWay(String title) {
        this.title = title;
    }

    /** What the log calls it. */
    String title() {
        return title;
    }

    /** What a request presents this way; null if it does not sign in this way. */
    abstract @Nullable String presented(HttpServletRequest request);
}
