package io.ferry.sandbox.cloud;

import io.ferry.sandbox.side.Assumed;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.JiraCloudSite.ImportView;
import io.ferry.sandbox.world.JiraCloudSite.UploadView;
import io.ferry.sandbox.world.SiteImport;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The import of a Jira backup into the pretend Jira Cloud. */
@RestController
@OnSide(Side.JIRA_CLOUD)
@RequestMapping("/rest/assumed/import")
class ImportController {
    private final World world;
    private final CloudDoor door;

    ImportController(World world, CloudDoor door) {
        this.world = world;
        this.door = door;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request) {
        door.letIn(request);
        if (world.options().cloud().siteImport() != SiteImport.CALLS) {
            throw SiteRefusal.byJira(404, "This site imports no backups.");
        }
    }

    @PostMapping("/files")
    @ResponseStatus(HttpStatus.CREATED)
    @Assumed("real sites take the file on an administration page; the endpoints behind it are not public, nor is it"
            + " known whether one returns size and hash")
    UploadView upload(@RequestParam(defaultValue = "backup.zip") String fileName, HttpServletRequest request)
            throws IOException {
        return world.cloud().upload(fileName, request.getInputStream());
    }

    record Order(@Nullable String fileId) {}

    @PostMapping("")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Assumed("real sites start the import on an administration page; it is being withdrawn")
    Map<String, String> start(@RequestBody Order order) {
        return Map.of("taskId", world.cloud().startImport(order.fileId()));
    }

    @GetMapping("/{taskId}")
    @Assumed("real sites show a progress bar, at times stuck on 'processing'")
    ImportView task(@PathVariable String taskId) {
        return world.cloud()
                .importTask(taskId)
                .orElseThrow(() -> SiteRefusal.byJira(404, "There is no import " + taskId + "."));
    }

    @GetMapping("")
    @Assumed("shows the outcome of an import whose answer was lost")
    List<ImportView> tasks() {
        return world.cloud().imports();
    }
}
