package io.ferry.sandbox.cloud;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Pages;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Account;
import io.ferry.sandbox.world.JiraCloudSite.IssueView;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What stands in the pretend Jira Cloud beneath its counts: issues with their fields, filters, boards (specified). */
@RestController
@OnSide({Side.JIRA_CLOUD, Side.ATLASSIAN_GATEWAY})
@RequestMapping({"/rest", CloudDoor.GATEWAY + "/rest"})
class CloudContentController {
    private static final int MOST_ISSUES = 100;
    private static final int LARGEST_PAGE_OF_FILTERS = 100;
    private static final int LARGEST_PAGE_OF_BOARDS = 50;

    private final World world;
    private final CloudDoor door;

    CloudContentController(World world, CloudDoor door) {
        this.world = world;
        this.door = door;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request) {
        door.letIn(request);
    }

    record Wanted(
            @Nullable List<String> issueIdsOrKeys, @Nullable List<String> fields) {}

    @PostMapping("/api/3/issue/bulkfetch")
    Map<String, Object> issues(@RequestBody Wanted wanted, HttpServletRequest request) {
        List<String> keys = wanted.issueIdsOrKeys();
        if (keys == null || keys.isEmpty() || keys.size() > MOST_ISSUES) {
            throw SiteRefusal.byJira(400, "Between 1 and 100 issues can be fetched at once.");
        }
        return Map.of(
                "issueErrors",
                List.of(),
                "issues",
                keys.stream()
                        .distinct()
                        .flatMap(key -> world.cloud().issue(key).stream())
                        .map(issue -> issue(issue, wanted.fields(), request))
                        .toList());
    }

    private Map<String, Object> issue(IssueView issue, @Nullable List<String> wanted, HttpServletRequest request) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("summary", issue.summary());
        fields.put("issuetype", named(issue.type()));
        fields.put("status", named(issue.status()));
        fields.put("priority", named(issue.priority()));
        Account assignee = issue.assignee();
        fields.put(
                "assignee",
                assignee == null
                        ? null
                        : Map.of(
                                "accountId", assignee.accountId(),
                                "displayName", assignee.displayName(),
                                "active", assignee.active()));
        fields.put("created", time(issue.created()));
        fields.put("updated", time(issue.updated()));
        if (wanted != null && !wanted.isEmpty()) {
            fields.keySet().retainAll(wanted);
        }
        return Map.of(
                "id",
                issue.id(),
                "key",
                issue.key(),
                "self",
                door.base(request) + "/rest/api/3/issue/" + issue.id(),
                "fields",
                fields);
    }

    private static @Nullable Map<String, String> named(@Nullable String name) {
        return name == null ? null : Map.of("name", name);
    }

    /** Backups tell no time zone; this site is in UTC. */
    static @Nullable String time(@Nullable String written) {
        if (written == null || !written.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?")) {
            return null;
        }
        int point = written.indexOf('.');
        String parts = point < 0 ? "" : written.substring(point + 1);
        return written.substring(0, 10) + "T" + written.substring(11, 19) + "." + (parts + "000").substring(0, 3)
                + "+0000";
    }

    @GetMapping("/api/3/filter/search")
    Map<String, Object> filters(
            @RequestParam(defaultValue = "0") long startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            @RequestParam(defaultValue = "") String filterName) {
        return Pages.of(
                world.cloud().filters().stream()
                        .filter(name -> name.toLowerCase(java.util.Locale.ROOT)
                                .contains(filterName.toLowerCase(java.util.Locale.ROOT)))
                        .toList(),
                startAt,
                Math.min(maxResults, LARGEST_PAGE_OF_FILTERS));
    }

    @GetMapping("/agile/1.0/board")
    Map<String, Object> boards(
            @RequestParam(defaultValue = "0") long startAt, @RequestParam(defaultValue = "50") int maxResults) {
        return Pages.of(world.cloud().boards(), startAt, Math.min(maxResults, LARGEST_PAGE_OF_BOARDS));
    }
}
