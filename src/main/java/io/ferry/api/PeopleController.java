package io.ferry.api;

import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.Refusal;
import io.ferry.migration.Timeline;
import io.ferry.users.Conflict;
import io.ferry.users.Decision;
import io.ferry.users.DecisionRefused;
import io.ferry.users.MappingFile;
import io.ferry.users.MappingFileRefused;
import io.ferry.users.People;
import io.ferry.users.PeopleCounts;
import io.ferry.users.PeopleFilter;
import io.ferry.users.PersonStanding;
import io.ferry.users.PersonState;
import io.ferry.users.TargetAccount;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Who is whom: the people of a migration, what was found for them, and what is decided. User keys may hold slashes, so
 * they stand in bodies, never in addresses.
 */
@RestController
@RequestMapping("/api/migrations/{id}")
@Tag(name = "People")
class PeopleController {
    private static final int LARGEST_PAGE = 1000;
    static final long LARGEST_FILE = 64L << 20;
    private static final String SOMEBODY = "REST interface";

    private final Migrations migrations;
    private final Timeline timeline;
    private final People people;
    private final MappingFile mappingFile;

    PeopleController(Migrations migrations, Timeline timeline, People people, MappingFile mappingFile) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.people = people;
        this.mappingFile = mappingFile;
    }

    /** A page of people. */
    record PeoplePage(List<Person> items, long total, int page, int size, Counts counts) {}

    /** How many people stand where. */
    record Counts(
            long people,
            long matched,
            long unmatched,
            long conflicts,
            long leftUnmapped,
            long missing,
            long accounts,
            long hiddenAddresses) {
        static Counts of(PeopleCounts counts) {
            return new Counts(
                    counts.people(),
                    counts.mapped(),
                    counts.unmatched(),
                    counts.conflicts(),
                    counts.leftUnmapped(),
                    counts.missing(),
                    counts.accounts(),
                    counts.hiddenAddresses());
        }
    }

    /** A person of the source and where this person stands. */
    record Person(
            String userKey,
            String userName,
            @Nullable String displayName,
            @Nullable String email,
            boolean active,
            boolean removed,
            PersonState state,
            @Nullable Account account,
            @Nullable String policy,
            @Nullable String conflict,
            @Nullable String conflictText,
            boolean creatable,
            @Nullable Made decision,
            List<Suggested> suggestions) {
        static Person of(PersonStanding standing) {
            var person = standing.person();
            return new Person(
                    person.userKey(),
                    person.userName(),
                    person.displayName(),
                    person.email(),
                    person.active(),
                    person.removed(),
                    standing.state(),
                    standing.account() == null ? null : Account.of(standing.account()),
                    standing.policy(),
                    standing.conflict() == null ? null : standing.conflict().name(),
                    standing.conflict() == null ? null : text(standing.conflict()),
                    standing.creatable(),
                    standing.decision() == null ? null : Made.of(standing.decision()),
                    standing.suggestions().stream().map(Suggested::of).toList());
        }

        private static String text(Conflict conflict) {
            return conflict.text();
        }
    }

    /** An account of the target; the address is missing where its owner hides it. */
    record Account(
            String accountId,
            @Nullable String displayName,
            @Nullable String email,
            boolean active,
            TargetAccount.Source source) {
        static Account of(TargetAccount account) {
            return new Account(
                    account.accountId(), account.displayName(), account.email(), account.active(), account.source());
        }
    }

    /** A decision that was made. */
    record Made(Decision.Kind kind, @Nullable String reason, String by, Instant at) {
        static Made of(Decision decision) {
            return new Made(decision.kind(), decision.reason(), decision.by(), decision.at());
        }
    }

    /** An account that may be the person's, with a score from 0 to 100. */
    record Suggested(Account account, int score, String policy, String reason) {
        static Suggested of(PersonStanding.SuggestedAccount suggestion) {
            return new Suggested(
                    Account.of(suggestion.account()), suggestion.score(), suggestion.policy(), suggestion.reason());
        }
    }

    /**
     * A decision to make: exactly one of accountId, leaveUnmapped and undo.
     *
     * @param reason why; needed to leave somebody unmapped
     * @param by who decides
     */
    record PersonDecision(
            @Nullable String userKey,
            @Nullable String accountId,
            @Nullable Boolean leaveUnmapped,
            @Nullable Boolean undo,
            @Nullable String reason,
            @Nullable String by) {}

    @Operation(summary = "A page of people, in the order of their user keys")
    @GetMapping("/people")
    PeoplePage people(
            @PathVariable String id,
            @RequestParam(defaultValue = "ALL") String state,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        var migration = known(id);
        var filter = PeopleFilter.withKey(state.toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElseThrow(() -> invalid("state", "one of " + filters()));
        if (page < 0) {
            throw invalid("page", "0 or more");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw invalid("size", "1 to " + LARGEST_PAGE);
        }
        var found = people.page(migration, filter, page, size);
        return new PeoplePage(
                found.people().stream().map(Person::of).toList(), found.total(), page, size, Counts.of(found.counts()));
    }

    @Operation(summary = "Decide about one person: give an account, leave unmapped with a reason, or undo")
    @PutMapping("/people")
    Person decide(@PathVariable String id, @RequestBody PersonDecision decision) {
        var migration = known(id);
        var userKey = decision.userKey();
        if (userKey == null) {
            throw invalid("userKey", "the user key of a person of the source");
        }
        var by = decision.by() == null ? SOMEBODY : decision.by();
        boolean leave = Boolean.TRUE.equals(decision.leaveUnmapped());
        boolean undo = Boolean.TRUE.equals(decision.undo());
        if (Stream.of(decision.accountId() != null, leave, undo)
                        .filter(Boolean::booleanValue)
                        .count()
                != 1) {
            throw invalid("accountId", "exactly one of accountId, \"leaveUnmapped\": true and \"undo\": true");
        }
        if (undo) {
            return Person.of(people.undo(migration, userKey));
        }
        return Person.of(
                leave
                        ? people.leaveUnmapped(migration, userKey, decision.reason(), by)
                        : people.map(
                                migration,
                                userKey,
                                Objects.requireNonNull(decision.accountId()),
                                decision.reason(),
                                by));
    }

    @Operation(summary = "The whole mapping as a table for a spreadsheet")
    @GetMapping(path = "/mapping.csv", produces = "text/csv;charset=UTF-8")
    ResponseEntity<StreamingResponseBody> mapping(@PathVariable String id) {
        var migration = known(id);
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"mapping.csv\"")
                .body(out -> {
                    var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    mappingFile.write(migration, writer);
                    writer.flush();
                });
    }

    @Operation(summary = "Take over the decisions of a table; nothing of it if a line is wrong")
    @PutMapping(path = "/mapping.csv", consumes = "text/csv")
    Map<String, Object> readMapping(
            @PathVariable String id, @RequestParam(defaultValue = SOMEBODY) String by, HttpServletRequest request)
            throws IOException {
        var migration = known(id);
        int changed = mappingFile.read(migration, request.getInputStream(), by);
        timeline.record(
                migration,
                Phase.MAP_USERS,
                "Map people by hand",
                Event.Kind.DECIDED,
                "A mapping file changed the decisions about %d people.".formatted(changed),
                by);
        return Map.of("changed", changed, "counts", Counts.of(people.counts(migration)));
    }

    @Operation(summary = "Erase all people's data of a migration; the erasure stays on record")
    @DeleteMapping("/people")
    Map<String, Long> erase(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean evenUnderWay,
            @RequestParam(defaultValue = SOMEBODY) String by) {
        var migration = known(id);
        if (migrations.get(migration).outcome() == null && !evenUnderWay) {
            throw new RequestRefused(Problems.conflict(
                    "The migration has not ended",
                    "Without its people it cannot go on. Cancel it first, or say evenUnderWay=true."));
        }
        long erased = people.erase(migration);
        timeline.record(
                migration,
                null,
                "Erase people's data",
                Event.Kind.DECIDED,
                "%d records about people and accounts were erased.".formatted(erased),
                by);
        return Map.of("erased", erased);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(DecisionRefused refused) {
        return unprocessable(List.of(new Refusal(refused.field(), String.valueOf(refused.getMessage()), null)));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(MappingFileRefused refused) {
        var problem = unprocessable(refused.errors());
        Objects.requireNonNull(problem.getBody()).setDetail(refused.getMessage());
        return problem;
    }

    /** Understood, but it cannot stand beside what is known: 422 with the places under errors. */
    private static ResponseEntity<ProblemDetail> unprocessable(List<?> errors) {
        var problem = Problems.settingsRefused(List.of());
        problem.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        problem.setProperty("errors", errors);
        return ResponseEntity.unprocessableEntity()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private MigrationId known(String id) {
        try {
            return migrations.get(new MigrationId(id)).id();
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(Problems.unknownMigration());
        }
    }

    private static String filters() {
        return Arrays.stream(PeopleFilter.values()).map(PeopleFilter::key).collect(Collectors.joining(", "));
    }

    private static RequestRefused invalid(String field, String expected) {
        return new RequestRefused(Problems.settingsRefused(List.of(new Refusal(field, expected, null))));
    }
}
