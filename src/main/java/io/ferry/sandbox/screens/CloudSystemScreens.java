package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Account;
import io.ferry.sandbox.world.JiraCloudSite.ImportView;
import io.ferry.sandbox.world.SiteImport;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Settings > System > Import Jira Server of Jira Cloud, and the organisation's list of users. */
@RestController
@OnSide(Side.JIRA_CLOUD)
class CloudSystemScreens {
    private static final String IMPORT = "/jira/settings/system/import-jira-server";
    private static final int SHOWN = 500;

    private final ScreenDoor door;
    private final World world;

    CloudSystemScreens(ScreenDoor door, World world) {
        this.door = door;
        this.world = world;
    }

    @GetMapping("/jira/settings/system/general-configuration")
    ResponseEntity<String> system(HttpServletRequest request) {
        door.letIn(request);
        return door.page(request, "System")
                .add("<p>General configuration of the site. See the menu at the left for more.</p>")
                .answer();
    }

    @GetMapping(IMPORT)
    ResponseEntity<String> importJira(HttpServletRequest request) {
        letIntoImport(request);
        Page page = door.page(request, "Import Jira Server");
        boolean running = false;
        for (ImportView each : world.cloud().imports()) {
            running |= each.state().equals("RUNNING");
            page.add(
                    "<div class=\"%s\"><b>%s</b> %s<br>%s</div>",
                    each.state().equals("FAILED") ? "error" : "note",
                    each.state().equals("DONE")
                            ? "The import has ended."
                            : each.state().equals("FAILED") ? "The import failed." : "Processing",
                    each.progress() + " %",
                    Objects.requireNonNullElse(each.message(), ""));
        }
        if (running) {
            return page.again().answer();
        }
        return page.add("<div class=\"warn\">The import overwrites data and settings of this site.</div>"
                        + "<form method=\"post\" enctype=\"multipart/form-data\">"
                        + "<label>Backup file <input type=\"file\" name=\"file\" required></label><p>Users</p>"
                        + "<label><input type=\"radio\" name=\"users\" value=\"merge\"> Merge users</label>"
                        + "<label><input type=\"radio\" name=\"users\" value=\"overwrite\" checked> Overwrite users</label>"
                        + "<button>Import</button></form>")
                .answer();
    }

    private void letIntoImport(HttpServletRequest request) {
        door.letIn(request);
        if (world.options().cloud().siteImport() == SiteImport.CLOSED) {
            throw SiteRefusal.byApp(404, "This site has no such page.");
        }
    }

    @PostMapping(IMPORT)
    ResponseEntity<String> importJira(
            HttpServletRequest request, @RequestParam MultipartFile file, @RequestParam String users)
            throws IOException {
        letIntoImport(request);
        if (!users.equals("merge")) {
            throw SiteRefusal.byApp(
                    422, "Overwriting users can lock you out of a real site. Practise with Merge users.");
        }
        try (InputStream in = file.getInputStream()) {
            world.cloud()
                    .startImport(world.cloud()
                            .upload(String.valueOf(file.getOriginalFilename()), in)
                            .fileId());
        }
        return Page.to(IMPORT);
    }

    @GetMapping("/admin/users")
    ResponseEntity<String> users(HttpServletRequest request) {
        door.letIn(request);
        return users(request, List.of());
    }

    private ResponseEntity<String> users(HttpServletRequest request, List<String> refused) {
        List<Account> accounts = world.cloud().accounts();
        Page page = door.page(request, "Users");
        refused.forEach(why -> page.add("<div class=\"error\">%s</div>", why));
        page.add("<h2>Invite users</h2><form method=\"post\" action=\"/admin/users\">"
                + "<label>Email addresses <textarea name=\"addresses\" rows=\"3\"></textarea></label>"
                + "<button>Invite users</button></form><h2>All users</h2>");
        page.add("<p>%s accounts", accounts.size())
                .add(accounts.size() > SHOWN ? ", the first " + SHOWN + ":</p>" : ":</p>")
                .add("<table><tr><th>Name<th>Email address<th>Account id<th>State</tr>");
        accounts.stream()
                .limit(SHOWN)
                .forEach(account -> page.add(
                        "<tr><td>%s<td>%s<td>%s<td>%s</tr>",
                        account.displayName(),
                        account.hidden() ? "hidden" : Objects.requireNonNullElse(account.email(), ""),
                        account.accountId(),
                        account.active() ? "Active" : "Inactive"));
        return page.add("</table>").answer();
    }

    @PostMapping("/admin/users")
    ResponseEntity<String> invite(HttpServletRequest request, @RequestParam String addresses) {
        door.letIn(request);
        List<String> refused = new ArrayList<>();
        for (String address : addresses.strip().split("[\\s,;]+")) {
            try {
                world.cloud().createAccount(address);
            } catch (SiteRefusal refusal) {
                refused.add(address + ": " + refusal.getMessage());
            }
        }
        return users(request, refused);
    }
}
