package io.ferry.sandbox.cloud;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.World;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells everybody the site's id at Atlassian, which the gateway's addresses contain (facts/jira-cloud.md). */
@RestController
@OnSide(Side.JIRA_CLOUD)
class TenantInfoController {
    private final World world;

    TenantInfoController(World world) {
        this.world = world;
    }

    @GetMapping("/_edge/tenant_info")
    Map<String, String> tenant() {
        return Map.of("cloudId", world.cloud().cloudId());
    }
}
