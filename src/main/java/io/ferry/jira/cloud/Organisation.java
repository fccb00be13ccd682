package io.ferry.jira.cloud;

import io.ferry.remote.Access;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An organisation at Atlassian: it knows the addresses of its people, also those that Jira hides. Version 2 of its interface
 * is asked first, which knows everybody in the directories; where it does not answer, version 1, which knows managed
 * accounts only.
 */
public final class Organisation {
    private static final Pattern CURSOR = Pattern.compile("(?:^|&)cursor=([^&]*)");

    private final String id;
    private final Site site;
    private final OrganisationApi api;

    Organisation(String id, Site site, RemoteClients clients) {
        this.id = id;
        this.site = site;
        this.api = clients.client(OrganisationApi.class, Access.to(site, "organisation " + id));
    }

    /**
     * The e-mail addresses of all accounts that the organisation knows, by account id; accounts without an address are left
     * out.
     *
     * @throws RemoteFailure if the organisation does not answer, or does not take the key in either version
     */
    public Map<String, String> addresses() {
        try {
            return pageByPage(this::directoryUsers);
        } catch (RemoteFailure second) {
            // A key's scopes may cover one version and not the other, so a refusal says nothing about the other one.
            if (second.isPassing() || second.httpStatus().isEmpty()) {
                throw second;
            }
            try {
                return pageByPage(this::managedAccounts);
            } catch (RemoteFailure first) {
                throw first.isNotOffered() ? second : first;
            }
        }
    }

    /**
     * A page of accounts.
     *
     * @param addresses e-mail addresses by account id
     * @param next the cursor of the next page; null for none
     */
    private record Accounts(
            Map<String, String> addresses, @Nullable String next) {}

    private Map<String, String> pageByPage(Function<@Nullable String, Accounts> pages) {
        var addresses = new HashMap<String, String>();
        var seen = new HashSet<String>();
        String cursor = null;
        do {
            var page = pages.apply(cursor);
            addresses.putAll(page.addresses());
            cursor = page.next();
            if (cursor != null && !seen.add(cursor)) {
                throw RemoteFailure.lasting(
                        site.name() + " gives the same page of accounts again and again.",
                        "Let Ferry try again later; if it stays so, take the list of users that the administration site exports.");
            }
        } while (cursor != null);
        return addresses;
    }

    private Accounts directoryUsers(@Nullable String cursor) {
        var page = api.directoryUsers(id, cursor);
        var addresses = new HashMap<String, String>();
        if (page.data() != null) {
            page.data().forEach(user -> add(addresses, user.accountId(), user.email()));
        }
        return new Accounts(addresses, next(page.links()));
    }

    private Accounts managedAccounts(@Nullable String cursor) {
        var page = api.users(id, cursor);
        var addresses = new HashMap<String, String>();
        if (page.data() != null) {
            page.data().forEach(account -> add(addresses, account.account_id(), account.email()));
        }
        return new Accounts(addresses, next(page.links()));
    }

    private static void add(Map<String, String> addresses, @Nullable String accountId, @Nullable String email) {
        if (accountId != null && email != null && !email.isBlank()) {
            addresses.put(accountId, email);
        }
    }

    private static @Nullable String next(OrganisationApi.@Nullable Links links) {
        return links == null ? null : cursor(links.next());
    }

    /**
     * The cursor, alone or taken from an address: the versions differ, and the documentation of version 2 shows both. The
     * address that came in is never called, so that the key goes nowhere else.
     */
    private static @Nullable String cursor(@Nullable String next) {
        if (next == null || next.isBlank()) {
            return null;
        }
        int query = next.indexOf('?');
        if (query < 0) {
            return next.contains("://") ? null : next;
        }
        var found = CURSOR.matcher(next.substring(query + 1));
        return found.find() ? URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) : null;
    }
}
