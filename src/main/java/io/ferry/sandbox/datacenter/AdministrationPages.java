package io.ferry.sandbox.datacenter;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.JiraDataCenterSite;
import io.ferry.sandbox.world.JiraDataCenterSite.BackupResult;
import io.ferry.sandbox.world.JiraDataCenterSite.Session;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.util.HtmlUtils;

/**
 * The administration pages that the XML backup needs: WebSudo and the backup itself (facts/jira-data-center.md, read in
 * Jira's source and seen). Nearly every outcome has status 200; only the page tells what happened.
 */
@Controller
@OnSide(Side.JIRA_DATA_CENTER)
class AdministrationPages {
    private static final String BACKUP = "/secure/admin/XmlBackup!default.jspa";
    private final World world;
    private final DataCenterDoor door;

    AdministrationPages(World world, DataCenterDoor door) {
        this.world = world;
        this.door = door;
    }

    @GetMapping("/login.jsp")
    void login(HttpServletRequest request, HttpServletResponse response) throws IOException {
        showLogin(request, response, "");
    }

    @PostMapping("/login.jsp")
    void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (world.dataCenter().check(parameter(request, "os_username"), parameter(request, "os_password"))) {
            case WRONG -> showLogin(request, response, "Sorry, your username and password are incorrect.");
            case CAPTCHA -> showLogin(request, response, "Too many wrong passwords: a CAPTCHA is asked for now.");
            case WELCOME -> {
                SessionController.giveCookies(world.dataCenter().open(), response);
                response.setStatus(HttpServletResponse.SC_FOUND);
                response.setHeader("Location", own(parameter(request, "os_destination"), "/"));
            }
        }
    }

    private void showLogin(HttpServletRequest request, HttpServletResponse response, String error) throws IOException {
        show(
                response,
                "Log in",
                "<form id=\"login-form\" action=\"/login.jsp\" method=\"post\">"
                        + (error.isEmpty() ? "" : "<div class=\"error\">" + error + "</div>")
                        + "<label>Username <input type=\"text\" name=\"os_username\"></label>"
                        + "<label>Password <input type=\"password\" name=\"os_password\"></label>"
                        + "<input type=\"hidden\" name=\"os_destination\" value=\""
                        + HtmlUtils.htmlEscape(own(parameter(request, "os_destination"), "/"))
                        + "\"><input type=\"submit\" value=\"Log in\"></form>");
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("");
    }

    /** A path of this site; anything else would lead the browser away. */
    private static String own(String destination, String otherwise) {
        return destination.matches("/[^/\\\\].*") ? destination : otherwise;
    }

    @GetMapping({"/secure/admin/WebSudoAuthenticate.jspa", "/secure/admin/WebSudoAuthenticate!default.jspa"})
    void askAgain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = enter(request, response);
        if (session.isPresent()) {
            showWebSudo(response, session.get(), null, own(parameter(request, "webSudoDestination"), BACKUP));
        }
    }

    @PostMapping("/secure/admin/WebSudoAuthenticate.jspa")
    void webSudo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = enter(request, response);
        if (session.isEmpty() || !xsrfIsRight(request, response, session.get())) {
            return;
        }
        String password =
                Optional.ofNullable(request.getParameter("webSudoPassword")).orElse("");
        String destination =
                Optional.ofNullable(request.getParameter("webSudoDestination")).orElse(BACKUP);
        Optional<Session> renewed = world.dataCenter().webSudo(session.get(), password);
        if (renewed.isEmpty()) {
            showWebSudo(response, session.get(), "The password you entered is incorrect.", destination);
            return;
        }
        SessionController.giveCookies(renewed.get(), response);
        response.setHeader("X-Atlassian-WebSudo", "Has-Authentication");
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", destination.startsWith("/") ? destination : "/" + destination);
    }

    @GetMapping({"/secure/admin/XmlBackup!default.jspa", "/secure/admin/XmlBackup.jspa"})
    void backupForm(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = enterWithWebSudo(request, response);
        if (session.isPresent()) {
            show(response, "Back up Jira data", form(session.get(), "", ""));
        }
    }

    @PostMapping("/secure/admin/XmlBackup.jspa")
    void backUp(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = enterWithWebSudo(request, response);
        if (session.isEmpty() || !xsrfIsRight(request, response, session.get())) {
            return;
        }
        String fileName = request.getParameter("filename");
        BackupResult result =
                world.dataCenter().backUp(fileName, Boolean.parseBoolean(request.getParameter("confirm")));
        String typed = fileName == null ? "" : fileName;
        String file = escape(result.file());
        switch (result.page()) {
            case WRITTEN ->
                show(
                        response,
                        "Back up Jira data",
                        "<p>Your data is now in this file: <span id=\"backup-file\"><b>" + file + "</b></span></p>"
                                + "<p class=\"note\">On a real site somebody takes the file from the server. Here:"
                                + " <a href=\"/sandbox/export-folder\">the server's folder <b>export</b></a>.</p>");
            case CONFIRM_OVERWRITE ->
                show(
                        response,
                        "Confirm the backup",
                        "<p>There is a file <b>" + file + "</b> already.</p><p>Shall it be replaced?</p>"
                                + "<form action=\"XmlBackup.jspa\" method=\"post\">" + token(session.get())
                                + "<input type=\"hidden\" name=\"filename\" value=\"" + HtmlUtils.htmlEscape(typed)
                                + "\"><input type=\"hidden\" name=\"confirm\" value=\"true\">"
                                + "<input type=\"submit\" id=\"replace_submit\" value=\"Replace file\"></form>");
            case NAME_MISSING ->
                show(response, "Back up Jira data", form(session.get(), typed, "Enter the name of a file."));
            case NAME_INVALID ->
                show(response, "Back up Jira data", form(session.get(), typed, "This is no valid file name."));
            case UNWRITABLE_FOLDER ->
                show(
                        response,
                        "Back up Jira data",
                        failed(session.get(), typed, "The file " + file + " cannot be written: permission denied."));
            case ILLEGAL_CHARACTERS ->
                show(
                        response,
                        "Invalid XML characters",
                        "<div class=\"aui-message error\"><p>The data holds characters that XML does not allow. No backup"
                                + " was made.</p></div><form action=\"XmlBackup!fixChars.jspa\" method=\"post\">"
                                + "<input type=\"submit\" value=\"Remove the characters\"></form>");
            case APP_DATA ->
                show(
                        response,
                        "Back up Jira data",
                        failed(session.get(), typed, "The data of an app could not be exported: Sandbox Widgets."));
            case IO_ERROR ->
                show(
                        response,
                        "Back up Jira data",
                        failed(session.get(), typed, "The file " + file + " could not be written to its end."));
        }
    }

    private Optional<Session> enterWithWebSudo(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Session> session = enter(request, response);
        if (session.isPresent() && !world.dataCenter().hasWebSudo(session.get())) {
            // Jira shows the password form in place of the page, with status 200, and does nothing else.
            showWebSudo(response, session.get(), null, BACKUP);
            return Optional.empty();
        }
        return session;
    }

    private Optional<Session> enter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> known = door.session(request);
        Optional<Session> session = known.isPresent() ? known : door.letIntoAdministration(request);
        if (session.isEmpty()) {
            String destination = URLEncoder.encode(request.getRequestURI(), StandardCharsets.UTF_8);
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Location", "/login.jsp?permissionViolation=true&os_destination=" + destination);
        } else if (known.isEmpty()) {
            SessionController.giveCookies(session.get(), response);
        }
        return session;
    }

    private boolean xsrfIsRight(HttpServletRequest request, HttpServletResponse response, Session session)
            throws IOException {
        boolean right = "no-check".equals(request.getHeader("X-Atlassian-Token"))
                || session.xsrfToken().equals(request.getParameter("atl_token"));
        if (!right) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            show(response, "XSRF check", "<div class=\"aui-message error\"><p>XSRF security token missing</p></div>");
        }
        return right;
    }

    private void showWebSudo(HttpServletResponse response, Session session, @Nullable String error, String destination)
            throws IOException {
        show(
                response,
                "Administrator access",
                "<p>This is an administrative function. Enter your password again.</p>"
                        + "<form id=\"login-form\" action=\"/secure/admin/WebSudoAuthenticate.jspa\" method=\"post\">"
                        + token(session)
                        + "<input type=\"password\" name=\"webSudoPassword\" id=\"login-form-authenticatePassword\">"
                        + (error == null ? "" : "<div class=\"error\">" + error + "</div>")
                        + "<input type=\"hidden\" name=\"webSudoDestination\" value=\""
                        + HtmlUtils.htmlEscape(destination)
                        + "\"><input type=\"hidden\" name=\"webSudoIsPost\" value=\"false\">"
                        + "<input type=\"submit\" value=\"Confirm\"></form>");
    }

    private String form(Session session, String typed, String fieldError) {
        JiraDataCenterSite site = world.dataCenter();
        return "<form action=\"XmlBackup.jspa\" method=\"post\">" + token(session)
                + "<p>The backup is written into <strong>"
                + escape(site.exportFolder())
                + "</strong></p><label>File name <input type=\"text\" name=\"filename\" value=\""
                + HtmlUtils.htmlEscape(typed) + "\"></label>"
                + (fieldError.isEmpty() ? "" : "<div class=\"error\">" + fieldError + "</div>")
                + "<input type=\"submit\" value=\"Backup\"></form>";
    }

    private String failed(Session session, String typed, String message) {
        return "<div class=\"aui-message error\"><p>" + message + "</p></div>" + form(session, typed, "");
    }

    private static String token(Session session) {
        return "<input type=\"hidden\" name=\"atl_token\" value=\"" + session.xsrfToken() + "\">";
    }

    private static String escape(@Nullable Path path) {
        return path == null ? "" : HtmlUtils.htmlEscape(path.toString());
    }

    private void show(HttpServletResponse response, String title, String body) throws IOException {
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter()
                .write(Page.of(Side.JIRA_DATA_CENTER, title)
                        .announcing(world.dataCenter().banner())
                        .menu("<a href=\"/\">Dashboard</a><b>System</b>"
                                + "<a href=\"/secure/admin/XmlBackup!default.jspa\">Backup system</a>"
                                + "<a href=\"/secure/admin/EditAnnouncementBanner!default.jspa\">Announcement banner</a>"
                                + "<b>Apps</b><a href=\"/plugins/servlet/upm\">Manage apps</a>")
                        .raw(body)
                        .toString());
    }
}
