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
import java.util.List;
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
    /** Another app, whose data no backup brings into the cloud; fields of it are in {@link DataCenterRestController}. */
    static final String OTHER_APP = "com.example.checklist";

    private static final String OTHER_APP_NAME = "Pretend Checklist";
    private static final String OTHER_APP_VERSION = "2.4.1";

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

    /** The list has plugins that Jira brings along, too; no media type but its own gets it. */
    @GetMapping(path = "/", produces = "application/vnd.atl.plugins.installed+json")
    Map<String, Object> apps() {
        return Map.of(
                "plugins",
                List.of(
                        plugin("com.atlassian.jira.jira-software-application", "Jira Software", "1", false),
                        plugin(
                                world.options().app().key(),
                                world.options().app().title(),
                                world.app(Deployment.SERVER).version(),
                                true),
                        plugin(OTHER_APP, OTHER_APP_NAME, OTHER_APP_VERSION, true)));
    }

    private static Map<String, Object> plugin(String key, String name, Object version, boolean userInstalled) {
        Map<String, Object> plugin = new LinkedHashMap<>();
        plugin.put("enabled", true);
        plugin.put("key", key);
        plugin.put("name", name);
        plugin.put("version", version);
        plugin.put("userInstalled", userInstalled);
        plugin.put("usesLicensing", userInstalled);
        return plugin;
    }

    @GetMapping(
            path = "/{key}-key",
            produces = {"application/vnd.atl.plugins.plugin+json", "application/json"})
    Map<String, Object> app(@PathVariable String key) {
        return key.equals(OTHER_APP)
                ? plugin(key, OTHER_APP_NAME, OTHER_APP_VERSION, true)
                : plugin(key, world.options().app().title(), appOf(key).version(), true);
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
