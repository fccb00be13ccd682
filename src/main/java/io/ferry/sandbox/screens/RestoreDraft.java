package io.ferry.sandbox.screens;

import io.ferry.sandbox.world.Account;
import io.ferry.sandbox.world.AppContent.DumpPerson;
import io.ferry.sandbox.world.BigPictureApp.Mapped;
import io.ferry.sandbox.world.BigPictureApp.RestoreOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody has chosen on the pages of a restore so far. */
final class RestoreDraft {
    private final Map<String, String> typed = new LinkedHashMap<>();
    private @Nullable String strategy;
    private boolean inactiveListed;
    private boolean allActionsDone;

    synchronized void strategy(String chosen) {
        strategy = chosen;
    }

    synchronized void listInactive() {
        inactiveListed = true;
    }

    synchronized void allActionsDone(boolean ticked) {
        allActionsDone = ticked;
    }

    synchronized boolean areAllActionsDone() {
        return allActionsDone;
    }

    /** Keeps what was typed for people whom the app could not match; an empty field maps nobody. */
    synchronized void map(Map<String, String> accountOfUserKey) {
        typed.clear();
        accountOfUserKey.forEach((key, account) -> {
            if (!account.isBlank()) {
                typed.put(key, account.strip());
            }
        });
    }

    synchronized String typedFor(String userKey) {
        return typed.getOrDefault(userKey, "");
    }

    /** The accounts that the app can see: inactive ones only after a sign-in was entered. */
    synchronized List<Account> choices(List<Account> accounts) {
        return accounts.stream()
                .filter(account -> account.type().equals("atlassian"))
                .filter(account -> account.active() || inactiveListed)
                .toList();
    }

    /** Whom the app matches by itself: the first person of each address that an account shows openly. */
    synchronized Map<String, String> matched(List<DumpPerson> people, List<Account> accounts) {
        Map<String, String> accountOfAddress = new LinkedHashMap<>();
        for (Account account : choices(accounts)) {
            String email = account.email();
            if (email != null && !account.hidden()) {
                accountOfAddress.putIfAbsent(email.toLowerCase(Locale.ROOT), account.accountId());
            }
        }
        Map<String, String> matched = new LinkedHashMap<>();
        for (DumpPerson person : people) {
            String email = person.email();
            String account = email == null ? null : accountOfAddress.remove(email.toLowerCase(Locale.ROOT));
            if (account != null) {
                matched.put(person.userKey(), account);
            }
        }
        return matched;
    }

    /** Everybody's account: as matched, or as typed. */
    synchronized Map<String, String> mapping(List<DumpPerson> people, List<Account> accounts) {
        Map<String, String> mapping = matched(people, accounts);
        people.forEach(person -> {
            String account = typed.get(person.userKey());
            if (account != null) {
                mapping.putIfAbsent(person.userKey(), account);
            }
        });
        return mapping;
    }

    /** Accounts that are used more than once. */
    static Set<String> usedTwice(Map<String, String> mapping) {
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        mapping.values().forEach(account -> {
            if (!once.add(account)) {
                twice.add(account);
            }
        });
        return twice;
    }

    synchronized RestoreOrder order(Map<String, String> mapping, String word, boolean acceptUnmapped) {
        List<Mapped> pairs = new ArrayList<>();
        mapping.forEach((key, account) -> pairs.add(new Mapped(key, account)));
        return new RestoreOrder(strategy, allActionsDone, word, pairs, acceptUnmapped);
    }
}
