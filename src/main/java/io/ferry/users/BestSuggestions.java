package io.ferry.users;

import io.ferry.users.UserMappingStore.Proposal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The best suggestions of each person, and which of them are clear enough to be accepted without looking at each. */
record BestSuggestions(Map<String, List<Proposal>> byPerson) {

    /** For each person only those with the highest score. */
    static BestSuggestions of(List<Proposal> proposals) {
        var forPerson = proposals.stream().collect(Collectors.groupingBy(Proposal::userKey));
        forPerson.replaceAll((userKey, all) -> {
            int highest = all.stream()
                    .mapToInt(proposal -> proposal.suggestion().score())
                    .max()
                    .orElse(0);
            return all.stream()
                    .filter(proposal -> proposal.suggestion().score() == highest)
                    .toList();
        });
        return new BestSuggestions(forPerson);
    }

    /** How many people have one. */
    int people() {
        return byPerson.size();
    }

    /** The accounts that are suggested. */
    List<String> accountIds() {
        return proposals()
                .map(proposal -> proposal.suggestion().accountId())
                .distinct()
                .toList();
    }

    /**
     * Those that leave no choice: one for the person, of an active account that nobody else has or is suggested.
     *
     * @param taken accounts that somebody has already
     * @param accounts what is known of the accounts, by id
     */
    List<Proposal> clear(Set<String> taken, Map<String, TargetAccount> accounts) {
        var claims = proposals()
                .collect(Collectors.groupingBy(proposal -> proposal.suggestion().accountId(), Collectors.counting()));
        return byPerson.values().stream()
                .filter(best -> best.size() == 1)
                .map(List::getFirst)
                .filter(proposal -> {
                    var id = proposal.suggestion().accountId();
                    var account = accounts.get(id);
                    return claims.getOrDefault(id, 0L) == 1
                            && !taken.contains(id)
                            && account != null
                            && account.active()
                            && account.kind() == TargetAccount.Kind.PERSON;
                })
                .toList();
    }

    private Stream<Proposal> proposals() {
        return byPerson.values().stream().flatMap(List::stream);
    }
}
