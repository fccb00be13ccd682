package io.ferry.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.catalina.session.ManagerBase;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How long sessions last, and how many there may be. One in which nobody has signed in yet is for the way to the sign-in and
 * ends soon. One in which somebody has ends after {@code ferry.access.session-at-most}, however busy its pages are, so that
 * the OpenID Connect provider is asked again what the person may do.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 60)
class SessionLimits extends OncePerRequestFilter
        implements HttpSessionListener, WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    static final Duration UNTIL_SIGNED_IN = Duration.ofMinutes(10);
    static final int MOST_SESSIONS = 20_000;
    private static final String SIGNED_IN_AT = SessionLimits.class.getName() + ".signedInAt";

    private final AccessProperties access;
    private final Clock clock;
    private final Duration unused;

    /** @param unused after what time a session ends that nobody uses */
    SessionLimits(
            AccessProperties access, Clock clock, @Value("${server.servlet.session.timeout:30m}") Duration unused) {
        this.access = access;
        this.clock = clock;
        this.unused = unused;
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addContextCustomizers(context -> {
            if (context.getManager() instanceof ManagerBase sessions) {
                sessions.setMaxActiveSessions(MOST_SESSIONS);
            }
        });
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        event.getSession().setMaxInactiveInterval((int) UNTIL_SIGNED_IN.toSeconds());
    }

    @EventListener
    void signedIn(InteractiveAuthenticationSuccessEvent event) {
        RequestAttributes request = RequestContextHolder.currentRequestAttributes();
        request.setAttribute(SIGNED_IN_AT, clock.instant(), RequestAttributes.SCOPE_SESSION);
        if (request.resolveReference(RequestAttributes.REFERENCE_SESSION) instanceof HttpSession session) {
            session.setMaxInactiveInterval((int) unused.toSeconds());
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(SIGNED_IN_AT) instanceof Instant since
                && since.plus(access.sessionAtMost()).isBefore(clock.instant())) {
            session.invalidate();
        }
        chain.doFilter(request, response);
    }
}
