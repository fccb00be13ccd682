package io.ferry.sandbox.cloud;

import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Account;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.JiraCloudSite.IssueView;
import io.ferry.sandbox.world.Jql;
import io.ferry.sandbox.world.Project;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST v3 of the pretend Jira Cloud (facts/jira-cloud.md, specified). */
@RestController
@OnSide({Side.JIRA_CLOUD, Side.ATLASSIAN_GATEWAY})
@RequestMapping({"/rest/api/3", CloudDoor.GATEWAY + "/rest/api/3"})
class CloudRestController {
    private static final int LARGEST_PAGE_OF_PROJECTS = 100;
    private static final int LARGEST_PAGE_OF_USERS = 1000;
    private static final int LARGEST_PAGE_OF_ISSUES = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final List<String> PERMISSIONS = List.of(
            "ADMINISTER", "SYSTEM_ADMIN", "BROWSE_PROJECTS", "USER_PICKER", "CREATE_SHARED_OBJECTS", "BULK_CHANGE");

    private final World world;
    private final CloudDoor door;
    private final Faults faults;
    private final Clock clock;

    CloudRestController(World world, CloudDoor door, Faults faults, Clock clock) {
        this.world = world;
        this.door = door;
        this.faults = faults;
        this.clock = clock;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request) {
        if (request.getRequestURI().endsWith("/serverInfo")) {
            door.letAnybodyIn(request);
        } else {
            door.letIn(request);
        }
    }

    @GetMapping("/serverInfo")
    Map<String, Object> serverInfo(HttpServletRequest request) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("baseUrl", door.siteAddress(request));
        info.put("version", "1001.0.0-SNAPSHOT");
        info.put("versionNumbers", List.of(1001, 0, 0));
        info.put("deploymentType", "Cloud");
        info.put("buildNumber", 100290);
        info.put("serverTime", TIME.format(clock.instant()));
        info.put("serverTitle", "Sandbox Cloud");
        return info;
    }

    @GetMapping("/myself")
    Map<String, Object> myself(HttpServletRequest request) {
        return user(world.cloud().admin(), request);
    }

    @GetMapping("/mypermissions")
    Map<String, Object> permissions(@RequestParam(defaultValue = "") String permissions) {
        if (permissions.isBlank()) {
            throw SiteRefusal.byJira(400, "The permissions query parameter is required.");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        for (String key : permissions.split(",", -1)) {
            int id = PERMISSIONS.indexOf(key.strip());
            if (id < 0) {
                throw SiteRefusal.byJira(400, "Unrecognized permission: " + key);
            }
            answer.put(
                    key.strip(),
                    Map.of(
                            "id",
                            String.valueOf(id),
                            "key",
                            key.strip(),
                            "name",
                            key.strip(),
                            "type",
                            key.strip().endsWith("PROJECTS") ? "PROJECT" : "GLOBAL",
                            "description",
                            "",
                            "havePermission",
                            true));
        }
        return Map.of("permissions", answer);
    }

    @GetMapping("/project/search")
    Map<String, Object> projects(
            @RequestParam(defaultValue = "0") int startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            HttpServletRequest request) {
        List<Project> all = world.cloud().projects();
        int size = Math.clamp(maxResults, 1, LARGEST_PAGE_OF_PROJECTS);
        int from = Math.clamp(startAt, 0, all.size());
        int to = Math.min(all.size(), from + size);
        String self = door.base(request) + "/rest/api/3/project/search?maxResults=" + size + "&startAt=";
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("self", self + from);
        if (to < all.size()) {
            page.put("nextPage", self + to);
        }
        page.put("maxResults", size);
        page.put("startAt", from);
        page.put("total", all.size());
        page.put("isLast", to == all.size());
        page.put(
                "values",
                all.subList(from, to).stream()
                        .map(project -> project(project, request))
                        .toList());
        return page;
    }

    @GetMapping("/instance/license")
    Map<String, Object> licence() {
        return Map.of("applications", List.of(Map.of("id", "jira-software", "plan", "PAID")));
    }

    @GetMapping("/license/approximateLicenseCount")
    Map<String, Object> licenceCount() {
        long used = world.cloud().accounts().stream()
                .filter(account -> account.type().equals("atlassian") && account.active() && account.access())
                .count();
        return Map.of("key", "license.totalApproximateUserCount", "value", String.valueOf(used));
    }

    @GetMapping({"/users/search", "/users"})
    List<Map<String, Object>> users(
            @RequestParam(defaultValue = "0") int startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            HttpServletRequest request) {
        if (faults.strike(FaultKind.SEARCH_TOO_SLOW, Side.JIRA_CLOUD).isPresent()) {
            throw SiteRefusal.byJira(409, "The request took longer than 10 seconds.");
        }
        return world.cloud().accounts().stream()
                .skip(Math.max(0, startAt))
                .limit(Math.clamp(maxResults, 0, LARGEST_PAGE_OF_USERS))
                .map(account -> user(account, request))
                .toList();
    }

    @GetMapping("/user/search")
    List<Map<String, Object>> findUsers(
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String accountId,
            @RequestParam(defaultValue = "0") int startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            HttpServletRequest request) {
        if ((query == null) == (accountId == null)) {
            throw SiteRefusal.byJira(400, "Exactly one of the query parameters query and accountId must be given.");
        }
        return world.cloud().accounts().stream()
                .filter(Account::active)
                .filter(account -> query == null ? account.accountId().equals(accountId) : matches(account, query))
                .limit(LARGEST_PAGE_OF_USERS)
                .skip(Math.max(0, startAt))
                .limit(Math.clamp(maxResults, 0, LARGEST_PAGE_OF_USERS))
                .map(account -> user(account, request))
                .toList();
    }

    /** A hidden address is not found either: the harder of what real sites may do. */
    private static boolean matches(Account account, String query) {
        String email = account.hidden() ? null : account.email();
        return Stream.of(account.displayName().split("\\s+", -1)).anyMatch(word -> startsWith(word, query))
                || startsWith(account.displayName(), query)
                || (email != null && startsWith(email, query));
    }

    private static boolean startsWith(String text, String prefix) {
        return text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
    }

    @GetMapping({"/user/email", "/user/email/bulk"})
    Map<String, Object> email() {
        throw SiteRefusal.byJira(401, "This app is not approved to use this API.");
    }

    @GetMapping("/user/bulk/migration")
    List<Map<String, Object>> migrated(
            @RequestParam(required = false) @Nullable List<String> username,
            @RequestParam(required = false) @Nullable List<String> key,
            @RequestParam(defaultValue = "0") int startAt,
            @RequestParam(defaultValue = "10") int maxResults) {
        if ((username == null) == (key == null)) {
            throw SiteRefusal.byJira(400, "Give either username or key.");
        }
        List<Map<String, Object>> answer = new ArrayList<>();
        for (String each : username == null ? List.copyOf(key == null ? List.of() : key) : username) {
            String id = (username == null
                            ? world.cloud().migrated(null, each)
                            : world.cloud().migrated(each, null))
                    .orElse(null);
            if (id != null) {
                answer.add(Map.of(username == null ? "key" : "username", each, "accountId", id));
            }
        }
        return answer.stream()
                .skip(Math.max(0, startAt))
                .limit(Math.clamp(maxResults, 0, 200))
                .toList();
    }

    record NewUser(@Nullable String emailAddress, @Nullable List<String> products) {}

    @PostMapping("/user")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> createUser(@RequestBody NewUser user, HttpServletRequest request) {
        String email = user.emailAddress();
        if (email == null || email.isBlank()) {
            throw SiteRefusal.byJiraForField(400, "emailAddress", "You must specify an email address.");
        }
        if (user.products() == null) {
            throw SiteRefusal.byJiraForField(400, "products", "You must specify the products.");
        }
        return user(world.cloud().createAccount(email), request);
    }

    record Count(@Nullable String jql) {}

    @PostMapping("/search/approximate-count")
    Map<String, Object> count(@RequestBody Count count) {
        return Map.of("count", find(count.jql()).count());
    }

    record Search(
            @Nullable String jql,
            @Nullable String nextPageToken,
            @Nullable Integer maxResults,
            @Nullable List<String> fields) {}

    @PostMapping("/search/jql")
    Map<String, Object> search(@RequestBody Search search) {
        Integer maxResults = search.maxResults();
        List<String> fields = search.fields();
        return page(
                search.jql(),
                search.nextPageToken(),
                maxResults == null ? 50 : maxResults,
                fields != null && fields.contains("updated"));
    }

    @GetMapping("/search/jql")
    Map<String, Object> search(
            @RequestParam(required = false) @Nullable String jql,
            @RequestParam(required = false) @Nullable String nextPageToken,
            @RequestParam(defaultValue = "50") int maxResults,
            @RequestParam(defaultValue = "") List<String> fields) {
        return page(jql, nextPageToken, maxResults, fields.contains("updated"));
    }

    private Map<String, Object> page(
            @Nullable String jql, @Nullable String nextPageToken, int maxResults, boolean withUpdated) {
        int from = nextPageToken == null ? 0 : place(nextPageToken);
        int size = Math.clamp(maxResults, 1, LARGEST_PAGE_OF_ISSUES);
        List<Jql.Issue> found = find(jql).skip(from).limit(size + 1L).toList();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(
                "issues",
                found.stream()
                        .limit(size)
                        .map(issue -> issue(issue, withUpdated))
                        .toList());
        page.put("isLast", found.size() <= size);
        if (found.size() > size) {
            page.put("nextPageToken", token(from + size));
        }
        return page;
    }

    @RequestMapping(
            path = "/search",
            method = {RequestMethod.GET, RequestMethod.POST})
    Map<String, Object> oldSearch() {
        throw SiteRefusal.byJira(410, "The requested API has been removed. Please migrate to /rest/api/3/search/jql.");
    }

    private Stream<Jql.Issue> find(@Nullable String jql) {
        if (jql == null || !Jql.isBounded(jql)) {
            throw SiteRefusal.byJira(400, "Unbounded JQL queries are not allowed here. Add a search restriction.");
        }
        Stream<Jql.Issue> found = Jql.find(
                jql,
                world.cloud().projects(),
                boxId -> world.cloud()
                        .app()
                        .map(app -> projects(app, boxId))
                        .orElseThrow(
                                () -> SiteRefusal.byJira(400, "Unable to find JQL function 'box(" + boxId + ")'.")),
                key -> world.cloud().issue(key).map(IssueView::summary).orElse(""));
        return Jql.isNewestChangeFirst(jql)
                ? found.sorted(Comparator.comparing(this::updated).reversed())
                : found;
    }

    /** As the backup has it; empty where it says nothing. */
    private String updated(Jql.Issue issue) {
        return world.cloud().issue(issue.key()).map(IssueView::updated).orElse("");
    }

    private static java.util.Set<String> projects(BigPictureApp app, String boxId) {
        return app.projectsOf(boxId);
    }

    private static String token(int place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("sandbox:" + place).getBytes(StandardCharsets.UTF_8));
    }

    private static int place(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return Integer.parseInt(text.substring(text.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            throw SiteRefusal.byJira(400, "The nextPageToken is not valid.");
        }
    }

    private Map<String, Object> user(Account account, HttpServletRequest request) {
        String base = door.base(request);
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("self", base + "/rest/api/3/user?accountId=" + account.accountId());
        user.put("accountId", account.accountId());
        user.put("accountType", account.type());
        if (!account.hidden() && account.email() != null) {
            user.put("emailAddress", account.email());
        }
        user.put("avatarUrls", Map.of("48x48", base + "/avatar.png"));
        user.put("displayName", account.displayName());
        user.put("active", account.active());
        return user;
    }

    private Map<String, Object> project(Project project, HttpServletRequest request) {
        return Map.of(
                "self",
                door.base(request) + "/rest/api/3/project/" + project.id(),
                "id",
                project.id(),
                "key",
                project.key(),
                "name",
                project.name(),
                "projectTypeKey",
                "software",
                "simplified",
                false,
                "style",
                "classic",
                "isPrivate",
                false);
    }

    private Map<String, Object> issue(Jql.Issue issue, boolean withUpdated) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", issue.project().id() + issue.number());
        answer.put("key", issue.key());
        if (withUpdated) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("updated", CloudContentController.time(updated(issue)));
            answer.put("fields", fields);
        }
        return answer;
    }
}
