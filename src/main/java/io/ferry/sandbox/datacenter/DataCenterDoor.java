package io.ferry.sandbox.datacenter;

import io.ferry.sandbox.world.JiraDataCenterSite;
import io.ferry.sandbox.world.SignIn;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who stands at the door of the pretend Jira Data Center. Public because the app there asks the same door. */
@Component
public class DataCenterDoor {
    static final String SESSION = "JSESSIONID";
    static final String XSRF = "atlassian.xsrf.token";
    private static final String NOT_SIGNED_IN =
            "You are not authenticated. Authentication required to perform this operation.";

    private final World world;

    DataCenterDoor(World world) {
        this.world = world;
    }

    /**
     * Lets a request of the REST interface in, by name and password, token, or session.
     *
     * @param request the request
     * @throws SiteRefusal 401 or 403
     */
    public void letIn(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            if (session(request).isEmpty()) {
                throw SiteRefusal.byJira(401, NOT_SIGNED_IN).with("WWW-Authenticate", "OAuth realm=\"sandbox\"");
            }
        } else if (authorization.startsWith("Bearer ")) {
            if (!site().accepts(authorization.substring(7))) {
                throw unauthorized();
            }
        } else {
            requirePasswords();
            check(basic(authorization).orElseThrow(DataCenterDoor::unauthorized));
        }
    }

    /**
     * Refuses where name and password open no interface, as from Jira 11 on unless an administrator has allowed it.
     *
     * @throws SiteRefusal 403
     */
    void requirePasswords() {
        if (!site().takesPasswords()) {
            throw SiteRefusal.byApp(403, "Basic Authentication has been disabled on this instance.");
        }
    }

    /**
     * Lets a request to an administration page in: a session, or name and password. A token opens none.
     *
     * @return the session; a new one for name and password
     */
    Optional<JiraDataCenterSite.Session> letIntoAdministration(HttpServletRequest request) {
        Optional<JiraDataCenterSite.Session> session = session(request);
        if (session.isPresent()) {
            return session;
        }
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> site().takesPasswords())
                .flatMap(DataCenterDoor::basic)
                .map(signIn -> {
                    check(signIn);
                    return site().open();
                });
    }

    /**
     * Tells whether a request carries the cookie of a valid session.
     *
     * @param request the request
     * @return whether it does
     */
    public boolean hasSession(HttpServletRequest request) {
        return session(request).isPresent();
    }

    void check(SignIn signIn) {
        switch (site().check(signIn.name(), signIn.secret())) {
            case WELCOME -> {}
            case WRONG -> throw unauthorized();
            case CAPTCHA ->
                throw SiteRefusal.byPage(
                                403,
                                "<html><head><title>Forbidden (403)</title></head><body>Basic"
                                        + " Authentication Failure - Reason : AUTHENTICATION_DENIED</body></html>")
                        .with("X-Authentication-Denied-Reason", "CAPTCHA_CHALLENGE; login-url=/login.jsp");
        }
    }

    /**
     * Finds the session of a request.
     *
     * @param request the request
     * @return the session whose cookie it carries, if that is valid
     */
    public Optional<JiraDataCenterSite.Session> session(HttpServletRequest request) {
        return site().session(cookie(request, SESSION));
    }

    static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? null
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private JiraDataCenterSite site() {
        return world.dataCenter();
    }

    private static SiteRefusal unauthorized() {
        return SiteRefusal.byPage(
                        401,
                        "<html><head><title>Unauthorized (401)</title></head><body>Basic Authentication Failure -"
                                + " Reason : AUTHENTICATED_FAILED</body></html>")
                .with("X-Seraph-LoginReason", "AUTHENTICATED_FAILED");
    }

    private static Optional<SignIn> basic(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            return Optional.of(SignIn.parse(new String(decoded, StandardCharsets.UTF_8), "Authorization"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
