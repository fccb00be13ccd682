package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** The policies by which people are matched, in the order in which they are asked. */
final class MatchingPolicies {

    private MatchingPolicies() {}

    static List<MatchingPolicy> allCurrentPolicies(RenamedDomains renamed) {
        return List.of(
                new SameAddress(),
                new SameAddressInRenamedDomain(renamed),
                new SameDisplayName(),
                new UserNameIsAddress(),
                new SameNameInAnotherOrder(),
                new SameNameInOtherLetters(),
                new SameNameWithoutBlanks(),
                new UserNameIsLocalPart(),
                new UserNameWithinIsLocalPart(),
                new UserNameIsInitials(),
                new SimilarName());
    }

    /** The same e-mail address on both sides: the one thing by which the app matches, too. */
    record SameAddress() implements MatchingPolicy {
        @Override
        public String name() {
            return "same-address";
        }

        @Override
        public boolean matchesByItself() {
            return true;
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            return person.address()
                    .map(address -> suggest(this, accounts.withAddress(address), 100, "Has the same e-mail address"))
                    .orElse(List.of());
        }
    }

    /** The same address after the operator's table of renamed domains. */
    record SameAddressInRenamedDomain(RenamedDomains renamed) implements MatchingPolicy {
        @Override
        public String name() {
            return "same-address-in-renamed-domain";
        }

        @Override
        public boolean matchesByItself() {
            return true;
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            return person.address()
                    .flatMap(renamed::renamed)
                    .map(address -> suggest(
                            this,
                            accounts.withAddress(address),
                            99,
                            "Has the same e-mail address in the domain's new name, " + address.domain()))
                    .orElse(List.of());
        }
    }

    /** The same words in the name, in the same order; namesakes are common, so a person decides. */
    record SameDisplayName() implements MatchingPolicy {
        @Override
        public String name() {
            return "same-display-name";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var words = Accounts.words(person.displayName());
            return words.isEmpty() ? List.of() : suggest(this, accounts.withName(words), 90, "Has the same name");
        }
    }

    /** The user name is an account's address; the person's own address may be an old one, so a person decides. */
    record UserNameIsAddress() implements MatchingPolicy {
        @Override
        public String name() {
            return "user-name-is-address";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            return EmailAddress.of(person.userName())
                    .map(address -> suggest(
                            this,
                            accounts.withAddress(address),
                            92,
                            "The user name is the e-mail address of this account"))
                    .orElse(List.of());
        }
    }

    /** The same words in another order, or with an addition such as "(External)" on one side. */
    record SameNameInAnotherOrder() implements MatchingPolicy {
        @Override
        public String name() {
            return "same-name-in-another-order";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var key = Names.inAnyOrder(person.displayName());
            // One word alone, which many people have, says too little.
            return key.indexOf(' ') < 0
                    ? List.of()
                    : suggest(
                            this,
                            accounts.withNameInAnyOrder(key).stream()
                                    .filter(account -> Names.inAnyOrder(account.displayName())
                                            .equals(key))
                                    .toList(),
                            88,
                            "Has the same name, in another order or with an addition such as \"(External)\"");
        }
    }

    /** The same name in other letters: Łukasz and Lukasz, Jürgen and Juergen, and other alphabets in Latin letters. */
    record SameNameInOtherLetters() implements MatchingPolicy {
        @Override
        public String name() {
            return "same-name-in-other-letters";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var name = person.displayName();
            var found = new ArrayList<Suggestion>();
            for (var key : Names.inLatinLetters(name)) {
                found.addAll(suggestions(accounts.withNameInAnyOrder(key)));
            }
            if (found.isEmpty() && name != null && Accounts.isAscii(name)) {
                // The account's name may be the one in other letters; it is known by its Latin spelling, too.
                found.addAll(suggestions(accounts.withNameInAnyOrder(Names.inAnyOrder(name)).stream()
                        .filter(account -> account.displayName() != null && !Accounts.isAscii(account.displayName()))
                        .toList()));
            }
            return found;
        }

        private List<Suggestion> suggestions(Collection<TargetAccount> accounts) {
            return suggest(this, accounts, 84, "Has the same name in other letters, such as Jürgen and Juergen");
        }
    }

    /** The same name with and without blanks, as names in Chinese and Japanese are written. */
    record SameNameWithoutBlanks() implements MatchingPolicy {
        @Override
        public String name() {
            return "same-name-without-blanks";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var found = new ArrayList<Suggestion>();
            for (var key : Names.withoutBlanks(person.displayName())) {
                found.addAll(suggest(
                        this, accounts.withNameWithoutBlanks(key), 86, "Has the same name, with or without blanks"));
            }
            return found;
        }
    }

    /** The user name within one of another system, as in {@code CORP\\jdoe}, is what stands before the @. */
    record UserNameWithinIsLocalPart() implements MatchingPolicy {
        @Override
        public String name() {
            return "user-name-within-is-local-part";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var userName = person.userName().strip().toLowerCase(Locale.ROOT);
            var bare = Names.bare(userName);
            return bare.isEmpty() || bare.equals(userName)
                    ? List.of()
                    : suggest(
                            this,
                            accounts.withLocalPart(bare),
                            78,
                            "The e-mail address begins with the user name without its domain");
        }
    }

    /** The user name is what stands before the @ of an account's address. */
    record UserNameIsLocalPart() implements MatchingPolicy {
        @Override
        public String name() {
            return "user-name-is-local-part";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var userName = person.userName().strip().toLowerCase(Locale.ROOT);
            return userName.isEmpty()
                    ? List.of()
                    : suggest(
                            this,
                            accounts.withLocalPart(userName),
                            80,
                            "The e-mail address begins with the person's user name");
        }
    }

    /** The user name, without its domain, is made of a name's first letter and last word: {@code jdoe} for Jane Doe. */
    record UserNameIsInitials() implements MatchingPolicy {
        @Override
        public String name() {
            return "user-name-is-initials";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            return suggest(
                    this,
                    accounts.withInitials(Names.bare(person.userName())),
                    60,
                    "The user name is the first letter and the last word of the account's name");
        }
    }

    /** Names that differ by little; compared only where at least one word is the same, which keeps large sites fast. */
    record SimilarName() implements MatchingPolicy {
        private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();
        private static final double ENOUGH = 0.88;

        @Override
        public String name() {
            return "similar-name";
        }

        @Override
        public List<Suggestion> look(SourcePerson person, Accounts accounts) {
            var words = Accounts.words(person.displayName());
            if (words.isEmpty()) {
                return List.of();
            }
            var sorted = Accounts.sorted(words);
            var found = new ArrayList<Suggestion>();
            for (var named : accounts.withAnyWord(words)) {
                double similarity = SIMILARITY.apply(sorted, named.sortedWords());
                if (similarity >= ENOUGH) {
                    found.add(suggestion(named.account(), similarity));
                }
            }
            return found;
        }

        private Suggestion suggestion(TargetAccount account, double similarity) {
            return new Suggestion(
                    account.accountId(),
                    (int) Math.round(85 * similarity),
                    name(),
                    "The names are alike (%d %%)".formatted(Math.round(similarity * 100)));
        }
    }

    private static List<Suggestion> suggest(
            MatchingPolicy policy, Collection<TargetAccount> accounts, int score, String reason) {
        return accounts.stream()
                .map(account -> new Suggestion(account.accountId(), score, policy.name(), reason))
                .toList();
    }
}
