package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.users.TargetAccount.Source;
import io.ferry.users.UserMappingStore.Found;
import io.ferry.users.UserMappingStore.Settled;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a person stands, by what matching found and by what was decided. Reads and writes nothing. */
final class MappingRules {
    private MappingRules() {}

    /** Where matching alone puts a person. */
    static Found found(SourcePerson person, Match match, Accounts accounts) {
        return switch (match) {
            case Match.Matched(var accountId, var policy) ->
                new Found(
                        person.userKey(),
                        accounts.withId(accountId)
                                        .filter(account -> account.source() == Source.CREATED_BY_FERRY)
                                        .isPresent()
                                ? PersonState.CREATED
                                : PersonState.MATCHED,
                        accountId,
                        policy,
                        null,
                        false);
            case Match.Conflicting(var conflict, var suggestions) ->
                new Found(person.userKey(), PersonState.CONFLICT, null, null, conflict, false);
            case Match.Unmatched(var suggestions) ->
                new Found(
                        person.userKey(),
                        suggestions.isEmpty() ? PersonState.UNMATCHED : PersonState.SUGGESTED,
                        null,
                        null,
                        null,
                        isCreatable(person));
        };
    }

    /** Nobody shares the address of an unmatched person, for a shared one is a conflict. */
    private static boolean isCreatable(SourcePerson person) {
        return person.active()
                && !person.removed()
                && person.address().filter(EmailAddress::canReceiveMail).isPresent();
    }

    /**
     * Whether a person is proposed to be left unmapped together with all of inactive directories: nobody has decided, nor
     * has an address. Whose account is gone was decided about.
     */
    static boolean isProposed(@Nullable String inactiveDirectory, PersonState state, @Nullable Conflict conflict) {
        return inactiveDirectory != null && !state.isSettled() && conflict != Conflict.TARGET_GONE;
    }

    /** What matching suggests. */
    static List<Suggestion> suggestions(Match match) {
        return switch (match) {
            case Match.Matched matched -> List.of();
            case Match.Conflicting(var conflict, var suggestions) -> suggestions;
            case Match.Unmatched(var suggestions) -> suggestions;
        };
    }

    /**
     * Lays a decision over what matching found.
     *
     * @param accountIds accounts that the target has, as far as decisions name them
     * @param takenByOthers accounts that decisions gave to somebody
     */
    static Settled settle(
            Found found, @Nullable PersonDecision decision, Set<String> accountIds, Set<String> takenByOthers) {
        if (decision != null && decision.kind() == PersonDecision.Kind.LEAVE_UNMAPPED) {
            return new Settled(found.userKey(), PersonState.LEFT_UNMAPPED, null, null, false);
        }
        if (decision != null && decision.accountId() != null) {
            return accountIds.contains(decision.accountId())
                    ? new Settled(found.userKey(), PersonState.MAPPED_MANUALLY, decision.accountId(), null, false)
                    : new Settled(found.userKey(), PersonState.CONFLICT, null, Conflict.TARGET_GONE, false);
        }
        if (found.accountId() != null && takenByOthers.contains(found.accountId())) {
            return new Settled(found.userKey(), PersonState.CONFLICT, null, Conflict.TARGET_TAKEN, false);
        }
        return new Settled(found.userKey(), found.state(), found.accountId(), found.conflict(), found.creatable());
    }

    /** Refuses a decision that cannot stand. */
    static void check(
            PersonDecision decision,
            Function<String, Optional<TargetAccount>> accounts,
            Function<String, Optional<String>> holders) {
        if (decision.kind() == PersonDecision.Kind.LEAVE_UNMAPPED && decision.reason() == null) {
            throw DecisionRefused.reasonMissing();
        }
        var accountId = decision.accountId();
        if (accountId != null) {
            var account = accounts.apply(accountId).orElseThrow(DecisionRefused::noSuchAccount);
            if (account.kind() != TargetAccount.Kind.PERSON) {
                throw DecisionRefused.notAPerson();
            }
            holders.apply(accountId)
                    .filter(holder -> !holder.equals(decision.userKey()))
                    .ifPresent(holder -> {
                        throw DecisionRefused.taken(holder);
                    });
        }
    }
}
