package io.ferry.sandbox.cloud;

import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.Account;
import io.ferry.sandbox.world.OrganisationApi;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Atlassian's organisation API, both versions (facts/jira-cloud.md, documented). The field names are the documented ones of
 * each version; sizes of pages, the forms of refusals, and who is in which directory are assumed.
 */
@RestController
@OnSide(Side.ATLASSIAN_GATEWAY)
@RequestMapping("/admin")
class OrganisationController {
    private static final int PAGE = 10;
    private static final String ALL_DIRECTORIES = "-";
    private static final List<String> DIRECTORIES =
            List.of("6f3c2f6e-0000-4000-8000-000000000001", "6f3c2f6e-0000-4000-8000-000000000002");

    private final World world;
    private final Faults faults;

    OrganisationController(World world, Faults faults) {
        this.world = world;
        this.faults = faults;
    }

    @ModelAttribute
    void signIn(HttpServletRequest request, @PathVariable String orgId) {
        boolean right =
                ("Bearer " + world.options().credentials().organisation()).equals(request.getHeader("Authorization"));
        if (!right
                || offered() == OrganisationApi.NONE
                || faults.strike(FaultKind.WRONG_PASSWORD, Side.ATLASSIAN_GATEWAY)
                        .isPresent()) {
            throw SiteRefusal.byGateway(401, "Unauthorized");
        }
        if (!orgId.equals(world.cloud().organisationId())) {
            throw SiteRefusal.byGateway(403, "The key is not one of this organisation.");
        }
    }

    /** Version 1: managed accounts only, and a full address of the next page. */
    @GetMapping("/v1/orgs/{orgId}/users")
    Map<String, Object> managedAccounts(
            @PathVariable String orgId, @RequestParam(defaultValue = "") String cursor, HttpServletRequest request) {
        if (!offered().offersVersion1()) {
            throw SiteRefusal.byGateway(410, "Gone");
        }
        List<Account> managed = people().filter(this::isManaged).toList();
        int from = place(cursor);
        String self = Sides.addressSeenBy(request) + request.getRequestURI();
        Map<String, @Nullable Object> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("next", from + PAGE < managed.size() ? self + "?cursor=" + cursor(from + PAGE) : null);
        return Map.of(
                "data",
                page(managed, from, PAGE)
                        .map(OrganisationController::managedAccount)
                        .toList(),
                "links",
                links,
                "meta",
                Map.of("total", managed.size()));
    }

    private static Map<String, Object> managedAccount(Account account) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("account_id", account.accountId());
        answer.put("account_type", account.type());
        answer.put("account_status", account.active() ? "active" : "inactive");
        answer.put("name", account.displayName());
        answer.put("picture", "https://avatars.example.com/" + account.accountId());
        answer.put("email", String.valueOf(account.email()));
        answer.put("access_billable", account.access());
        answer.put(
                "product_access",
                account.access() ? List.of(Map.of("key", "jira-software", "name", "Jira")) : List.of());
        return answer;
    }

    /** Version 2: the directories of the organisation. */
    @GetMapping("/v2/orgs/{orgId}/directories")
    Map<String, Object> directories(@PathVariable String orgId) {
        requireVersion2();
        return Map.of(
                "data",
                List.of(
                        Map.of("directoryId", DIRECTORIES.get(0), "name", "Identity provider"),
                        Map.of("directoryId", DIRECTORIES.get(1), "name", "Local directory")),
                "links",
                Map.of());
    }

    /** Version 2: the people of a directory; the next page is a cursor, not an address. */
    @GetMapping("/v2/orgs/{orgId}/directories/{directoryId}/users")
    Map<String, Object> users(
            @PathVariable String orgId,
            @PathVariable String directoryId,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "" + PAGE) int limit) {
        requireVersion2();
        if (!directoryId.equals(ALL_DIRECTORIES) && !DIRECTORIES.contains(directoryId)) {
            throw SiteRefusal.byGateway(404, "There is no directory " + directoryId + ".");
        }
        List<Account> there = people().filter(account -> directoryId.equals(ALL_DIRECTORIES)
                        || directoryId.equals(DIRECTORIES.get(isManaged(account) ? 0 : 1)))
                .toList();
        int from = place(cursor);
        int size = Math.clamp(limit, 1, PAGE);
        Map<String, Object> links = new LinkedHashMap<>();
        if (!cursor.isEmpty()) {
            links.put("self", cursor);
        }
        if (from + size < there.size()) {
            links.put("next", cursor(from + size));
        }
        return Map.of("data", page(there, from, size).map(this::user).toList(), "links", links);
    }

    private Map<String, Object> user(Account account) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("accountId", account.accountId());
        answer.put("accountType", account.type());
        answer.put("status", account.active() ? "active" : "deactivated");
        answer.put("accountStatus", account.active() ? "active" : "inactive");
        answer.put("membershipStatus", account.access() ? "active" : "no_membership");
        answer.put("claimStatus", isManaged(account) ? "managed" : "unmanaged");
        answer.put("name", account.displayName());
        answer.put("nickname", account.displayName());
        answer.put("email", String.valueOf(account.email()));
        answer.put("emailVerified", true);
        return answer;
    }

    private Stream<Account> people() {
        return world.cloud().accounts().stream()
                .filter(account -> account.type().equals("atlassian") && account.email() != null);
    }

    /** The organisation has claimed the domains of the people of the source, not the one of the site's first accounts. */
    private boolean isManaged(Account account) {
        return !String.valueOf(account.email()).endsWith("@cloud.example.com");
    }

    private OrganisationApi offered() {
        return world.options().cloud().organisation();
    }

    private void requireVersion2() {
        if (!offered().offersVersion2()) {
            throw SiteRefusal.byGateway(404, "Not Found");
        }
    }

    private static Stream<Account> page(List<Account> all, int from, int size) {
        return all.stream().skip(from).limit(size);
    }

    private static String cursor(int place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("page:" + place).getBytes(StandardCharsets.UTF_8));
    }

    private static int place(String cursor) {
        if (cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Integer.parseInt(text.substring(text.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            throw SiteRefusal.byGateway(400, "The cursor is not valid.");
        }
    }
}
