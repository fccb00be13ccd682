package io.ferry.sandbox.bigpicture;

import io.ferry.sandbox.datacenter.DataCenterDoor;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the app that a request means, and lets it in: base path, location, restart, token (facts/bigpicture.md). */
@Component
public class BigPictureDoor {
    private static final String OLD_BASE = "softwareplant-";
    private static final int FIRST_MINOR_WITH_NEW_BASE = 32;

    private final World world;
    private final Sides sides;
    private final Faults faults;
    private final DataCenterDoor dataCenterDoor;

    BigPictureDoor(World world, Sides sides, Faults faults, DataCenterDoor dataCenterDoor) {
        this.world = world;
        this.sides = sides;
        this.faults = faults;
        this.dataCenterDoor = dataCenterDoor;
    }

    /**
     * Lets a request in.
     *
     * @param request the request
     * @param path the variables of its path: {@code base}, or {@code slug} and {@code location}
     * @return the app
     * @throws SiteRefusal 404 for the wrong base, 401 for the wrong token or location, 503 while the app restarts
     */
    BigPictureApp letIn(HttpServletRequest request, Map<String, String> path) {
        boolean onDataCenter = sides.of(request) == Side.JIRA_DATA_CENTER;
        BigPictureApp app = world.app(onDataCenter ? Deployment.SERVER : Deployment.CLOUD);
        if (onDataCenter) {
            checkBase(app, path.get("base"), request);
            checkDataCenterToken(request);
        } else {
            checkLocation(app, path);
            checkCloudToken(request);
        }
        checkReady(app, request);
        return app;
    }

    /**
     * Lets a request through to an app that can answer it.
     *
     * @param app the app
     * @param request the request
     * @throws SiteRefusal 503 while the app restarts; 403 for a change while its licence is invalid
     */
    public void checkReady(BigPictureApp app, HttpServletRequest request) {
        if (app.isRestarting()) {
            throw SiteRefusal.byPage(503, "<html><body>The app is starting.</body></html>");
        }
        String method = request.getMethod();
        if (!method.equals("GET")
                && faults.strike(FaultKind.LICENCE_INVALID, app.deployment().side())
                        .isPresent()) {
            throw SiteRefusal.byApp(403, "The licence is invalid: the app is read-only.");
        }
    }

    private void checkBase(BigPictureApp app, @Nullable String base, HttpServletRequest request) {
        SandboxOptions options = world.options();
        boolean old = options.oldBaseOnly() || !app.version().isAtLeast(8, FIRST_MINOR_WITH_NEW_BASE);
        String right = (old ? OLD_BASE : "") + options.app().slug();
        if (!right.equals(base)) {
            throw SiteRefusal.byJira(404, "null for uri: " + request.getRequestURI());
        }
    }

    private void checkLocation(BigPictureApp app, Map<String, String> path) {
        int location = Integer.parseInt(path.getOrDefault("location", "0"));
        if (!world.options().app().slug().equals(path.get("slug"))
                || !world.cloud().app().isPresent()) {
            throw SiteRefusal.byApp(404, "Not found");
        }
        if (!app.isAt(location)) {
            throw SiteRefusal.byApp(401, "Unauthorized");
        }
    }

    void checkCloudToken(HttpServletRequest request) {
        String token = token(request);
        if (!world.options().cloud().appToken()
                || !credentials().bigPictureCloud().equals(token)
                || passwordIsWrong(Side.BIGPICTURE_CLOUD)) {
            throw SiteRefusal.byApp(401, "Unauthorized");
        }
    }

    private void checkDataCenterToken(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (credentials().bigPictureDataCenter().equals(token(request))) {
            boolean oldScheme = authorization != null && authorization.startsWith("APIToken ");
            if (passwordIsWrong(Side.JIRA_DATA_CENTER) || (oldScheme && !dataCenterDoor.hasSession(request))) {
                throw SiteRefusal.byApp(401, "Unauthorized");
            }
            return;
        }
        // The app runs inside Jira, so Jira's own sign-in opens it too.
        dataCenterDoor.letIn(request);
    }

    private boolean passwordIsWrong(Side side) {
        return faults.strike(FaultKind.WRONG_PASSWORD, side).isPresent();
    }

    private Credentials credentials() {
        return world.options().credentials();
    }

    private static @Nullable String token(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return null;
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space);
        return scheme.equals("Bearer") || scheme.equals("APIToken") ? authorization.substring(space + 1) : null;
    }
}
