package io.ferry.remote;

import java.net.URI;
import java.util.Locale;

/**
 * A remote site and how to sign in there.
 *
 * @param baseUrl where it begins, without a slash at the end; http or https, no user information, query or fragment
 * @param credential what Ferry signs in with there
 */
public record Site(URI baseUrl, SiteCredential credential) {

    /** @throws IllegalArgumentException if the address is none that Ferry would call, with the reason */
    public Site {
        baseUrl = checked(baseUrl);
    }

    /** The host and port, as shown to people. */
    public String name() {
        return baseUrl.getRawAuthority();
    }

    /** The same credential for an address that the site itself named. It is sent there only if it is for this host, too. */
    public Site at(URI other) {
        return new Site(other, credential);
    }

    /** The address of a path below the base; the path may carry a query. */
    public URI resolve(String path) {
        return URI.create(baseUrl + (path.startsWith("/") ? path : "/" + path));
    }

    /** Whether the address leads to this same computer. */
    public boolean isLoopback() {
        String host = baseUrl.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Whether passwords would travel unencrypted. */
    public boolean isPlain() {
        return "http".equalsIgnoreCase(baseUrl.getScheme());
    }

    private static URI checked(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("A site's address starts with https:// (or http://).");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("A site's address names a host, as in https://jira.example.com.");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "A site's address carries no user name or password: name a declared credential.");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("A site's address has no query (?…) and no fragment (#…).");
        }
        String text = url.normalize().toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return URI.create(text);
    }
}
