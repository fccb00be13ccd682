package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Account;
import io.ferry.sandbox.world.AppContent.DumpPerson;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.BigPictureApp.RestoreView;
import io.ferry.sandbox.world.SignIn;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pages of a restore, one after the other: strategy, mapping of people, all actions done, the typed word, progress. The
 * order and the words are those of facts/bigpicture.md; the phrase for people who stay unmapped is the sandbox's own, for the
 * real one is not known.
 */
@RestController
@OnSide({Side.JIRA_DATA_CENTER, Side.JIRA_CLOUD})
@RequestMapping({ScreenDoor.SERVER_APP + "/configuration", ScreenDoor.CLOUD_APP + "/configuration"})
class RestoreScreens {
    static final String PHRASE = "WITHOUT THESE USERS";
    private static final String ACCOUNT = "account-";

    private final ScreenDoor door;
    private final World world;
    private final Map<BigPictureApp, Map<String, RestoreDraft>> drafts = new WeakHashMap<>();

    RestoreScreens(ScreenDoor door, World world) {
        this.door = door;
        this.world = world;
    }

    @ModelAttribute
    Visit visit(HttpServletRequest request, @PathVariable Map<String, String> path) {
        return door.visit(request, path);
    }

    private synchronized RestoreDraft draft(Visit visit, String dump) {
        return drafts.computeIfAbsent(visit.app(), app -> new HashMap<>())
                .computeIfAbsent(dump, any -> new RestoreDraft());
    }

    private synchronized void forget(Visit visit, String dump) {
        drafts.getOrDefault(visit.app(), new HashMap<>()).remove(dump);
    }

    @GetMapping("/dumps/{id}/restore")
    ResponseEntity<String> strategy(@ModelAttribute Visit visit, @PathVariable String id) {
        visit.app().peopleToMap(id);
        return visit.page("Restore: strategy")
                .add("<form method=\"post\">"
                        + "<label><input type=\"radio\" name=\"strategy\" value=\"SAME_APP\" checked> The dump was made by this app</label>"
                        + "<label><input type=\"radio\" name=\"strategy\" value=\"ON_PREMISES_TO_CLOUD\"> On-premises to cloud</label>"
                        + "<button>Next</button></form>")
                .answer();
    }

    @PostMapping("/dumps/{id}/restore")
    ResponseEntity<String> strategy(
            @ModelAttribute Visit visit, @PathVariable String id, @RequestParam String strategy) {
        boolean people = !visit.app().peopleToMap(id).isEmpty();
        if (people && !strategy.equals("ON_PREMISES_TO_CLOUD")) {
            throw SiteRefusal.byApp(422, "This dump was made on-premises. Choose the strategy On-premises to cloud.");
        }
        draft(visit, id).strategy(strategy);
        return Page.to(visit.dumps() + "/" + id + (people ? "/mapping" : "/actions"));
    }

    @GetMapping("/dumps/{id}/mapping")
    ResponseEntity<String> mapping(@ModelAttribute Visit visit, @PathVariable String id) {
        return mappingPage(visit, id, "");
    }

    private ResponseEntity<String> mappingPage(Visit visit, String id, String error) {
        RestoreDraft draft = draft(visit, id);
        List<DumpPerson> people = visit.app().peopleToMap(id);
        List<Account> accounts = world.cloud().accounts();
        Map<String, String> matched = draft.matched(people, accounts);
        Page page = visit.page("Restore: user mapping")
                .add(
                        "<p>Matched by email address: <b>%s</b> of %s users. Map the others: one account can be used once.</p>",
                        matched.size(), people.size());
        if (!error.isEmpty()) {
            page.add("<div class=\"error\">%s</div>", error);
        }
        page.add("<form method=\"post\"><table><tr><th>User key<th>Email address<th>Account in the cloud</tr>");
        people.stream()
                .filter(person -> !matched.containsKey(person.userKey()))
                .forEach(person -> page.add(
                        "<tr><td>%s<td>%s<td><input type=\"text\" list=\"accounts\" name=\"" + ACCOUNT
                                + "%s\" aria-label=\"Account of %s\" value=\"%s\" placeholder=\"not mapped\"></tr>",
                        person.userKey(),
                        Objects.requireNonNullElse(person.email(), ""),
                        person.userKey(),
                        person.userKey(),
                        draft.typedFor(person.userKey())));
        page.add("</table><datalist id=\"accounts\">");
        draft.choices(accounts).stream()
                .filter(account -> !matched.containsValue(account.accountId()))
                .forEach(account ->
                        page.add("<option value=\"%s\">%s</option>", account.accountId(), account.displayName()));
        return page.add(
                        "</datalist><p><button>Next</button></p></form><h2>Inactive users</h2>"
                                + "<p>They are listed only after you entered an email address and an API token.</p>"
                                + "<form method=\"post\" action=\"inactive\"><label>Email <input type=\"text\" name=\"email\"></label>"
                                + "<label>API token <input type=\"password\" name=\"token\"></label><button>List inactive users</button></form>")
                .answer();
    }

    @PostMapping("/dumps/{id}/inactive")
    ResponseEntity<String> inactive(
            @ModelAttribute Visit visit,
            @PathVariable String id,
            @RequestParam String email,
            @RequestParam String token) {
        if (!world.options().credentials().cloud().equals(new SignIn(email, token))) {
            return mappingPage(visit, id, "Jira does not accept this email address and API token.");
        }
        draft(visit, id).listInactive();
        return Page.to(visit.dumps() + "/" + id + "/mapping");
    }

    @PostMapping("/dumps/{id}/mapping")
    ResponseEntity<String> map(
            @ModelAttribute Visit visit, @PathVariable String id, @RequestParam Map<String, String> fields) {
        RestoreDraft draft = draft(visit, id);
        draft.map(fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(ACCOUNT))
                .collect(Collectors.toMap(field -> field.getKey().substring(ACCOUNT.length()), Map.Entry::getValue)));
        List<Account> accounts = world.cloud().accounts();
        Map<String, String> mapping = draft.mapping(visit.app().peopleToMap(id), accounts);
        Set<String> twice = RestoreDraft.usedTwice(mapping);
        Set<String> known =
                draft.choices(accounts).stream().map(Account::accountId).collect(Collectors.toSet());
        if (!twice.isEmpty()) {
            return mappingPage(visit, id, "An account can be used only once: " + String.join(", ", twice));
        }
        if (!known.containsAll(mapping.values())) {
            return mappingPage(visit, id, "There is no account of this id. Pick one from the list.");
        }
        return Page.to(visit.dumps() + "/" + id + "/actions");
    }

    @GetMapping("/dumps/{id}/actions")
    ResponseEntity<String> actions(@ModelAttribute Visit visit, @PathVariable String id) {
        return actionsPage(visit, "");
    }

    private static ResponseEntity<String> actionsPage(Visit visit, String error) {
        Page page = visit.page("Restore: before you continue")
                .add(
                        "<div class=\"warn\">Everything that the app holds here is overwritten. The app makes a dump of its own"
                                + " state first. Task data is read from Jira again, and scheduling may then change dates in Jira for"
                                + " good.</div>");
        if (!error.isEmpty()) {
            page.add("<div class=\"error\">%s</div>", error);
        }
        return page.add("<form method=\"post\">"
                        + "<label><input type=\"checkbox\" name=\"done\" value=\"true\"> All actions done</label>"
                        + "<button>Next</button></form>")
                .answer();
    }

    @PostMapping("/dumps/{id}/actions")
    ResponseEntity<String> actions(
            @ModelAttribute Visit visit, @PathVariable String id, @RequestParam(defaultValue = "false") boolean done) {
        draft(visit, id).allActionsDone(done);
        return done
                ? Page.to(visit.dumps() + "/" + id + "/confirm")
                : actionsPage(visit, "Tick that all actions are done.");
    }

    @GetMapping("/dumps/{id}/confirm")
    ResponseEntity<String> confirm(@ModelAttribute Visit visit, @PathVariable String id) {
        long unmapped = unmapped(visit, id);
        Page page = visit.page("Restore: confirm").add("<form method=\"post\">");
        if (unmapped > 0) {
            page.add(
                    "<div class=\"warn\">%s users are not mapped. Their resources are deleted; this is permanent.</div>"
                            + "<label>Type %s to continue without them <input type=\"text\" name=\"phrase\" autocomplete=\"off\"></label>",
                    unmapped, PHRASE);
        }
        return page.add(
                        "<label>Type RESTORE to confirm <input type=\"text\" name=\"word\" autocomplete=\"off\"></label>"
                                + "<button>Restore</button></form>")
                .answer();
    }

    private long unmapped(Visit visit, String id) {
        List<DumpPerson> people = visit.app().peopleToMap(id);
        return people.size()
                - draft(visit, id).mapping(people, world.cloud().accounts()).size();
    }

    @PostMapping("/dumps/{id}/confirm")
    ResponseEntity<String> restore(
            @ModelAttribute Visit visit,
            @PathVariable String id,
            @RequestParam String word,
            @RequestParam(defaultValue = "") String phrase) {
        RestoreDraft draft = draft(visit, id);
        Map<String, String> mapping =
                draft.mapping(visit.app().peopleToMap(id), world.cloud().accounts());
        String restore = visit.app().restore(id, draft.order(mapping, word, phrase.equals(PHRASE)));
        forget(visit, id);
        return Page.to(visit.base() + "/configuration/restores/" + restore);
    }

    @GetMapping("/restores/{id}")
    ResponseEntity<String> progress(@ModelAttribute Visit visit, @PathVariable String id) {
        RestoreView restore =
                visit.app().restore(id).orElseThrow(() -> SiteRefusal.byApp(404, "There is no restore " + id + "."));
        Page page = visit.page("Restore");
        String message = Objects.requireNonNullElse(restore.message(), "");
        return switch (restore.state()) {
            case "DONE" ->
                page.add("<div class=\"note\">The restore has ended. The dump of the earlier state is in the list of"
                                + " dumps.</div>")
                        .answer();
            case "FAILED" -> page.add("<div class=\"error\">%s</div>", message).answer();
            default ->
                page.add(
                                "<p>%s</p><progress max=\"100\" value=\"%s\"></progress> %s",
                                restore.state().equals("SAFETY_DUMP") ? "Making a dump of the state now" : "Restoring",
                                restore.progress(),
                                restore.progress() + " %")
                        .again()
                        .answer();
        };
    }
}
