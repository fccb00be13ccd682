package io.ferry.api;

import io.ferry.api.PeopleViews.ChangedPeople;
import io.ferry.api.PeopleViews.Counts;
import io.ferry.api.PeopleViews.PeoplePage;
import io.ferry.api.PeopleViews.Person;
import io.ferry.api.PeopleViews.Pick;
import io.ferry.migration.Event;
import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.retention.RetainedPeople;
import io.ferry.users.AccountList;
import io.ferry.users.ChangedMeanwhile;
import io.ferry.users.DecisionRefused;
import io.ferry.users.InactiveDirectories;
import io.ferry.users.InactivePeople;
import io.ferry.users.MappingFile;
import io.ferry.users.MappingFileRefused;
import io.ferry.users.PeopleFilter;
import io.ferry.users.UserMappings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
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
class UserMappingController {
    private static final int LARGEST_PAGE = 1000;
    static final long LARGEST_FILE = 64L << 20;

    /** What an erasure leaves: nobody shall believe that it was everything. */
    private static final String STILL_THERE =
            "The Jira backup and the dumps that were uploaded or downloaded still contain people's names and addresses:"
                    + " delete them too (DELETE /api/migrations/{id}/files), and at the sites.";

    private final Timeline timeline;
    private final UserMappings people;
    private final InactiveDirectories inactiveDirectories;
    private final InactivePeople inactivePeople;
    private final MappingFile mappingFile;
    private final AccountList accountList;
    private final RetainedPeople retainedPeople;

    UserMappingController(
            Timeline timeline,
            UserMappings people,
            InactiveDirectories inactiveDirectories,
            InactivePeople inactivePeople,
            MappingFile mappingFile,
            AccountList accountList,
            RetainedPeople retainedPeople) {
        this.timeline = timeline;
        this.people = people;
        this.inactiveDirectories = inactiveDirectories;
        this.inactivePeople = inactivePeople;
        this.mappingFile = mappingFile;
        this.accountList = accountList;
        this.retainedPeople = retainedPeople;
    }

    /** Suggestions to accept together. */
    record Acceptance(@Nullable Integer score, @Nullable Boolean dryRun) {}

    /**
     * The proposal to accept.
     *
     * @param people how many people it covered when it was decided about
     */
    record LeavingUnmapped(@Nullable Long people, @Nullable String reason) {}

    /** A change to take back. */
    record Undoing(@Nullable Long revision) {}

    /**
     * A decision to make: exactly one of accountId, leaveUnmapped and undo.
     *
     * @param reason why; needed to leave somebody unmapped
     * @param revision the person's revision that the decision rests on: refused with 409 if somebody changed the person
     *     since; left out, the decision replaces whatever was decided
     */
    record PersonDecision(
            @Nullable String userKey,
            @Nullable String accountId,
            @Nullable Boolean leaveUnmapped,
            @Nullable Boolean undo,
            @Nullable String reason,
            @Nullable Long revision) {}

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
                .orElseThrow(() -> invalid("state", "one of " + filters()));
        if (page < 0) {
            throw invalid("page", "0 or more");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw invalid("size", "1 to " + LARGEST_PAGE);
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
            throw invalid("size", "1 to " + LARGEST_PAGE);
        }
        return q.isBlank()
                ? List.of()
                : people.searchAccounts(migration, q, size).stream()
                        .map(Pick::of)
                        .toList();
    }

    @Operation(summary = "Accept the best suggestion of everybody without a match, from a score upwards")
    @PutMapping("/people/suggestions")
    UserMappings.Accepted accept(@KnownMigration Migration known, @RequestBody Acceptance acceptance) {
        var migration = known.id();
        var score = acceptance.score();
        if (score == null || score < 0 || score > 100) {
            throw invalid("score", "0 to 100");
        }
        boolean dryRun = Boolean.TRUE.equals(acceptance.dryRun());
        var accepted = people.acceptSuggestions(migration, score, Texts.NOBODY_SIGNED_IN, dryRun);
        if (!dryRun) {
            decided(
                    migration,
                    "%d suggestions from score %d were accepted together.".formatted(accepted.accepted(), score));
        }
        return accepted;
    }

    @Operation(
            summary =
                    "Who is proposed to be left unmapped together: people without an account whose directory is inactive"
                            + " in the Jira backup, or not in it")
    @GetMapping("/people/inactive-directories")
    InactiveDirectories.Proposal inactiveDirectories(@KnownMigration Migration known) {
        return inactiveDirectories.proposal(known.id());
    }

    @Operation(summary = "Leave everybody of that proposal unmapped; refused if it covers another number of people now")
    @PutMapping("/people/inactive-directories")
    InactiveDirectories.LeftUnmapped leaveUnmapped(
            @KnownMigration Migration known, @RequestBody LeavingUnmapped leaving) {
        var migration = known.id();
        var seen = leaving.people();
        if (seen == null) {
            throw invalid("people", "how many people the proposal covered when you decided");
        }
        var left = inactiveDirectories.leaveUnmapped(migration, seen, leaving.reason(), Texts.NOBODY_SIGNED_IN);
        decided(
                migration,
                "%d people whose directory is inactive or not in the Jira backup were left unmapped together."
                        .formatted(left.leftUnmapped()));
        return left;
    }

    @Operation(summary = "Inactive and removed people without an account, about whom nobody has decided: how many")
    @GetMapping("/people/inactive")
    InactivePeople.Proposal inactivePeople(@KnownMigration Migration known) {
        return inactivePeople.proposal(known.id());
    }

    @Operation(summary = "Leave all of them unmapped; refused if there is another number of them now")
    @PutMapping("/people/inactive")
    InactiveDirectories.LeftUnmapped leaveInactiveUnmapped(
            @KnownMigration Migration known, @RequestBody LeavingUnmapped leaving) {
        var migration = known.id();
        var seen = leaving.people();
        if (seen == null) {
            throw invalid("people", "how many people the proposal covered when you decided");
        }
        var left = inactivePeople.leaveUnmapped(migration, seen, leaving.reason(), Texts.NOBODY_SIGNED_IN);
        decided(
                migration,
                "%d inactive and removed people were left unmapped together.".formatted(left.leftUnmapped()));
        return left;
    }

    @Operation(summary = "Undo one change; the result of the matching applies again")
    @PutMapping("/people/undone")
    Map<String, Integer> undoChange(@KnownMigration Migration known, @RequestBody Undoing undoing) {
        var migration = known.id();
        var revision = undoing.revision();
        if (revision == null) {
            throw invalid("revision", "the number of a change");
        }
        int undone = people.undoChange(migration, revision, Texts.NOBODY_SIGNED_IN);
        decided(migration, "Decisions about %d people, made together, were taken back.".formatted(undone));
        return Map.of("undone", undone);
    }

    private void decided(MigrationId migration, String what) {
        timeline.record(
                migration, Phase.MAP_USERS, "Map people by hand", Event.Kind.DECIDED, what, Texts.NOBODY_SIGNED_IN);
    }

    /** A script that still says who it is must not believe that this comes into the record. */
    private static void nobodyNamesHimself(HttpServletRequest request) {
        if (request.getParameter("by") != null) {
            throw invalid("by", "nothing: nobody names himself in a call");
        }
    }

    @Operation(summary = "Decide about one person: give an account, leave unmapped with a reason, or undo")
    @PutMapping("/people")
    Person decide(@KnownMigration Migration known, @RequestBody PersonDecision decision) {
        var migration = known.id();
        var userKey = decision.userKey();
        if (userKey == null) {
            throw invalid("userKey", "the user key of a person of the source");
        }
        boolean leave = Boolean.TRUE.equals(decision.leaveUnmapped());
        boolean undo = Boolean.TRUE.equals(decision.undo());
        if (Stream.of(decision.accountId() != null, leave, undo)
                        .filter(Boolean::booleanValue)
                        .count()
                != 1) {
            throw invalid("accountId", "exactly one of accountId, \"leaveUnmapped\": true and \"undo\": true");
        }
        if (undo) {
            return Person.of(people.undo(migration, userKey, Texts.NOBODY_SIGNED_IN, decision.revision()));
        }
        return Person.of(
                leave
                        ? people.leaveUnmapped(
                                migration, userKey, decision.reason(), Texts.NOBODY_SIGNED_IN, decision.revision())
                        : people.map(
                                migration,
                                userKey,
                                Objects.requireNonNull(decision.accountId()),
                                decision.reason(),
                                Texts.NOBODY_SIGNED_IN,
                                decision.revision()));
    }

    @Operation(summary = "The whole mapping as a table for a spreadsheet")
    @GetMapping(path = "/mapping.csv", produces = "text/csv;charset=UTF-8")
    ResponseEntity<StreamingResponseBody> mapping(@KnownMigration Migration known) {
        var migration = known.id();
        return table("mapping.csv", out -> mappingFile.write(migration, out));
    }

    @Operation(summary = "The people for whom an account can be created, for an administrator of the organisation")
    @GetMapping(path = "/new-accounts.csv", produces = "text/csv;charset=UTF-8")
    ResponseEntity<StreamingResponseBody> newAccounts(@KnownMigration Migration known) {
        var migration = known.id();
        return table("new-accounts.csv", out -> accountList.writeMissing(migration, out));
    }

    private static ResponseEntity<StreamingResponseBody> table(String name, Consumer<Appendable> content) {
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .body(out -> {
                    var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    content.accept(writer);
                    writer.flush();
                });
    }

    @Operation(
            summary = "Import the addresses from the user list that an administrator exported, and match again;"
                    + " nothing of it if a line is wrong")
    @PutMapping(path = "/accounts.csv", consumes = "text/csv")
    Map<String, Object> readAccounts(@KnownMigration Migration known, HttpServletRequest request) throws IOException {
        nobodyNamesHimself(request);
        var migration = known.id();
        var told = accountList.read(migration, request.getInputStream());
        decided(
                migration,
                "A list of %d accounts told %d addresses that the site hides."
                        .formatted(told.accounts(), told.addresses()));
        return Map.of(
                "accounts",
                told.accounts(),
                "addresses",
                told.addresses(),
                "counts",
                Counts.of(people.counts(migration)));
    }

    @Operation(summary = "Take over the decisions of a table; nothing of it if a line is wrong")
    @PutMapping(path = "/mapping.csv", consumes = "text/csv")
    Map<String, Object> readMapping(@KnownMigration Migration known, HttpServletRequest request) throws IOException {
        nobodyNamesHimself(request);
        var migration = known.id();
        int changed = mappingFile.read(migration, request.getInputStream(), Texts.NOBODY_SIGNED_IN);
        decided(migration, "A mapping file changed the decisions about %d people.".formatted(changed));
        return Map.of("changed", changed, "counts", Counts.of(people.counts(migration)));
    }

    @Operation(summary = "Erase all people's data of a migration; the erasure stays on record")
    @DeleteMapping("/people")
    Map<String, Object> erase(
            @KnownMigration Migration known,
            @RequestParam(defaultValue = "false") boolean evenUnderWay,
            HttpServletRequest request) {
        nobodyNamesHimself(request);
        var migration = known.id();
        if (known.outcome() == null && !evenUnderWay) {
            throw new RequestRefused(Problems.conflict(
                    "The migration has not ended",
                    "Without its people it cannot continue. Cancel it first, or set evenUnderWay=true."));
        }
        long erased = retainedPeople.erase(migration);
        timeline.record(
                migration,
                null,
                "Erase people's data",
                Event.Kind.DECIDED,
                "%d records about people, accounts and their issues were erased. %s".formatted(erased, STILL_THERE),
                Texts.NOBODY_SIGNED_IN);
        return Map.of("erased", erased, "note", STILL_THERE);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(DecisionRefused refused) {
        return unprocessable(List.of(new InvalidField(refused.field(), String.valueOf(refused.getMessage()), null)));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> changedMeanwhile(ChangedMeanwhile changed) {
        var now = Person.of(changed.now());
        var problem = Problems.conflict(
                "This person was changed meanwhile",
                "%s changed this person after you last saw it. Nothing of yours was saved: look, and decide again."
                        .formatted(now.changedBy() == null ? "Ferry's matching" : now.changedBy()));
        problem.setProperty("person", now);
        return problem(problem);
    }

    /** H2 waits a second or two for whoever is at work, then gives up; PostgreSQL waits for longer. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> busy(PessimisticLockingFailureException busy) {
        return problem(
                Problems.conflict(
                        "The people are being changed right now",
                        "Ferry is matching them, or takes over a file. Nothing of yours was saved: try again in a few seconds."));
    }

    private static ResponseEntity<ProblemDetail> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
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

    private static String filters() {
        return Arrays.stream(PeopleFilter.values()).map(PeopleFilter::key).collect(Collectors.joining(", "));
    }

    private static RequestRefused invalid(String field, String expected) {
        return new RequestRefused(Problems.settingsRefused(List.of(new InvalidField(field, expected, null))));
    }
}
