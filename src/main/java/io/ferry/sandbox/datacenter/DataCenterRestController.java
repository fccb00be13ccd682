package io.ferry.sandbox.datacenter;

import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.JiraData;
import io.ferry.sandbox.world.Jql;
import io.ferry.sandbox.world.Person;
import io.ferry.sandbox.world.Project;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The REST interface of the pretend Jira Data Center (facts/jira-data-center.md, specified). */
@RestController
@OnSide(Side.JIRA_DATA_CENTER)
@RequestMapping("/rest/api/2")
class DataCenterRestController {
    private static final int LARGEST_PAGE_OF_USERS = 2000;
    private static final int LARGEST_PAGE_OF_FOUND_USERS = 1000;
    private static final int LARGEST_PAGE_OF_ISSUES = 1000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final List<String> PERMISSIONS = List.of(
            "ADMINISTER", "SYSTEM_ADMIN", "BROWSE_PROJECTS", "USER_PICKER", "BULK_CHANGE", "ADMINISTER_PROJECTS");

    private final World world;
    private final DataCenterDoor door;
    private final Faults faults;
    private final Clock clock;

    DataCenterRestController(World world, DataCenterDoor door, Faults faults, Clock clock) {
        this.clock = clock;
        this.world = world;
        this.door = door;
        this.faults = faults;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request, HttpServletResponse response) {
        if (request.getRequestURI().endsWith("/serverInfo")) {
            return;
        }
        door.letIn(request);
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.startsWith("Bearer ")) {
            // Jira hands out a cookie here too; it opens nothing, since sessions of tokens are invalidated.
            String worthless = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
            response.addHeader("Set-Cookie", DataCenterDoor.SESSION + "=" + worthless + "; Path=/; HttpOnly");
        }
    }

    @GetMapping("/serverInfo")
    Map<String, Object> serverInfo(HttpServletRequest request) {
        String version = world.dataCenter().version().text();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("baseUrl", Sides.addressSeenBy(request));
        info.put("version", version);
        info.put(
                "versionNumbers",
                Stream.of(version.split("\\D+", -1))
                        .filter(part -> !part.isEmpty())
                        .map(Integer::valueOf)
                        .toList());
        info.put("deploymentType", "Server");
        info.put("buildNumber", data().buildNumber());
        if (request.getHeader("Authorization") != null) {
            // Whoever has not signed in is not told.
            info.put("serverTime", TIME.format(clock.instant()));
        }
        info.put("serverTitle", "Sandbox Data Center");
        return info;
    }

    @GetMapping("/myself")
    Map<String, Object> myself(HttpServletRequest request) {
        String name = world.options().credentials().dataCenter().name();
        Person person = data().people().stream()
                .filter(each -> each.userName().equals(name))
                .findFirst()
                .orElse(new Person(name, name, "Administrator", null, true));
        return user(person, request);
    }

    @GetMapping("/mypermissions")
    Map<String, Object> permissions() {
        Map<String, Object> permissions = new LinkedHashMap<>();
        for (String key : PERMISSIONS) {
            permissions.put(
                    key,
                    Map.of(
                            "id",
                            String.valueOf(permissions.size()),
                            "key",
                            key,
                            "name",
                            key,
                            "type",
                            key.endsWith("PROJECTS") ? "PROJECT" : "GLOBAL",
                            "description",
                            "",
                            "havePermission",
                            true));
        }
        return Map.of("permissions", permissions);
    }

    @GetMapping("/applicationrole")
    List<Map<String, Object>> applications() {
        long people = data().people().stream().filter(Person::active).count();
        Map<String, Object> software = new LinkedHashMap<>();
        software.put("key", "jira-software");
        software.put("name", "Jira Software");
        software.put("groups", List.of("jira-software-users"));
        software.put("defaultGroups", List.of("jira-software-users"));
        software.put("selectedByDefault", true);
        software.put("defined", true);
        software.put("numberOfSeats", -1);
        software.put("remainingSeats", -1);
        software.put("userCount", people);
        software.put("userCountDescription", people + " users");
        software.put("hasUnlimitedSeats", true);
        software.put("platform", false);
        return List.of(software);
    }

    @GetMapping("/user/list")
    Map<String, Object> users(
            @RequestParam(defaultValue = "0") long cursor,
            @RequestParam(defaultValue = "2000") int maxResults,
            HttpServletRequest request) {
        if (!world.dataCenter().version().offersUserList()) {
            throw SiteRefusal.byJira(404, "null for uri: " + request.getRequestURI());
        }
        List<Person> people = data().people();
        int size = Math.clamp(maxResults, 1, LARGEST_PAGE_OF_USERS);
        int from = (int) Math.clamp(cursor, 0, people.size());
        int to = Math.min(people.size(), from + size);
        String self = Sides.addressSeenBy(request) + "/rest/api/2/user/list";
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("self", self + "?maxResults=" + size + "&cursor=" + from);
        page.put("maxResults", size);
        page.put("isLast", to == people.size());
        if (to < people.size()) {
            page.put("nextCursor", String.valueOf(to));
            page.put("nextPage", self + "?maxResults=" + size + "&cursor=" + to);
        }
        page.put(
                "values",
                people.subList(from, to).stream()
                        .map(person -> user(person, request))
                        .toList());
        return page;
    }

    @GetMapping("/user/search")
    List<Map<String, Object>> findUsers(
            @RequestParam(required = false) @Nullable String username,
            @RequestParam(defaultValue = "0") int startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            @RequestParam(defaultValue = "false") boolean includeInactive,
            @RequestParam(defaultValue = "true") boolean includeActive,
            HttpServletRequest request) {
        if (username == null || username.isEmpty()) {
            throw SiteRefusal.byJira(400, "The username query parameter was not provided");
        }
        String query = username.equals(".") ? "" : username.toLowerCase(Locale.ROOT);
        int most = world.dataCenter().version().mostPeopleFound();
        return data().people().stream()
                .limit(searched())
                .filter(person -> person.active() ? includeActive : includeInactive)
                .filter(person -> Stream.of(person.userName(), person.displayName(), String.valueOf(person.email()))
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(query)))
                .limit(most)
                .skip(Math.max(0, startAt))
                .limit(Math.clamp(maxResults, 0, LARGEST_PAGE_OF_FOUND_USERS))
                .map(person -> user(person, request))
                .toList();
    }

    /** How many people a search goes through: on big sites it ends early, and says nothing of it. */
    private long searched() {
        return faults.strike(FaultKind.USER_SEARCH_ENDS_EARLY, Side.JIRA_DATA_CENTER)
                .map(fault -> (long) fault.number("after", LARGEST_PAGE_OF_FOUND_USERS))
                .orElse(Long.MAX_VALUE);
    }

    @GetMapping("/project")
    List<Map<String, Object>> projects(HttpServletRequest request) {
        return data().projects().stream()
                .map(project -> project(project, request))
                .toList();
    }

    /** Fields of Jira's own and one of an app, whatever the backup holds. */
    @GetMapping("/field")
    List<Map<String, Object>> fields() {
        String ofJira = "com.atlassian.jira.plugin.system.customfieldtypes:";
        return List.of(
                Map.of("id", "summary", "name", "Summary", "custom", false, "schema", Map.of("type", "string")),
                customField(10050, "Reviewer", ofJira + "userpicker"),
                customField(10051, "Customer", ofJira + "textfield"),
                customField(10052, "Definition of done", DataCenterAppManager.OTHER_APP + ":checklist"));
    }

    private static Map<String, Object> customField(int id, String name, String type) {
        return Map.of(
                "id",
                "customfield_" + id,
                "name",
                name,
                "custom",
                true,
                "schema",
                Map.of("type", "any", "custom", type, "customId", id));
    }

    @GetMapping("/search")
    Map<String, Object> search(
            @RequestParam(defaultValue = "") String jql,
            @RequestParam(defaultValue = "0") int startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            HttpServletRequest request) {
        int from = Math.max(0, startAt);
        int size = Math.clamp(maxResults, 0, LARGEST_PAGE_OF_ISSUES);
        long total = find(jql).count();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("startAt", from);
        page.put("maxResults", size);
        page.put("total", total);
        page.put(
                "issues",
                find(jql)
                        .skip(from)
                        .limit(size)
                        .map(issue -> issue(issue, request))
                        .toList());
        return page;
    }

    record Search(
            @Nullable String jql,
            @Nullable Integer startAt,
            @Nullable Integer maxResults) {}

    @PostMapping("/search")
    Map<String, Object> search(@RequestBody Search search, HttpServletRequest request) {
        String jql = search.jql();
        Integer startAt = search.startAt();
        Integer maxResults = search.maxResults();
        return search(
                jql == null ? "" : jql, startAt == null ? 0 : startAt, maxResults == null ? 50 : maxResults, request);
    }

    private Stream<Jql.Issue> find(String jql) {
        return Jql.find(jql, data().projects(), world.app(Deployment.SERVER)::projectsOf, key -> "");
    }

    private JiraData data() {
        return world.dataCenter().data();
    }

    private static Map<String, Object> user(Person person, HttpServletRequest request) {
        String name = URLEncoder.encode(person.userName(), StandardCharsets.UTF_8);
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("self", Sides.addressSeenBy(request) + "/rest/api/2/user?username=" + name);
        user.put("key", person.key());
        user.put("name", person.userName());
        if (person.email() != null) {
            user.put("emailAddress", person.email());
        }
        user.put("displayName", person.displayName());
        user.put("active", person.active());
        user.put("deleted", false);
        user.put("timeZone", "Etc/UTC");
        user.put("locale", "en_US");
        return user;
    }

    private Map<String, Object> project(Project project, HttpServletRequest request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("self", Sides.addressSeenBy(request) + "/rest/api/2/project/" + project.id());
        answer.put("id", project.id());
        answer.put("key", project.key());
        answer.put("name", project.name());
        if (world.dataCenter().version().archivesProjects()) {
            answer.put("archived", false);
        }
        return answer;
    }

    private Map<String, Object> issue(Jql.Issue issue, HttpServletRequest request) {
        String id = issue.project().id() + issue.number();
        return Map.of(
                "id",
                id,
                "key",
                issue.key(),
                "self",
                Sides.addressSeenBy(request) + "/rest/api/2/issue/" + id,
                "fields",
                Map.of("project", project(issue.project(), request)));
    }
}
