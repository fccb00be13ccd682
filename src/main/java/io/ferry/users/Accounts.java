package io.ferry.users;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts of the target, found by what policies ask for. Names lead to people's accounts only, never to an app's. */
final class Accounts {

    /** A word of a name that this many accounts have says nothing about any of them. */
    private static final int TOO_COMMON = 300;

    private final Map<String, TargetAccount> byId = new HashMap<>();
    private final Map<EmailAddress, List<TargetAccount>> byAddress = new HashMap<>();
    private final Map<String, List<TargetAccount>> byLocalPart = new HashMap<>();
    private final Map<String, List<TargetAccount>> byName = new HashMap<>();
    private final Map<String, List<TargetAccount>> byInitials = new HashMap<>();
    private final Map<String, List<TargetAccount>> byWord = new HashMap<>();

    Accounts(Collection<TargetAccount> accounts) {
        accounts.forEach(this::add);
    }

    private void add(TargetAccount account) {
        byId.put(account.accountId(), account);
        account.address().ifPresent(address -> add(byAddress, address, account));
        if (account.kind() != TargetAccount.Kind.PERSON) {
            return;
        }
        account.address().ifPresent(address -> add(byLocalPart, address.localPart(), account));
        var words = words(account.displayName());
        if (!words.isEmpty()) {
            add(byName, String.join(" ", words), account);
            Set.copyOf(words).forEach(word -> add(byWord, word, account));
        }
        if (words.size() > 1) {
            add(byInitials, initials(words), account);
        }
    }

    Optional<TargetAccount> withId(String accountId) {
        return Optional.ofNullable(byId.get(accountId));
    }

    List<TargetAccount> withAddress(EmailAddress address) {
        return byAddress.getOrDefault(address, List.of());
    }

    List<TargetAccount> withLocalPart(String localPart) {
        return rare(byLocalPart.getOrDefault(localPart, List.of()));
    }

    List<TargetAccount> withName(List<String> words) {
        return rare(byName.getOrDefault(String.join(" ", words), List.of()));
    }

    List<TargetAccount> withInitials(String initials) {
        return rare(byInitials.getOrDefault(initials, List.of()));
    }

    /** Accounts whose name has at least one word with the given ones in common. */
    Set<TargetAccount> withAnyWord(List<String> words) {
        var found = new LinkedHashSet<TargetAccount>();
        words.forEach(word -> found.addAll(rare(byWord.getOrDefault(word, List.of()))));
        return found;
    }

    /** The words of a name in lower case, without accents and punctuation. */
    static List<String> words(@Nullable String name) {
        if (name == null) {
            return List.of();
        }
        var plain = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .map(c -> Character.isLetterOrDigit(c) ? c : ' ')
                .forEach(plain::appendCodePoint);
        return List.of(plain.toString().strip().split(" +")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** First letter of the first word and the whole last one, as in many user names: {@code jdoe}. */
    static String initials(List<String> words) {
        return words.getFirst().substring(0, words.getFirst().offsetByCodePoints(0, 1)) + words.getLast();
    }

    private static List<TargetAccount> rare(List<TargetAccount> accounts) {
        return accounts.size() > TOO_COMMON ? List.of() : accounts;
    }

    private static <K> void add(Map<K, List<TargetAccount>> index, K key, TargetAccount account) {
        index.computeIfAbsent(key, k -> new ArrayList<>(1)).add(account);
    }
}
