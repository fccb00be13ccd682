package io.ferry.remote;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one session at one site. A site may give a cookie anew at any time (Jira's WebSudo does so with the
 * session's own); the newest counts. Kept by name only, since a jar belongs to one site.
 *
 * <p>The JDK's {@link java.net.CookieManager} does not serve here. It withholds {@code Secure} cookies where Ferry reaches Jira by
 * http behind a proxy that ends TLS, and it sends cookies that have {@code Max-Age} but no {@code Expires} in the form of
 * RFC 2965 ({@code $Version="1"}, quoted values), which RFC 6265 has replaced.
 */
public final class CookieJar {
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** Takes in the values of {@code Set-Cookie} headers. */
    public synchronized void take(Collection<String> setCookies) {
        for (String setCookie : setCookies) {
            String[] parts = setCookie.split(";");
            int equals = parts[0].indexOf('=');
            if (equals <= 0) {
                continue;
            }
            String name = parts[0].substring(0, equals).strip();
            String value = parts[0].substring(equals + 1).strip();
            if (value.isEmpty() || isWithdrawn(setCookie)) {
                cookies.remove(name);
            } else {
                cookies.put(name, value);
            }
        }
    }

    /** The value of the header {@code Cookie}, empty if there is nothing to send. */
    public synchronized Optional<String> header() {
        return cookies.isEmpty()
                ? Optional.empty()
                : Optional.of(cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
    }

    /** The value of one cookie. */
    public synchronized Optional<String> value(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    private static boolean isWithdrawn(String setCookie) {
        String lower = setCookie.toLowerCase(Locale.ROOT).replace(" ", "");
        return lower.contains(";max-age=0") || lower.contains("01-jan-1970") || lower.contains("01jan1970");
    }

    @Override
    public synchronized String toString() {
        return "CookieJar" + cookies.keySet();
    }
}
