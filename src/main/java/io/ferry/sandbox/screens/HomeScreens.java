package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The dashboard of both Jiras, and the sign-in of Jira Cloud. */
@RestController
@OnSide({Side.JIRA_DATA_CENTER, Side.JIRA_CLOUD})
class HomeScreens {
    private final ScreenDoor door;
    private final World world;

    HomeScreens(ScreenDoor door, World world) {
        this.door = door;
        this.world = world;
    }

    @GetMapping("/")
    ResponseEntity<String> dashboard(HttpServletRequest request) {
        door.letIn(request);
        boolean cloud = door.sideOf(request) == Side.JIRA_CLOUD;
        var app = world.options().app();
        var projects =
                cloud ? world.cloud().projects() : world.dataCenter().data().projects();
        Page page = door.page(request, "Dashboard");
        page.add(
                "<p>%s projects, %s issues.</p>",
                projects.size(),
                projects.stream().mapToInt(each -> each.issueCount()).sum());
        if (!cloud) {
            page.add("<p><a href=\"/plugins/servlet/softwareplant-%s/\">%s</a></p>", app.slug(), app.title());
        } else if (world.cloud().app().isPresent()) {
            page.add("<p><a href=\"/plugins/servlet/ac/%s/%s\">%s</a></p>", app.key(), app.slug(), app.title());
        }
        return page.answer();
    }

    @GetMapping("/login")
    ResponseEntity<String> login(
            HttpServletRequest request, @RequestParam(name = "continue", defaultValue = "/") String destination) {
        return loginPage(destination, "");
    }

    @PostMapping("/login")
    ResponseEntity<String> signIn(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(name = "continue", defaultValue = "/") String destination) {
        return world.cloud()
                .open(email, password)
                .map(session -> {
                    HttpHeaders headers = new HttpHeaders();
                    headers.set("Location", destination.matches("/[^/\\\\].*") ? destination : "/");
                    headers.set(
                            "Set-Cookie",
                            ScreenDoor.CLOUD_SESSION + "=" + session + "; Path=/; HttpOnly; SameSite=Lax");
                    return ResponseEntity.status(303).headers(headers).<String>build();
                })
                .orElseGet(() -> loginPage(destination, "Incorrect email address and / or password."));
    }

    private static ResponseEntity<String> loginPage(String destination, String error) {
        Page page = Page.of(Side.JIRA_CLOUD, "Log in to continue");
        if (!error.isEmpty()) {
            page.add("<div class=\"error\">%s</div>", error);
        }
        return page.add(
                        "<form method=\"post\" action=\"/login\"><label>Email <input type=\"text\" name=\"email\"></label>"
                                + "<label>Password <input type=\"password\" name=\"password\"></label>"
                                + "<input type=\"hidden\" name=\"continue\" value=\"%s\">"
                                + "<p class=\"note\">Here the API token of the pretend site is its password.</p>"
                                + "<button>Log in</button></form>",
                        destination)
                .answer();
    }
}
