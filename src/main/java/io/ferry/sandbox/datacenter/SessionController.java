package io.ferry.sandbox.datacenter;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.JiraDataCenterSite;
import io.ferry.sandbox.world.SignIn;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions and the end of WebSudo (facts/jira-data-center.md, specified). */
@RestController
@OnSide(Side.JIRA_DATA_CENTER)
@RequestMapping("/rest/auth/1")
class SessionController {
    private final World world;
    private final DataCenterDoor door;

    SessionController(World world, DataCenterDoor door) {
        this.world = world;
        this.door = door;
    }

    record NamePassword(@Nullable String username, @Nullable String password) {}

    @PostMapping("/session")
    Map<String, Object> signIn(@RequestBody NamePassword who, HttpServletResponse response) {
        door.requirePasswords();
        try {
            door.check(new SignIn(String.valueOf(who.username()), String.valueOf(who.password())));
        } catch (SiteRefusal refusal) {
            throw refusal.status() == 401 ? SiteRefusal.byJira(401, "Login failed") : refusal;
        }
        JiraDataCenterSite.Session session = world.dataCenter().open();
        giveCookies(session, response);
        return Map.of(
                "session", Map.of("name", DataCenterDoor.SESSION, "value", session.id()),
                "loginInfo", Map.of("loginCount", 1, "failedLoginCount", 0));
    }

    @GetMapping("/session")
    Map<String, Object> whoAmI(HttpServletRequest request) {
        signedIn(request);
        String name = world.options().credentials().dataCenter().name();
        return Map.of(
                "name",
                name,
                "self",
                Sides.addressSeenBy(request) + "/rest/api/2/user?username=" + name,
                "loginInfo",
                Map.of("loginCount", 1, "failedLoginCount", 0));
    }

    @DeleteMapping("/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request) {
        world.dataCenter().close(signedIn(request).id());
    }

    @DeleteMapping("/websudo")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endWebSudo(HttpServletRequest request) {
        door.session(request).ifPresent(session -> world.dataCenter().endWebSudo(session.id()));
    }

    private JiraDataCenterSite.Session signedIn(HttpServletRequest request) {
        return door.session(request).orElseThrow(() -> SiteRefusal.byJira(401, "You are not authenticated."));
    }

    static void giveCookies(JiraDataCenterSite.Session session, HttpServletResponse response) {
        response.addHeader("Set-Cookie", DataCenterDoor.SESSION + "=" + session.id() + "; Path=/; HttpOnly");
        response.addHeader("Set-Cookie", DataCenterDoor.XSRF + "=" + session.xsrfToken() + "; Path=/");
    }
}
