package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.BigPictureApp.ConnectionView;
import io.ferry.sandbox.world.BigPictureApp.DumpView;
import io.ferry.sandbox.world.Box;
import io.ferry.sandbox.world.SiteRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * The app's own pages on both sides: boxes, fields, dumps and connections. What stands where and what it is called follows
 * facts/bigpicture.md (documented, or the app's own texts); addresses beneath the app's page are the sandbox's own.
 */
@RestController
@OnSide({Side.JIRA_DATA_CENTER, Side.JIRA_CLOUD})
@RequestMapping({ScreenDoor.SERVER_APP, ScreenDoor.CLOUD_APP})
class DumpScreens {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ScreenDoor door;

    DumpScreens(ScreenDoor door) {
        this.door = door;
    }

    @ModelAttribute
    Visit visit(HttpServletRequest request, @PathVariable Map<String, String> path) {
        return door.visit(request, path);
    }

    @GetMapping({"", "/"})
    ResponseEntity<String> boxes(@ModelAttribute Visit visit) {
        Page page = visit.page(visit.title())
                .add("<p>Boxes (version %s of the app):</p><ul>", visit.app().version());
        visit.app().boxes().boxChildren().forEach(box -> show(page, box));
        return page.add("</ul>").answer();
    }

    private static void show(Page page, Box box) {
        page.add("<li>%s (%s)<ul>", box.boxName(), box.boxId());
        box.boxChildren().forEach(child -> show(page, child));
        page.add("</ul></li>");
    }

    @GetMapping("/configuration/fields")
    ResponseEntity<String> fields(@ModelAttribute Visit visit) {
        Page page = visit.page("Fields").add("<form method=\"post\"><table><tr><th>Field<th>Synchronization</tr>");
        visit.app()
                .fields()
                .forEach((name, on) -> page.add(
                        "<tr><td>%s<td><select name=\"%s\" aria-label=\"%s\"><option%s>Synchronized<option%s>Not synchronized"
                                + "</select></tr>",
                        name, name, name, on ? " selected" : "", on ? "" : " selected"));
        return page.add("</table><p><button>Save</button></p></form>").answer();
    }

    @PostMapping("/configuration/fields")
    ResponseEntity<String> fields(@ModelAttribute Visit visit, @RequestParam Map<String, String> fields) {
        visit.app().synchronizeOnly(fieldsThatAre(fields, "Synchronized"));
        return Page.to(visit.base() + "/configuration/fields");
    }

    private static Set<String> fieldsThatAre(Map<String, String> fields, String value) {
        return fields.entrySet().stream()
                .filter(field -> field.getValue().equals(value))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @GetMapping("/configuration/dumps")
    ResponseEntity<String> dumps(@ModelAttribute Visit visit) {
        List<DumpView> dumps = visit.app().lookAtDumps();
        Page page = visit.page("Database dumps")
                .add(
                        "<p><a class=\"button\" href=\"%s/new\">New dump</a> <a class=\"button\" href=\"%s/import\">Import</a></p>"
                                + "<table><tr><th>Description<th>Date<th>Status<th>Database version<th>JCMA migration name<th></tr>",
                        visit.dumps(), visit.dumps());
        for (DumpView dump : dumps) {
            page.add(
                    "<tr><td>%s<td>%s<td>%s<td>%s<td>-<td>",
                    dump.description(), TIME.format(dump.createdAt()), status(dump), dump.databaseVersion());
            if (dump.status().equals("READY")) {
                page.add(
                        "<a href=\"%s/%s/file\">Download</a> <a href=\"%s/%s/restore\">Restore</a>",
                        visit.dumps(), dump.id(), visit.dumps(), dump.id());
            }
            page.add("</tr>");
        }
        return page.add("</table>")
                .add(dumps.isEmpty() ? "<p>No dumps.</p>" : "")
                .answer();
    }

    private static String status(DumpView dump) {
        return switch (dump.status()) {
            case "READY" -> "Ready";
            case "FAILED" -> "Failed";
            default -> "In progress: " + dump.progress() + " %";
        };
    }

    @GetMapping("/configuration/dumps/new")
    ResponseEntity<String> newDump(@ModelAttribute Visit visit) {
        return visit.page("New dump")
                .add(
                        "<form method=\"post\"><label><input type=\"radio\" name=\"kind\" value=\"basic\" checked> Basic dump</label>"
                                + "<label><input type=\"radio\" name=\"kind\" value=\"jcma\"> JCMA dump</label>"
                                + "<label>Description <input type=\"text\" name=\"description\"></label>"
                                + "<p class=\"warn\">Making a dump restarts the app.</p><button>Create dump</button></form>")
                .answer();
    }

    @PostMapping("/configuration/dumps/new")
    ResponseEntity<String> newDump(
            @ModelAttribute Visit visit,
            @RequestParam(defaultValue = "basic") String kind,
            @RequestParam(defaultValue = "") String description) {
        if (!kind.equals("basic")) {
            throw SiteRefusal.byApp(422, "A JCMA dump is not for this route. Choose the basic dump.");
        }
        visit.app().createDump(description);
        return Page.to(visit.dumps());
    }

    @GetMapping("/configuration/dumps/{id}/file")
    ResponseEntity<Resource> download(@ModelAttribute Visit visit, @PathVariable String id) {
        Resource file = new FileSystemResource(visit.app().file(id));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(visit.title().toLowerCase(Locale.ROOT) + "-" + id + ".dump")
                                .build()
                                .toString())
                .body(file);
    }

    @GetMapping("/configuration/dumps/import")
    ResponseEntity<String> importDump(@ModelAttribute Visit visit) {
        return visit.page("Import a dump")
                .add("<form method=\"post\" enctype=\"multipart/form-data\">"
                        + "<label>File of the dump <input type=\"file\" name=\"file\" required></label>"
                        + "<button>Import</button></form>")
                .answer();
    }

    @PostMapping("/configuration/dumps/import")
    ResponseEntity<String> importDump(@ModelAttribute Visit visit, @RequestParam MultipartFile file)
            throws IOException {
        try (InputStream in = file.getInputStream()) {
            visit.app().importDump(String.valueOf(file.getOriginalFilename()), in);
        }
        return Page.to(visit.dumps());
    }

    @GetMapping("/configuration/connections")
    ResponseEntity<String> connections(@ModelAttribute Visit visit) {
        Page page = visit.page("Connections").add("<table><tr><th>Name<th>Active<th>State</tr>");
        for (ConnectionView connection : visit.app().connections()) {
            page.add(
                    "<tr><td>%s%s<td><form method=\"post\" action=\"%s/configuration/connections/%s\">"
                            + "<input type=\"hidden\" name=\"active\" value=\"%s\">"
                            + "<button role=\"switch\" aria-checked=\"%s\" aria-label=\"Active: %s\">%s</button></form><td>%s</tr>",
                    connection.name(),
                    connection.primary() ? " (primary)" : "",
                    visit.base(),
                    connection.id(),
                    !connection.active(),
                    connection.active(),
                    connection.name(),
                    connection.active() ? "On" : "Off",
                    state(connection));
        }
        return page.add("</table><p>Refresh this page to see the state now.</p>")
                .answer();
    }

    private static String state(ConnectionView connection) {
        String words = connection.state().charAt(0)
                + connection.state().substring(1).replace('_', ' ').toLowerCase(Locale.ROOT);
        return connection.reason() == null ? words : words + ": " + connection.reason();
    }

    @PostMapping("/configuration/connections/{id}")
    ResponseEntity<String> connection(
            @ModelAttribute Visit visit, @PathVariable String id, @RequestParam boolean active) {
        visit.app().switchConnection(id, active);
        return Page.to(visit.base() + "/configuration/connections");
    }
}
