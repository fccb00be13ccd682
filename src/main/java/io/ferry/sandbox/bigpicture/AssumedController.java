package io.ferry.sandbox.bigpicture;

import io.ferry.sandbox.side.Assumed;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.BigPictureApp.ConnectionView;
import io.ferry.sandbox.world.BigPictureApp.DumpView;
import io.ferry.sandbox.world.BigPictureApp.RestoreOrder;
import io.ferry.sandbox.world.BigPictureApp.RestoreView;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the vendor offers only on pages: dumps, restores, connections, reinstallation. The behaviour follows
 * facts/bigpicture.md; paths, bodies and status codes are the sandbox's own.
 */
@RestController
@OnSide({Side.JIRA_DATA_CENTER, Side.BIGPICTURE_CLOUD})
@RequestMapping({BoxController.DATA_CENTER + "/assumed", BoxController.CLOUD + "/assumed"})
class AssumedController {
    private final BigPictureDoor door;
    private final World world;

    AssumedController(BigPictureDoor door, World world) {
        this.door = door;
        this.world = world;
    }

    @ModelAttribute
    BigPictureApp app(HttpServletRequest request, @PathVariable Map<String, String> path) {
        return door.letIn(request, path);
    }

    @GetMapping("/app")
    @Assumed("no call for the app's version is published")
    Map<String, Object> version(@ModelAttribute BigPictureApp app) {
        return Map.of("version", app.version(), "key", world.options().app().key());
    }

    record Reinstallation(@Nullable String version) {}

    @PostMapping("/app/reinstall")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Assumed("a person uploads the same version in the app manager")
    void reinstall(@ModelAttribute BigPictureApp app, @RequestBody Reinstallation order) {
        if (app.deployment() == Deployment.CLOUD) {
            throw SiteRefusal.byApp(404, "Not found");
        }
        app.reinstall(order.version());
    }

    @GetMapping("/dumps")
    @Assumed("the page Database dumps shows this list")
    List<DumpView> dumps(@ModelAttribute BigPictureApp app) {
        return app.lookAtDumps();
    }

    record NewDump(@Nullable String description) {}

    @PostMapping("/dumps")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Assumed("a person presses Create dump; the app restarts")
    void createDump(@ModelAttribute BigPictureApp app, @RequestBody NewDump order) {
        String description = order.description();
        app.createDump(description == null ? "" : description);
    }

    @GetMapping("/dumps/{id}/file")
    @Assumed("a person presses Download; whether the real one can be resumed is unknown")
    ResponseEntity<Resource> download(@ModelAttribute BigPictureApp app, @PathVariable String id) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(new FileSystemResource(app.file(id)));
    }

    @PostMapping("/dumps/import")
    @ResponseStatus(HttpStatus.CREATED)
    @Assumed("a person presses Import and picks the file")
    Map<String, String> upload(
            @ModelAttribute BigPictureApp app,
            @RequestParam(defaultValue = "dump") String fileName,
            HttpServletRequest request)
            throws IOException {
        return Map.of("id", app.importDump(fileName, request.getInputStream()));
    }

    @PostMapping("/dumps/{id}/restore")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Assumed("a person goes through strategy, warning, tick, mapping and the typed word")
    Map<String, String> restore(
            @ModelAttribute BigPictureApp app, @PathVariable String id, @RequestBody RestoreOrder order) {
        return Map.of("restoreId", app.restore(id, order));
    }

    @GetMapping("/restores/{id}")
    @Assumed("the page shows a progress bar")
    RestoreView restoreState(@ModelAttribute BigPictureApp app, @PathVariable String id) {
        return app.restore(id).orElseThrow(() -> SiteRefusal.byApp(404, "There is no restore " + id + "."));
    }

    @GetMapping("/restores")
    @Assumed("shows the outcome of a restore whose answer was lost")
    List<RestoreView> restores(@ModelAttribute BigPictureApp app) {
        return app.restores();
    }

    @GetMapping("/connections")
    @Assumed("the page Connections shows this list")
    List<ConnectionView> connections(@ModelAttribute BigPictureApp app) {
        return app.connections();
    }

    record Switch(@Nullable Boolean active) {}

    @PutMapping("/connections/{id}")
    @Assumed("a person uses the switch in the column Active")
    ConnectionView switchConnection(
            @ModelAttribute BigPictureApp app, @PathVariable String id, @RequestBody Switch order) {
        Boolean active = order.active();
        if (active == null) {
            throw SiteRefusal.byApp(400, "active is missing.");
        }
        return app.switchConnection(id, active);
    }
}
