package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** System > Announcement banner of Jira Data Center, and the server's folder in which its backups land. */
@RestController
@OnSide(Side.JIRA_DATA_CENTER)
class ServerSystemScreens {
    private static final String BANNER = "/secure/admin/EditAnnouncementBanner";

    private final ScreenDoor door;
    private final World world;

    ServerSystemScreens(ScreenDoor door, World world) {
        this.door = door;
        this.world = world;
    }

    @GetMapping(BANNER + "!default.jspa")
    ResponseEntity<String> banner(HttpServletRequest request) {
        door.letAdministratorIn(request);
        return door.page(request, "Announcement banner")
                .add(
                        "<form method=\"post\" action=\"" + BANNER + ".jspa\">"
                                + "<label>Announcement <textarea name=\"announcement\">%s</textarea></label>"
                                + "<button>Set Banner</button></form>",
                        world.dataCenter().banner())
                .answer();
    }

    @PostMapping(BANNER + ".jspa")
    ResponseEntity<String> banner(HttpServletRequest request, @RequestParam(defaultValue = "") String announcement) {
        door.letAdministratorIn(request);
        world.dataCenter().announce(announcement);
        return Page.to(BANNER + "!default.jspa");
    }

    @GetMapping("/sandbox/export-folder")
    ResponseEntity<String> exports(HttpServletRequest request) throws IOException {
        door.letIn(request);
        Page page = door.page(request, "The folder export on the server")
                .add("<p class=\"note\">Jira has no such page: it represents the server's disk.</p><ul>");
        for (Path file : files()) {
            page.add(
                    "<li><a href=\"/sandbox/export-folder/%s\" download>%s</a> (%s bytes)",
                    file.getFileName(), file.getFileName(), Files.size(file));
        }
        return page.add("</ul>").answer();
    }

    @GetMapping("/sandbox/export-folder/{name}")
    ResponseEntity<Resource> export(HttpServletRequest request, @PathVariable String name) throws IOException {
        door.letIn(request);
        Path file = files().stream()
                .filter(each -> String.valueOf(each.getFileName()).equals(name))
                .findFirst()
                .orElseThrow(() -> SiteRefusal.byApp(404, "There is no such file."));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .body(new FileSystemResource(file));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(world.dataCenter().exportFolder())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
