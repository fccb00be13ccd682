package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.users.TargetAccount.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Matches people with accounts. An address decides only when it belongs to one person and leads to one active account of
 * a person that nobody else claims; everything else is left to people, with suggestions.
 */
final class Matching {

    private static final int SUGGESTIONS_FOR_A_PERSON = 5;

    private final List<MatchingPolicy> byThemselves;
    private final List<MatchingPolicy> policies;

    Matching(List<MatchingPolicy> policies) {
        this.policies = List.copyOf(policies);
        this.byThemselves =
                policies.stream().filter(MatchingPolicy::matchesByItself).toList();
    }

    /**
     * Matches everybody.
     *
     * @param takenByHand account ids that people have already given to somebody, with that person's key
     * @return what was found, by user key, in the order of {@code people}
     */
    Map<String, Match> match(Collection<SourcePerson> people, Accounts accounts, Map<String, String> takenByHand) {
        var shared = sharedAddresses(people);
        var found = LinkedHashMap.<String, Match>newLinkedHashMap(people.size());
        for (var person : people) {
            found.put(person.userKey(), matchOne(person, accounts, shared, takenByHand));
        }
        var claimed = HashMap.<String, Boolean>newHashMap(found.size());
        for (var match : found.values()) {
            if (match instanceof Match.Matched(var accountId, var policy)) {
                claimed.merge(accountId, false, (first, second) -> true);
            }
        }
        found.replaceAll((userKey, match) ->
                match instanceof Match.Matched(var accountId, var policy) && Boolean.TRUE.equals(claimed.get(accountId))
                        ? claimedTwice(match)
                        : match);
        return found;
    }

    private Match matchOne(
            SourcePerson person, Accounts accounts, Set<EmailAddress> shared, Map<String, String> takenByHand) {
        if (person.address().filter(shared::contains).isPresent()) {
            return new Match.Conflicting(Conflict.SHARED_ADDRESS, suggestions(person, accounts));
        }
        for (var policy : byThemselves) {
            var candidates = policy.look(person, accounts);
            if (!candidates.isEmpty()) {
                return judge(person, policy, candidates, accounts, takenByHand);
            }
        }
        return new Match.Unmatched(suggestions(person, accounts));
    }

    private Match judge(
            SourcePerson person,
            MatchingPolicy policy,
            List<Suggestion> candidates,
            Accounts accounts,
            Map<String, String> takenByHand) {
        var people = candidates.stream()
                .flatMap(candidate -> accounts.withId(candidate.accountId()).stream())
                .filter(account -> account.kind() == Kind.PERSON)
                .toList();
        if (people.isEmpty()) {
            return new Match.Conflicting(Conflict.APP_ACCOUNT, suggestions(person, accounts));
        }
        if (people.size() > 1) {
            return new Match.Conflicting(Conflict.SEVERAL_ACCOUNTS, suggestions(person, accounts));
        }
        var account = people.getFirst();
        if (!takenByHand.getOrDefault(account.accountId(), person.userKey()).equals(person.userKey())) {
            return new Match.Conflicting(Conflict.TARGET_TAKEN, suggestions(person, accounts));
        }
        if (!account.active()) {
            return new Match.Conflicting(Conflict.INACTIVE_ACCOUNT, suggestions(person, accounts));
        }
        return new Match.Matched(account.accountId(), policy.name());
    }

    private static Match claimedTwice(Match match) {
        return match instanceof Match.Matched(var accountId, var policy)
                ? new Match.Conflicting(
                        Conflict.TARGET_TAKEN,
                        List.of(new Suggestion(accountId, 100, policy, "Several people lead to this account")))
                : match;
    }

    private List<Suggestion> suggestions(SourcePerson person, Accounts accounts) {
        var best = new HashMap<String, Suggestion>();
        for (var policy : policies) {
            for (var suggestion : policy.look(person, accounts)) {
                var account = accounts.withId(suggestion.accountId());
                if (account.filter(found -> found.kind() == Kind.PERSON).isPresent()) {
                    best.merge(suggestion.accountId(), suggestion, (a, b) -> a.score() >= b.score() ? a : b);
                }
            }
        }
        return best.values().stream()
                .sorted(Comparator.comparingInt(Suggestion::score).reversed().thenComparing(Suggestion::accountId))
                .limit(SUGGESTIONS_FOR_A_PERSON)
                .toList();
    }

    private static Set<EmailAddress> sharedAddresses(Collection<SourcePerson> people) {
        var seen = new HashSet<EmailAddress>();
        var shared = new HashSet<EmailAddress>();
        for (var person : people) {
            person.address().filter(address -> !seen.add(address)).ifPresent(shared::add);
        }
        return shared;
    }
}
