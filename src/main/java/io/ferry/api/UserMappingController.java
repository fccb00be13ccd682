package io.ferry.api;

import io.ferry.api.PeopleViews.ChangedPeople;
import io.ferry.api.PeopleViews.PeoplePage;
import io.ferry.api.PeopleViews.Pick;
import io.ferry.base.Plural;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.process.retention.RetainedPeople;
import io.ferry.users.PeopleFilter;
import io.ferry.users.UserMappings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The user mapping of a migration: its people, and what was found for them. User keys may contain slashes, so they are in bodies,
 * never in addresses.
 */
@RestController
@RequestMapping("/api/migrations/{id}")
@Tag(name = "People")
class UserMappingController {
    private static final int LARGEST_PAGE = 1000;

    /** What an erasure leaves: nobody shall believe that it was everything. */
    private static final String STILL_THERE =
            "The Jira backup and the dumps that were uploaded or downloaded still contain people's names and addresses:"
                    + " delete them too (DELETE /api/migrations/{id}/files), and at the sites.";

    private final UserMappings people;
    private final RetainedPeople retainedPeople;
    private final PeopleRecord onRecord;

    UserMappingController(UserMappings people, RetainedPeople retainedPeople, PeopleRecord onRecord) {
        this.people = people;
        this.retainedPeople = retainedPeople;
        this.onRecord = onRecord;
    }

    @Operation(summary = "A page of people, in the order of their user keys")
    @GetMapping("/people")
    PeoplePage people(
            @KnownMigration Migration known,
            @RequestParam(defaultValue = "ALL") String state,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int size) {
        var migration = known.id();
        var filter = PeopleFilter.withKey(state.toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElseThrow(() -> RequestRefused.invalid("state", "one of " + filters()));
        if (page < 0) {
            throw RequestRefused.invalid("page", "0 or more");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw RequestRefused.invalid("size", "1 to " + LARGEST_PAGE);
        }
        var found = after == null
                ? people.page(migration, filter, q, page, size)
                : people.pageAfter(migration, filter, q, after, size);
        return PeoplePage.of(found, page, size);
    }

    @Operation(summary = "Who was changed after a revision, the latest first; at most 100 people")
    @GetMapping("/people/changes")
    ChangedPeople changes(@KnownMigration Migration known, @RequestParam long since) {
        return ChangedPeople.of(people.changesSince(known.id(), since));
    }

    @Operation(summary = "Accounts of people whose id, name or address contains the text; who has them already")
    @GetMapping("/accounts")
    List<Pick> accounts(
            @KnownMigration Migration known, @RequestParam String q, @RequestParam(defaultValue = "20") int size) {
        var migration = known.id();
        if (size < 1 || size > LARGEST_PAGE) {
            throw RequestRefused.invalid("size", "1 to " + LARGEST_PAGE);
        }
        return q.isBlank()
                ? List.of()
                : people.searchAccounts(migration, q, size).stream()
                        .map(Pick::of)
                        .toList();
    }

    @Operation(summary = "Erase all people's data of a migration; the erasure stays on record")
    @DeleteMapping("/people")
    Map<String, Object> erase(
            @KnownMigration Migration known,
            Actor by,
            @RequestParam(defaultValue = "false") boolean evenUnderWay,
            HttpServletRequest request) {
        PeopleRecord.nobodyNamesHimself(request);
        var migration = known.id();
        if (known.outcome() == null && !evenUnderWay) {
            throw new RequestRefused(Problems.conflict(
                    "The migration has not ended",
                    "Without its people it cannot continue. Cancel it first, or set evenUnderWay=true."));
        }
        long erased = retainedPeople.erase(migration);
        onRecord.erased(
                migration,
                "%s about people, accounts and their issues erased. %s"
                        .formatted(Plural.of(erased, "record was", "records were"), STILL_THERE),
                by);
        return Map.of("erased", erased, "note", STILL_THERE);
    }

    private static String filters() {
        return Arrays.stream(PeopleFilter.values()).map(PeopleFilter::key).collect(Collectors.joining(", "));
    }
}
