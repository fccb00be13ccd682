package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.App;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.JiraCloudSite;
import io.ferry.sandbox.world.JiraCloudSite.InstallationView;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Apps > Manage apps of both sites, and a pretend Marketplace with the app's version history. */
@RestController
@OnSide({Side.JIRA_DATA_CENTER, Side.JIRA_CLOUD})
class ManageAppsScreens {
    private static final String HERE = "/plugins/servlet/upm";
    private static final Pattern VERSION = Pattern.compile("(?m)^version=([0-9.]{1,20})$");

    private final ScreenDoor door;
    private final World world;

    ManageAppsScreens(ScreenDoor door, World world) {
        this.door = door;
        this.world = world;
    }

    @GetMapping(HERE)
    ResponseEntity<String> apps(HttpServletRequest request) {
        door.letAdministratorIn(request);
        return door.sideOf(request) == Side.JIRA_CLOUD ? cloudApps(request) : serverApps(request);
    }

    private ResponseEntity<String> serverApps(HttpServletRequest request) {
        BigPictureApp app = world.app(Deployment.SERVER);
        Page page = door.page(request, "Manage apps");
        if (app.isRestarting()) {
            return page.add("<div class=\"note\">%s is being installed and enabled.</div>", title())
                    .again()
                    .answer();
        }
        return page.add(
                        "<table><tr><th>App<th>Version<th>State</tr><tr><td>%s<td>%s<td>Installed and enabled</tr></table>",
                        title(), app.version())
                .add(
                        "<h2>Upload app</h2><form method=\"post\" action=\"" + HERE
                                + "/upload\" enctype=\"multipart/form-data\">"
                                + "<label>File of the app <input type=\"file\" name=\"file\" required></label>"
                                + "<button>Upload app</button></form>"
                                + "<p class=\"note\">Files of the pretend app: <a href=\"/sandbox/marketplace\">version history</a>.</p>")
                .answer();
    }

    private ResponseEntity<String> cloudApps(HttpServletRequest request) {
        JiraCloudSite cloud = world.cloud();
        Page page = door.page(request, "Manage apps")
                .add("<p><a class=\"button\" href=\"" + HERE + "/find\">Find new apps</a></p>");
        Optional<BigPictureApp> app = cloud.app();
        if (app.isPresent()) {
            Optional<String> error = cloud.licenceError();
            return page.add(
                            "<table><tr><th>App<th>Version<th>State<th>License</tr>"
                                    + "<tr><td>%s<td>%s<td>Installed<td>%s</tr></table>",
                            title(),
                            app.get().version(),
                            error.map(why -> "Invalid: " + why).orElse("Valid: free trial"))
                    .answer();
        }
        Optional<InstallationView> installation = cloud.latestInstallation();
        if (installation.filter(each -> !each.done()).isPresent()) {
            return page.add("<div class=\"note\">%s is being installed.</div>", title())
                    .again()
                    .answer();
        }
        if (installation.filter(InstallationView::failed).isPresent()) {
            page.add("<div class=\"error\">The installation of %s failed.</div>", title());
        }
        return page.add("<p>No app of yours is installed.</p>").answer();
    }

    @GetMapping(HERE + "/find")
    ResponseEntity<String> find(HttpServletRequest request, @RequestParam(defaultValue = "") String q) {
        door.letAdministratorIn(request);
        Page page = door.page(request, "Find new apps")
                .add(
                        "<form><label>Search <input type=\"text\" name=\"q\" value=\"%s\"></label><button>Search</button></form>",
                        q);
        if (title().toLowerCase(Locale.ROOT).contains(q.strip().toLowerCase(Locale.ROOT)) && !q.isBlank()) {
            page.add(
                    "<h2>%s</h2><form method=\"post\" action=\"" + HERE
                            + "/get\"><p>Free trial of 30 days, then by number of users.</p>"
                            + "<button>Try it free</button></form>",
                    title());
        }
        return page.answer();
    }

    @PostMapping(HERE + "/get")
    ResponseEntity<String> install(HttpServletRequest request) {
        door.letAdministratorIn(request);
        world.cloud().install(world.options().app().key(), world.cloud().upmToken());
        return Page.to(HERE);
    }

    @PostMapping(HERE + "/upload")
    ResponseEntity<String> upload(HttpServletRequest request, @RequestParam MultipartFile file) throws IOException {
        door.letAdministratorIn(request);
        try (InputStream in = file.getInputStream()) {
            Matcher version = VERSION.matcher(new String(in.readNBytes(1000), StandardCharsets.UTF_8));
            if (!version.find()) {
                throw SiteRefusal.byApp(422, "This is no file of the pretend app. Take it from the version history.");
            }
            world.app(Deployment.SERVER).reinstall(version.group(1));
        }
        return Page.to(HERE);
    }

    @GetMapping("/sandbox/marketplace")
    ResponseEntity<String> versions(HttpServletRequest request) {
        Page page = door.page(request, title() + ": version history")
                .add("<p class=\"note\">It represents the Atlassian Marketplace.</p><table><tr><th>Version<th></tr>");
        String installed = world.app(Deployment.SERVER).version().toString();
        for (String version : List.of("8.99.0", installed, "8.2.2")) {
            page.add(
                    "<tr><td>%s, for Data Center<td><a href=\"/sandbox/marketplace/%s\" download>Download %s</a></tr>",
                    version, version, version);
        }
        return page.add("</table>").answer();
    }

    @GetMapping("/sandbox/marketplace/{version:[0-9.]+}")
    ResponseEntity<byte[]> file(@PathVariable String version) {
        App app = world.options().app();
        String content = "A pretend app of Ferry's sandbox\nkey=" + app.key() + "\nversion=" + version + "\n";
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + app.slug() + "-" + version + ".obr\"")
                .body(content.getBytes(StandardCharsets.UTF_8));
    }

    private String title() {
        return world.options().app().title();
    }
}
