package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the target, found by what policies ask for. Names lead to people's accounts only, never to an app's; they
 * are looked through when somebody first asks by name, for most people are found by address.
 */
final class Accounts {

    /** A word of a name that this many accounts have says nothing about any of them. */
    private static final int TOO_COMMON = 300;

    private final Map<String, TargetAccount> byId;
    private final Map<EmailAddress, List<TargetAccount>> byAddress;
    private @Nullable ByName names;

    Accounts(Collection<TargetAccount> accounts) {
        byId = HashMap.newHashMap(accounts.size());
        byAddress = HashMap.newHashMap(accounts.size());
        for (var account : accounts) {
            byId.put(account.accountId(), account);
            account.address().ifPresent(address -> {
                // Almost every address is one account's: no list is made that grows.
                var others = byAddress.put(address, List.of(account));
                if (others != null) {
                    var all = new ArrayList<>(others);
                    all.add(account);
                    byAddress.put(address, all);
                }
            });
        }
    }

    /** A name made comparable, once for each account. */
    record Named(TargetAccount account, String sortedWords) {}

    /** What is known by name. */
    private static final class ByName {
        private final Map<String, List<TargetAccount>> byLocalPart = new HashMap<>();
        private final Map<String, List<TargetAccount>> byName = new HashMap<>();
        private final Map<String, List<TargetAccount>> byInitials = new HashMap<>();
        private final Map<String, List<Named>> byWord = new HashMap<>();
        private final Map<String, List<TargetAccount>> inAnyOrder = new HashMap<>();
        private final Map<String, List<TargetAccount>> withoutBlanks = new HashMap<>();

        void add(TargetAccount account) {
            account.address().ifPresent(address -> Accounts.add(byLocalPart, address.localPart(), account));
            var words = words(account.displayName());
            if (!words.isEmpty()) {
                Accounts.add(byName, String.join(" ", words), account);
                var named = new Named(account, sorted(words));
                words.stream().distinct().forEach(word -> Accounts.add(byWord, word, named));
                addOtherSpellings(account);
            }
            if (words.size() > 1) {
                Accounts.add(byInitials, initials(words), account);
            }
        }

        private void addOtherSpellings(TargetAccount account) {
            var name = account.displayName();
            var key = Names.inAnyOrder(name);
            if (!key.isEmpty()) {
                Accounts.add(inAnyOrder, key, account);
            }
            for (var latin : Names.inLatinLetters(name)) {
                if (!latin.equals(key)) {
                    Accounts.add(inAnyOrder, latin, account);
                }
            }
            Names.withoutBlanks(name).forEach(joined -> Accounts.add(withoutBlanks, joined, account));
        }
    }

    private ByName names() {
        var known = names;
        if (known == null) {
            known = new ByName();
            for (var account : byId.values()) {
                if (account.kind() == TargetAccount.Kind.PERSON) {
                    known.add(account);
                }
            }
            names = known;
        }
        return known;
    }

    Optional<TargetAccount> withId(String accountId) {
        return Optional.ofNullable(byId.get(accountId));
    }

    List<TargetAccount> withAddress(EmailAddress address) {
        return byAddress.getOrDefault(address, List.of());
    }

    List<TargetAccount> withLocalPart(String localPart) {
        return rare(names().byLocalPart.getOrDefault(localPart, List.of()));
    }

    List<TargetAccount> withName(List<String> words) {
        return rare(names().byName.getOrDefault(String.join(" ", words), List.of()));
    }

    List<TargetAccount> withInitials(String initials) {
        return rare(names().byInitials.getOrDefault(initials, List.of()));
    }

    /** Accounts whose name, without additions and in any order of its words, is this one. */
    List<TargetAccount> withNameInAnyOrder(String key) {
        return rare(names().inAnyOrder.getOrDefault(key, List.of()));
    }

    /** Accounts whose name, without additions and blanks, is this one. */
    List<TargetAccount> withNameWithoutBlanks(String key) {
        return rare(names().withoutBlanks.getOrDefault(key, List.of()));
    }

    /** Accounts whose name has at least one word with the given ones in common. */
    Set<Named> withAnyWord(List<String> words) {
        // Compared by what they are, not by what they hold: the same account is the same object.
        Set<Named> found = Collections.newSetFromMap(new IdentityHashMap<>());
        words.forEach(word -> found.addAll(rare(names().byWord.getOrDefault(word, List.of()))));
        return found;
    }

    /** The words of a name in lower case, without accents and punctuation. */
    static List<String> words(@Nullable String name) {
        if (name == null) {
            return List.of();
        }
        var words = new ArrayList<String>(3);
        var word = new StringBuilder();
        var normal = isAscii(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFKD);
        normal.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c)) {
                word.appendCodePoint(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /** The words in the order of the alphabet: family names come first in some places, last in others. */
    static String sorted(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(" ", words.stream().sorted().toList());
    }

    /** First letter of the first word and the whole last one, as in many user names: {@code jdoe}. */
    static String initials(List<String> words) {
        return words.getFirst().substring(0, words.getFirst().offsetByCodePoints(0, 1)) + words.getLast();
    }

    private static <T> List<T> rare(List<T> accounts) {
        return accounts.size() > TOO_COMMON ? List.of() : accounts;
    }

    private static <K, T> void add(Map<K, List<T>> index, K key, T entry) {
        index.computeIfAbsent(key, k -> new ArrayList<>(1)).add(entry);
    }
}
