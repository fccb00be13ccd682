package io.ferry.sandbox.datacenter;

import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The app manager (UPM) of the pretend Jira Data Center: undocumented, seen in use (facts/jira-data-center.md). */
@RestController
@OnSide(Side.JIRA_DATA_CENTER)
@RequestMapping("/rest/plugins/1.0")
class DataCenterAppManager {
    private final World world;
    private final DataCenterDoor door;
    private final Faults faults;

    DataCenterAppManager(World world, DataCenterDoor door, Faults faults) {
        this.world = world;
        this.door = door;
        this.faults = faults;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request) {
        door.letIn(request);
    }

    @GetMapping(
            path = "/{key}-key",
            produces = {"application/vnd.atl.plugins.plugin+json", "application/json"})
    Map<String, Object> app(@PathVariable String key) {
        BigPictureApp app = appOf(key);
        Map<String, Object> plugin = new LinkedHashMap<>();
        plugin.put("enabled", true);
        plugin.put("key", key);
        plugin.put("name", world.options().app().title());
        plugin.put("version", app.version());
        plugin.put("userInstalled", true);
        plugin.put("usesLicensing", true);
        return plugin;
    }

    @GetMapping("/{key}-key/license")
    Map<String, Object> licence(@PathVariable String key) {
        appOf(key);
        Map<String, Object> licence = new LinkedHashMap<>();
        boolean invalid =
                faults.strike(FaultKind.LICENCE_INVALID, Side.JIRA_DATA_CENTER).isPresent();
        licence.put("pluginKey", key);
        licence.put("valid", !invalid);
        licence.put("active", !invalid);
        licence.put("evaluation", false);
        licence.put("licenseType", "COMMERCIAL");
        if (invalid) {
            licence.put("error", "EXPIRED");
        }
        return licence;
    }

    private BigPictureApp appOf(String key) {
        if (!key.equals(world.options().app().key())) {
            throw SiteRefusal.byApp(404, "There is no app " + key + ".");
        }
        return world.app(Deployment.SERVER);
    }
}
