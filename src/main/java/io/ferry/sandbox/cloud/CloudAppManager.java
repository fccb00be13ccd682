package io.ferry.sandbox.cloud;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.JiraCloudSite;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The app manager (UPM) of the pretend Jira Cloud: undocumented, seen in use (facts/jira-cloud.md). */
@RestController
@OnSide(Side.JIRA_CLOUD)
@RequestMapping("/rest/plugins/1.0")
class CloudAppManager {
    private static final String PENDING = "application/vnd.atl.plugins.pending-task+json";
    private final World world;
    private final CloudDoor door;
    private final Clock clock;

    CloudAppManager(World world, CloudDoor door, Clock clock) {
        this.world = world;
        this.door = door;
        this.clock = clock;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request) {
        door.letIn(request);
        int status = world.options().cloud().appManager();
        if (status != 200) {
            throw SiteRefusal.byApp(status, "The app manager does not answer to this.");
        }
    }

    @GetMapping(
            path = {"", "/"},
            produces = {"application/vnd.atl.plugins.installed+json", "application/json"})
    Map<String, Object> installed(HttpServletResponse response) {
        response.setHeader("upm-token", world.cloud().upmToken());
        return Map.of(
                "plugins", world.cloud().app().map(this::plugin).map(List::of).orElse(List.of()));
    }

    @PostMapping("/apps/install-subscribe")
    ResponseEntity<Map<String, Object>> install(
            @RequestParam(defaultValue = "") String addonKey,
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request) {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        String id = world.cloud().install(addonKey, token);
        if (!type.startsWith("application/vnd.atl.plugins.remote.install+json")) {
            throw SiteRefusal.byApp(415, "Unsupported Media Type");
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .contentType(MediaType.parseMediaType(PENDING))
                .body(pending(new JiraCloudSite.InstallationView(id, false, false)));
    }

    @GetMapping("/pending/{id}")
    ResponseEntity<Map<String, Object>> pending(@PathVariable String id) {
        return world.cloud()
                .installation(id)
                .map(view -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(PENDING))
                        .body(pending(view)))
                .orElseThrow(() -> SiteRefusal.byApp(404, "There is no task " + id + "."));
    }

    private static Map<String, Object> pending(JiraCloudSite.InstallationView view) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("done", view.done());
        status.put("statusCode", view.done() && view.failed() ? 500 : 200);
        if (view.done() && view.failed()) {
            status.put("subCode", "upm.pluginInstall.error.unexpected");
        }
        return Map.of(
                "type",
                "INSTALL",
                "pingAfter",
                300,
                "status",
                status,
                "links",
                Map.of("self", "/rest/plugins/1.0/pending/" + view.id()));
    }

    @GetMapping(
            path = {"/{key}-key", "/{key}-key/summary"},
            produces = {"application/vnd.atl.plugins.plugin+json", "application/json"})
    Map<String, Object> app(@PathVariable String key) {
        return plugin(appOf(key));
    }

    @GetMapping({"/{key}/marketplace", "/{key}-key/marketplace"})
    Map<String, Object> marketplace(@PathVariable String key) {
        BigPictureApp app = appOf(key);
        Optional<String> invalid = world.cloud().licenceError();
        Map<String, Object> licence = new LinkedHashMap<>();
        licence.put("valid", invalid.isEmpty());
        licence.put("active", invalid.isEmpty());
        licence.put("evaluation", true);
        licence.put("licenseType", "COMMERCIAL");
        invalid.ifPresent(error -> licence.put("error", error));
        licence.put(
                "subscriptionEndDate", clock.instant().plus(Duration.ofDays(30)).toString());
        Map<String, Object> answer = plugin(app);
        answer.put("licenseDetails", licence);
        return answer;
    }

    private Map<String, Object> plugin(BigPictureApp app) {
        Map<String, Object> plugin = new LinkedHashMap<>();
        plugin.put("enabled", true);
        plugin.put("key", world.options().app().key());
        plugin.put("name", world.options().app().title());
        plugin.put("version", app.version());
        plugin.put("userInstalled", true);
        plugin.put("remotable", true);
        return plugin;
    }

    private BigPictureApp appOf(String key) {
        return world.cloud()
                .app()
                .filter(app -> key.equals(world.options().app().key()))
                .orElseThrow(() -> SiteRefusal.byApp(404, "There is no app " + key + "."));
    }
}
