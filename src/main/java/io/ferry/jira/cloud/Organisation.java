package io.ferry.jira.cloud;

import io.ferry.remote.Access;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An organisation at Atlassian: it knows the addresses of its managed accounts, also those that Jira hides. */
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
     * The e-mail addresses of all managed accounts, by account id; accounts without an address are left out.
     *
     * @throws RemoteFailure if the organisation does not answer, or does not take the key
     */
    public Map<String, String> addresses() {
        var addresses = new HashMap<String, String>();
        var seen = new HashSet<String>();
        String cursor = null;
        do {
            var page = api.users(id, cursor);
            if (page.data() != null) {
                for (var account : page.data()) {
                    if (account.account_id() != null
                            && account.email() != null
                            && !account.email().isBlank()) {
                        addresses.put(account.account_id(), account.email());
                    }
                }
            }
            cursor = page.links() == null ? null : cursor(page.links().next());
            if (cursor != null && !seen.add(cursor)) {
                throw RemoteFailure.lasting(
                        site.name() + " gives the same page of accounts again and again.",
                        "Let Ferry try again later; if it stays so, take the list of users that the administration site exports.");
            }
        } while (cursor != null);
        return addresses;
    }

    /** Only the cursor is taken from the address that came in: the key goes nowhere else. */
    private static @Nullable String cursor(@Nullable String next) {
        if (next == null || next.isBlank()) {
            return null;
        }
        var query = URI.create(next).getRawQuery();
        var found = CURSOR.matcher(query == null ? "" : query);
        return found.find() ? URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) : null;
    }
}
