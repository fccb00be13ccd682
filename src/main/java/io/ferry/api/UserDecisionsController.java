package io.ferry.api;

import io.ferry.api.PeopleViews.Person;
import io.ferry.base.Plural;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.users.InactiveDirectories;
import io.ferry.users.InactivePeople;
import io.ferry.users.PeopleFilter;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserDecisions.Chosen;
import io.ferry.users.UserDecisions.Together;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people decide about people, one by one or together; each decision about many is put on record. */
@RestController
@RequestMapping("/api/migrations/{id}/people")
@Tag(name = "People")
class UserDecisionsController {
    private static final int MOST_KEYS = 1000;

    private final UserDecisions decisions;
    private final InactiveDirectories inactiveDirectories;
    private final InactivePeople inactivePeople;
    private final PeopleRecord onRecord;

    UserDecisionsController(
            UserDecisions decisions,
            InactiveDirectories inactiveDirectories,
            InactivePeople inactivePeople,
            PeopleRecord onRecord) {
        this.decisions = decisions;
        this.inactiveDirectories = inactiveDirectories;
        this.inactivePeople = inactivePeople;
        this.onRecord = onRecord;
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

    @Operation(summary = "Decide about one person: give an account, leave unmapped with a reason, or undo")
    @PutMapping
    Person decide(@KnownMigration Migration known, Actor by, @RequestBody PersonDecision decision) {
        var migration = known.id();
        var userKey = decision.userKey();
        if (userKey == null) {
            throw RequestRefused.invalid("userKey", "the user key of a person of the source");
        }
        boolean leave = Boolean.TRUE.equals(decision.leaveUnmapped());
        boolean undo = Boolean.TRUE.equals(decision.undo());
        if (Stream.of(decision.accountId() != null, leave, undo)
                        .filter(Boolean::booleanValue)
                        .count()
                != 1) {
            throw RequestRefused.invalid(
                    "accountId", "exactly one of accountId, \"leaveUnmapped\": true and \"undo\": true");
        }
        if (undo) {
            return Person.of(decisions.undo(migration, userKey, by.name(), decision.revision()));
        }
        return Person.of(
                leave
                        ? decisions.leaveUnmapped(migration, userKey, decision.reason(), by.name(), decision.revision())
                        : decisions.map(
                                migration,
                                userKey,
                                Objects.requireNonNull(decision.accountId()),
                                decision.reason(),
                                by.name(),
                                decision.revision()));
    }

    @Operation(summary = "Accept the best suggestion of everybody without a match, from a score upwards")
    @PutMapping("/suggestions")
    UserDecisions.Accepted accept(@KnownMigration Migration known, Actor by, @RequestBody Acceptance acceptance) {
        var migration = known.id();
        var score = acceptance.score();
        if (score == null || score < 0 || score > 100) {
            throw RequestRefused.invalid("score", "0 to 100");
        }
        boolean dryRun = Boolean.TRUE.equals(acceptance.dryRun());
        var accepted = decisions.acceptSuggestions(migration, score, by.name(), dryRun);
        if (!dryRun) {
            onRecord.decided(
                    migration,
                    "%s accepted together, from score %d."
                            .formatted(Plural.of(accepted.accepted(), "suggestion was", "suggestions were"), score),
                    by);
        }
        return accepted;
    }

    @Operation(
            summary =
                    "Who is proposed to be left unmapped together: people without an account whose directory is inactive"
                            + " in the Jira backup, or not in it")
    @GetMapping("/inactive-directories")
    InactiveDirectories.Proposal inactiveDirectories(@KnownMigration Migration known) {
        return inactiveDirectories.proposal(known.id());
    }

    @Operation(summary = "Leave everybody of that proposal unmapped; refused if it covers another number of people now")
    @PutMapping("/inactive-directories")
    UserDecisions.LeftUnmapped leaveUnmapped(
            @KnownMigration Migration known, Actor by, @RequestBody LeavingUnmapped leaving) {
        var migration = known.id();
        var left = inactiveDirectories.leaveUnmapped(migration, seen(leaving), leaving.reason(), by.name());
        onRecord.decided(
                migration,
                "%s left unmapped together, for their directory is inactive or not in the Jira backup."
                        .formatted(Plural.of(left.leftUnmapped(), "person was", "people were")),
                by);
        return left;
    }

    @Operation(summary = "Inactive and removed people without an account, about whom nobody has decided: how many")
    @GetMapping("/inactive")
    InactivePeople.Proposal inactivePeople(@KnownMigration Migration known) {
        return inactivePeople.proposal(known.id());
    }

    @Operation(summary = "Leave all of them unmapped; refused if there is another number of them now")
    @PutMapping("/inactive")
    UserDecisions.LeftUnmapped leaveInactiveUnmapped(
            @KnownMigration Migration known, Actor by, @RequestBody LeavingUnmapped leaving) {
        var left = inactivePeople.leaveUnmapped(known.id(), seen(leaving), leaving.reason(), by.name());
        onRecord.decided(
                known.id(),
                "%s left unmapped together."
                        .formatted(Plural.of(
                                left.leftUnmapped(),
                                "inactive or removed person was",
                                "inactive and removed people were")),
                by);
        return left;
    }

    /**
     * A decision about many people.
     *
     * @param userKeys whom it concerns, at most 1000; left out for everybody whom state and q let through, as in the list of people
     * @param people how many people it concerns, as a dry run told
     */
    record DecidingTogether(
            @Nullable String decision,
            @Nullable List<String> userKeys,
            @Nullable String state,
            @Nullable String q,
            @Nullable String reason,
            @Nullable Long people,
            @Nullable Boolean dryRun) {}

    @Operation(
            summary =
                    "Decide about many people: LEAVE_UNMAPPED with a reason, ACCEPT clear suggestions, or UNDO decisions",
            description =
                    "Ask with dryRun first: it tells about how many people the decision would be. Refused if there"
                            + " is another number of them then. Who has an account is never left unmapped this way.")
    @PutMapping("/together")
    UserDecisions.Decided decideTogether(
            @KnownMigration Migration known, Actor by, @RequestBody DecidingTogether wish) {
        var what = Arrays.stream(Together.values())
                .filter(one -> one.name().equals(wish.decision()))
                .findFirst()
                .orElseThrow(() -> RequestRefused.invalid("decision", "one of LEAVE_UNMAPPED, ACCEPT and UNDO"));
        var keys = wish.userKeys() == null ? List.<String>of() : wish.userKeys();
        var state = wish.state();
        if (keys.size() > MOST_KEYS || keys.contains(null) || keys.isEmpty() == (state == null)) {
            throw RequestRefused.invalid("userKeys", "1 to " + MOST_KEYS + " user keys, or a state instead");
        }
        var filter = state == null
                ? PeopleFilter.ALL
                : PeopleFilter.withKey(state.toLowerCase(Locale.ROOT).replace('_', '-'))
                        .orElseThrow(() -> RequestRefused.invalid("state", "a state as in the list of people"));
        boolean dryRun = Boolean.TRUE.equals(wish.dryRun());
        if (!dryRun && wish.people() == null) {
            throw RequestRefused.invalid("people", "how many people it concerned when you decided");
        }
        var decided = decisions.decideTogether(
                known.id(),
                what,
                new Chosen(Set.copyOf(keys), filter, wish.q() == null ? "" : wish.q()),
                dryRun ? null : wish.people(),
                wish.reason(),
                by.name());
        if (!dryRun) {
            String who = Plural.of(decided.people(), "person", "people");
            onRecord.decided(
                    known.id(),
                    switch (what) {
                        case LEAVE_UNMAPPED -> who + " chosen together: left unmapped.";
                        case ACCEPT -> who + " chosen together: their suggestion was accepted.";
                        case UNDO -> who + " chosen together: the decision was taken back.";
                    },
                    by);
        }
        return decided;
    }

    private static long seen(LeavingUnmapped leaving) {
        var seen = leaving.people();
        if (seen == null) {
            throw RequestRefused.invalid("people", "how many people the proposal covered when you decided");
        }
        return seen;
    }

    @Operation(summary = "Undo one change; the result of the matching applies again")
    @PutMapping("/undone")
    Map<String, Integer> undoChange(@KnownMigration Migration known, Actor by, @RequestBody Undoing undoing) {
        var migration = known.id();
        var revision = undoing.revision();
        if (revision == null) {
            throw RequestRefused.invalid("revision", "the number of a change");
        }
        int undone = decisions.undoChange(migration, revision, by.name());
        onRecord.decided(
                migration,
                "Decisions about %s, made together, were taken back.".formatted(Plural.of(undone, "person", "people")),
                by);
        return Map.of("undone", undone);
    }
}
