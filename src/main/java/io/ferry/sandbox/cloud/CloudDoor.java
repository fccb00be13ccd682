package io.ferry.sandbox.cloud;

import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.ApiToken;
import io.ferry.sandbox.world.SignIn;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Who stands at the doors of the pretend Jira Cloud. E-mail address and a classic API token open the site at its own
 * address; e-mail address and a scoped token open it at the gateway, and there only what the scopes cover.
 */
@Component
class CloudDoor {
    /** What precedes the site's own paths at the gateway. */
    static final String GATEWAY = "/ex/jira/{cloudId}";

    private static final String GATEWAY_PREFIX = "/ex/jira/";

    private final World world;
    private final Faults faults;
    private final Sides sides;

    CloudDoor(World world, Faults faults, Sides sides) {
        this.world = world;
        this.faults = faults;
        this.sides = sides;
    }

    /** Lets a request in that the site answers to everybody, if it came to the right place. */
    void letAnybodyIn(HttpServletRequest request) {
        if (isAtGateway(request) != request.getRequestURI().startsWith(GATEWAY_PREFIX)) {
            throw isAtGateway(request)
                    ? SiteRefusal.byGateway(404, "Not Found")
                    : SiteRefusal.byJira(404, "null for uri: " + request.getRequestURI());
        }
        if (isAtGateway(request) && !request.getRequestURI().startsWith(prefix() + "/")) {
            throw SiteRefusal.byGateway(404, "There is no site of this cloud ID.");
        }
    }

    /** Lets a request in that carries the right token for the place where it arrived. */
    void letIn(HttpServletRequest request) {
        letAnybodyIn(request);
        boolean atGateway = isAtGateway(request);
        ApiToken token = world.options().cloud().token();
        if (token.scoped() != atGateway
                || !isRight(request)
                || faults.strike(FaultKind.WRONG_PASSWORD, sides.of(request)).isPresent()) {
            throw atGateway
                    ? SiteRefusal.byGateway(401, "Unauthorized")
                    : SiteRefusal.byJira(401, "Client must be authenticated to access this resource.")
                            .with("WWW-Authenticate", "OAuth realm=\"sandbox\"");
        }
        if (atGateway
                && !token.covers(request.getMethod(), request.getRequestURI().substring(prefix().length()))) {
            throw SiteRefusal.byGateway(401, "Unauthorized; scope does not match");
        }
    }

    /** The address before {@code /rest} by which the request came, for links to more of the same. */
    String base(HttpServletRequest request) {
        return Sides.addressSeenBy(request) + (isAtGateway(request) ? prefix() : "");
    }

    /** The site's own address, whichever way the request came. */
    String siteAddress(HttpServletRequest request) {
        return isAtGateway(request) ? sides.address(Side.JIRA_CLOUD).toString() : Sides.addressSeenBy(request);
    }

    private String prefix() {
        return GATEWAY_PREFIX + world.cloud().cloudId();
    }

    private boolean isAtGateway(HttpServletRequest request) {
        return sides.of(request) == Side.ATLASSIAN_GATEWAY;
    }

    private boolean isRight(HttpServletRequest request) {
        SignIn right = world.options().credentials().cloud();
        String expected = Base64.getEncoder()
                .encodeToString((right.name() + ":" + right.secret()).getBytes(StandardCharsets.UTF_8));
        return ("Basic " + expected).equals(request.getHeader("Authorization"));
    }
}
