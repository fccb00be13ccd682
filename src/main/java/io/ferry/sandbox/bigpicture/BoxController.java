package io.ferry.sandbox.bigpicture;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.AppContent;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.SiteRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public interface of the pretend app, on both sides (facts/bigpicture.md, documented). */
@RestController
@OnSide({Side.JIRA_DATA_CENTER, Side.BIGPICTURE_CLOUD})
@RequestMapping({BoxController.DATA_CENTER, BoxController.CLOUD})
class BoxController {
    static final String DATA_CENTER =
            "/rest/{base:bigpicture|biggantt|softwareplant-bigpicture|softwareplant-biggantt}/1.0";
    static final String CLOUD = "/{slug:bigpicture|biggantt}/jiracloud/{location:\\d{1,9}}/rest";

    private final BigPictureDoor door;

    BoxController(BigPictureDoor door) {
        this.door = door;
    }

    @ModelAttribute
    BigPictureApp app(HttpServletRequest request, @PathVariable Map<String, String> path) {
        return door.letIn(request, path);
    }

    @GetMapping("/public/ppm/box/box-hierarchy")
    Envelope boxes(@ModelAttribute BigPictureApp app) {
        since(app, 21);
        return Envelope.of(app.boxes());
    }

    @GetMapping("/public/ppm/box/box-types")
    Envelope boxTypes() {
        return Envelope.of(List.of(
                Map.of("boxTypeId", "portfolio", "boxTypeName", "Portfolio"),
                Map.of("boxTypeId", "program", "boxTypeName", "Program"),
                Map.of("boxTypeId", "iteration", "boxTypeName", "Iteration")));
    }

    record NewBox(@Nullable String boxName) {}

    @PostMapping("/public/ppm/box/box")
    Envelope createBox(@ModelAttribute BigPictureApp app, @RequestBody NewBox box) {
        since(app, 21);
        String name = box.boxName();
        if (name == null || name.isBlank()) {
            throw SiteRefusal.byApp(400, "boxName is missing.");
        }
        return Envelope.of(Map.of("createdBoxId", app.createBox(name)));
    }

    @GetMapping("/public/ppm/teams")
    Envelope teams(@ModelAttribute BigPictureApp app) {
        since(app, 8);
        return Envelope.of(app.teams());
    }

    @GetMapping("/public/ppm/box/area/task/scope/def/own/{boxId}")
    Envelope scope(@ModelAttribute BigPictureApp app, @PathVariable String boxId) {
        since(app, 31);
        AppContent.Scope scope =
                app.scope(boxId).orElseThrow(() -> SiteRefusal.byApp(404, "There is no box " + boxId + "."));
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("narrowingQuery", scope.narrowingQuery());
        definition.put(
                "scopeDefinitionElements",
                scope.elements().stream()
                        .map(element -> Map.of(
                                "type", element.type(),
                                "value", element.value(),
                                "isAvailable", app.isThere(element),
                                "isAccessible", app.isThere(element)))
                        .toList());
        definition.put(
                "manuallyAddedTasks",
                scope.issueKeys().stream().map(key -> Map.of("key", key)).toList());
        return Envelope.of(Map.of("extPlatformScopeDefinitions", List.of(definition)));
    }

    private static void since(BigPictureApp app, int minor) {
        if (!app.version().isAtLeast(8, minor)) {
            throw SiteRefusal.byApp(404, "Not found");
        }
    }
}
