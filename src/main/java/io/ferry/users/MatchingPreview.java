package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * How matching would go, without a migration and without writing anything down: by the policies that match by themselves.
 * Names are not compared, since they decide nothing.
 */
@Service
public class MatchingPreview {
    private final Matching matching;

    MatchingPreview(UsersProperties properties) {
        this.matching = new Matching(
                MatchingPolicies.allCurrentPolicies(new RenamedDomains(properties.renamedDomains())).stream()
                        .filter(MatchingPolicy::matchesByItself)
                        .toList());
    }

    /** What happens to a person. */
    public enum Group {
        /** An account has the same address. */
        MATCHED,
        /** The address leads somewhere, but a person must decide: {@link Preview#conflicts}. */
        CONFLICT,
        /** Active, without an account, with an address to which Ferry can have one created. */
        MISSING,
        /** Active, without an account, and without an address to which one could be created. */
        WITHOUT_ADDRESS,
        /** Inactive, without an account: somebody who left. */
        LEFT
    }

    /**
     * What matching would find.
     *
     * @param people how many are in each group; every group has a count
     * @param conflicts why an address does not decide, with how many people
     * @param accounts people's accounts of the target
     * @param hidden those of them whose owner hides the address, so that no address can match them
     * @param examples people of each group but the matched ones, as many as were asked for
     */
    public record Preview(
            Map<Group, Long> people,
            Map<Conflict, Long> conflicts,
            long accounts,
            long hidden,
            Map<Group, List<SourcePerson>> examples) {
        public Preview {
            people = Map.copyOf(people);
            conflicts = Map.copyOf(conflicts);
            examples = Map.copyOf(examples);
        }

        /** How many are in a group. */
        public long in(Group group) {
            return people.getOrDefault(group, 0L);
        }

        /** Everybody. */
        public long all() {
            return people.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Hides the people: logs must not carry their names and addresses. */
        @Override
        public String toString() {
            return "Preview" + people;
        }
    }

    /**
     * Matches everybody in memory.
     *
     * @param examplesOfEach how many people of each group are handed up, besides the counts
     */
    public Preview match(Collection<SourcePerson> people, Collection<TargetAccount> accounts, int examplesOfEach) {
        var matches = matching.match(people, new Accounts(accounts), Map.of());
        var groups = new EnumMap<Group, Long>(Group.class);
        for (var group : Group.values()) {
            groups.put(group, 0L);
        }
        var conflicts = new EnumMap<Conflict, Long>(Conflict.class);
        var examples = new HashMap<Group, List<SourcePerson>>();
        for (var person : people) {
            var match = matches.get(person.userKey());
            var group = groupOf(person, match);
            groups.merge(group, 1L, Long::sum);
            if (match instanceof Match.Conflicting conflicting) {
                conflicts.merge(conflicting.conflict(), 1L, Long::sum);
            }
            var named = examples.getOrDefault(group, List.of());
            if (group != Group.MATCHED && named.size() < examplesOfEach) {
                examples.put(
                        group, Stream.concat(named.stream(), Stream.of(person)).toList());
            }
        }
        var counted = AccountCounts.of(accounts);
        return new Preview(groups, conflicts, counted.people(), counted.hidden(), examples);
    }

    private static Group groupOf(SourcePerson person, @Nullable Match match) {
        if (match instanceof Match.Matched) {
            return Group.MATCHED;
        }
        if (match instanceof Match.Conflicting) {
            return Group.CONFLICT;
        }
        if (person.isGone()) {
            return Group.LEFT;
        }
        return person.address().filter(EmailAddress::canReceiveMail).isPresent()
                ? Group.MISSING
                : Group.WITHOUT_ADDRESS;
    }
}
