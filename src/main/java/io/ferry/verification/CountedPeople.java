package io.ferry.verification;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.backup.model.BackupPerson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many people there are, without anything that tells who they are.
 *
 * @param people everybody
 * @param active how many of them are active
 * @param addresses different e-mail addresses among all of them
 * @param activeAddresses different e-mail addresses among the active ones
 */
public record CountedPeople(long people, long active, long addresses, long activeAddresses) {

    /** The people of a backup. Those who were removed are no users any more, and are left out. */
    static CountedPeople of(List<BackupPerson> people) {
        var counter = new Counter();
        people.stream()
                .filter(person -> !person.removed())
                .forEach(person -> counter.add(person.email(), person.active()));
        return counter.counted();
    }

    /** Counts people and forgets them. */
    static final class Counter {
        private final Set<String> addresses = new HashSet<>();
        private final Set<String> activeAddresses = new HashSet<>();
        private long people;
        private long active;

        void add(@Nullable String address, boolean isActive) {
            people++;
            active += isActive ? 1 : 0;
            var text = address == null ? "" : EmailAddress.spelling(address);
            if (text.contains("@")) {
                addresses.add(text);
                if (isActive) {
                    activeAddresses.add(text);
                }
            }
        }

        CountedPeople counted() {
            return new CountedPeople(people, active, addresses.size(), activeAddresses.size());
        }
    }
}
