package io.ferry.sandbox.screens;

import io.ferry.sandbox.bigpicture.BigPictureDoor;
import io.ferry.sandbox.datacenter.DataCenterDoor;
import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.JiraDataCenterSite;
import io.ferry.sandbox.world.SiteImport;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may see the pages: whoever signed in at the site; for administration on Data Center with the password again. */
@Component
class ScreenDoor {
    static final String SERVER_APP = "/plugins/servlet/softwareplant-{slug:bigpicture|biggantt}";
    static final String CLOUD_APP = "/plugins/servlet/ac/{key}/{slug:bigpicture|biggantt}";
    static final String CLOUD_SESSION = "cloud.session.token";

    private final World world;
    private final Sides sides;
    private final DataCenterDoor dataCenter;
    private final BigPictureDoor apps;

    ScreenDoor(World world, Sides sides, DataCenterDoor dataCenter, BigPictureDoor apps) {
        this.world = world;
        this.sides = sides;
        this.dataCenter = dataCenter;
        this.apps = apps;
    }

    Side sideOf(HttpServletRequest request) {
        return sides.of(request);
    }

    /** Lets a signed-in person in; sends everybody else to the page where one signs in. */
    void letIn(HttpServletRequest request) {
        boolean welcome = sideOf(request) == Side.JIRA_DATA_CENTER
                ? dataCenter.session(request).isPresent()
                : world.cloud().knows(cookie(request));
        if (!welcome) {
            throw sentTo(
                    sideOf(request) == Side.JIRA_DATA_CENTER ? "/login.jsp?os_destination=" : "/login?continue=",
                    request);
        }
    }

    /** Lets an administrator in: on Data Center the password is asked for again. */
    void letAdministratorIn(HttpServletRequest request) {
        letIn(request);
        Optional<JiraDataCenterSite.Session> session = dataCenter.session(request);
        if (sideOf(request) == Side.JIRA_DATA_CENTER
                && session.filter(world.dataCenter()::hasWebSudo).isEmpty()) {
            throw sentTo("/secure/admin/WebSudoAuthenticate!default.jspa?webSudoDestination=", request);
        }
    }

    /** Lets a signed-in person into the app. */
    Visit visit(HttpServletRequest request, Map<String, String> path) {
        letIn(request);
        Side side = sideOf(request);
        boolean onDataCenter = side == Side.JIRA_DATA_CENTER;
        String slug = path.getOrDefault("slug", "");
        BigPictureApp app = world.app(onDataCenter ? Deployment.SERVER : Deployment.CLOUD);
        boolean rightKey = onDataCenter || world.options().app().key().equals(path.get("key"));
        if (!slug.equals(world.options().app().slug()) || !rightKey || (!onDataCenter && isMissing())) {
            throw SiteRefusal.byApp(404, "The app is not installed in this site. Install it under Apps > Manage apps.");
        }
        apps.checkReady(app, request);
        String base = onDataCenter
                ? "/plugins/servlet/softwareplant-" + slug
                : "/plugins/servlet/ac/" + world.options().app().key() + "/" + slug;
        return new Visit(side, app, world.options().app().title(), base, announcement(side));
    }

    /** A page of Jira's own. */
    Page page(HttpServletRequest request, String heading) {
        Side side = sideOf(request);
        Page page = Page.of(side, heading).announcing(announcement(side)).menu("<a href=\"/\">Dashboard</a>");
        if (side == Side.JIRA_DATA_CENTER) {
            page.menu("<b>System</b><a href=\"/secure/admin/XmlBackup!default.jspa\">Backup system</a>"
                    + "<a href=\"/secure/admin/EditAnnouncementBanner!default.jspa\">Announcement banner</a>");
        } else {
            page.menu("<b>Settings</b><a href=\"/jira/settings/system/general-configuration\">System</a>"
                    + (world.options().cloud().siteImport() != SiteImport.CLOSED
                            ? "<a href=\"/jira/settings/system/import-jira-server\">Import Jira Server</a>"
                            : "")
                    + "<a href=\"/admin/users\">User management</a>");
        }
        return page.menu("<b>Apps</b><a href=\"/plugins/servlet/upm\">Manage apps</a>");
    }

    private boolean isMissing() {
        return world.cloud().app().isEmpty();
    }

    private String announcement(Side side) {
        return side == Side.JIRA_DATA_CENTER ? world.dataCenter().banner() : "";
    }

    private static SiteRefusal sentTo(String page, HttpServletRequest request) {
        String destination = request.getMethod().equals("GET") ? request.getRequestURI() : "/";
        return SiteRefusal.byPage(302, "")
                .with("Location", page + URLEncoder.encode(destination, StandardCharsets.UTF_8));
    }

    private static @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? null
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(CLOUD_SESSION))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }
}
