package io.ferry.sandbox.cloud;

import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.SignIn;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Who stands at the door of the pretend Jira Cloud: only e-mail address and API token open it. */
@Component
class CloudDoor {
    private final World world;
    private final Faults faults;

    CloudDoor(World world, Faults faults) {
        this.world = world;
        this.faults = faults;
    }

    void letIn(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null
                || !isRight(authorization)
                || faults.strike(FaultKind.WRONG_PASSWORD, Side.JIRA_CLOUD).isPresent()) {
            throw SiteRefusal.byJira(401, "Client must be authenticated to access this resource.")
                    .with("WWW-Authenticate", "OAuth realm=\"sandbox\"");
        }
    }

    private boolean isRight(String authorization) {
        SignIn right = world.options().credentials().cloud();
        String expected = Base64.getEncoder()
                .encodeToString((right.name() + ":" + right.secret()).getBytes(StandardCharsets.UTF_8));
        return authorization.equals("Basic " + expected);
    }
}
