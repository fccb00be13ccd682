package io.ferry.remote;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A credential as an administrator declares it: {@code ferry.credentials.NAME.*}.
 *
 * @param source where its secret is
 * @param hosts to which hosts it may be sent: {@code jira.example.com} on the standard port, {@code jira.example.com:8443} on this
 *     one, {@code 127.0.0.1:*} on any; with {@code *.} before it, to all hosts below the domain, but not to the domain itself.
 *     Empty: to none
 */
public record DeclaredCredential(
        CredentialSource source, @DefaultValue List<String> hosts) {
    private static final Pattern HOST = Pattern.compile(
            "((\\*\\.[a-z0-9_-]{1,63}+\\.)?[a-z0-9_-]{1,63}+(\\.[a-z0-9_-]{1,63}+){0,40}+|\\[[0-9a-f:.]{2,45}])"
                    + "(:(\\d{1,5}|\\*))?");

    /** @throws IllegalArgumentException if there is no source, or a host cannot be meant as one, with the reason */
    public DeclaredCredential {
        if (source == null) {
            throw new IllegalArgumentException("A credential needs a source: env:NAME, file:/absolute/path or store.");
        }
        hosts = hosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .toList();
        hosts.stream().filter(host -> !HOST.matcher(host).matches()).findFirst().ifPresent(host -> {
            throw new IllegalArgumentException(
                    "A host of a credential is written jira.example.com, jira.example.com:8443 or"
                            + " *.example.com, without https:// and without a path; this is none: " + host);
        });
    }

    /** Whether the secret may be sent to this address. */
    boolean isFor(URI to) {
        return hosts.stream().anyMatch(host -> matches(host, to));
    }

    private static boolean matches(String allowed, URI to) {
        String host = to.getHost();
        if (host == null) {
            return false;
        }
        int colon = allowed.endsWith("]") ? -1 : allowed.lastIndexOf(':');
        String name = colon < 0 ? allowed : allowed.substring(0, colon);
        String port = colon < 0 ? null : allowed.substring(colon + 1);
        return matchesName(name, host.toLowerCase(Locale.ROOT)) && matchesPort(port, to);
    }

    private static boolean matchesName(String allowed, String host) {
        return allowed.startsWith("*.")
                ? host.endsWith(allowed.substring(1)) && host.length() > allowed.length() - 1
                : host.equals(allowed);
    }

    private static boolean matchesPort(@Nullable String allowed, URI to) {
        int standard = standardPort(to);
        int port = to.getPort() < 0 ? standard : to.getPort();
        return allowed == null ? port == standard : allowed.equals("*") || allowed.equals(String.valueOf(port));
    }

    private static int standardPort(URI address) {
        return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    }

    /** How an administrator allows this address: its host, with the port where it is not the standard one. */
    static String hostOf(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        boolean standard = address.getPort() < 0 || address.getPort() == standardPort(address);
        return standard ? host : host + ":" + address.getPort();
    }
}
