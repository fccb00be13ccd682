package io.ferry.remote;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Some hosts, as {@code NO_PROXY} of curl and Go names them.
 *
 * @param text as written, for people
 * @param domain a name that counts with all names below it; empty for all hosts
 * @param itself whether the name counts itself
 * @param range addresses, where no name is given; hosts are never looked up for this
 * @param port the only port that counts, or -1
 */
record HostPattern(String text, String domain, boolean itself, @Nullable IpAddressMatcher range, int port) {
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f:.]{2,45}(/\\d{1,3})?");

    /** @throws IllegalArgumentException if it is no range of addresses though it looks like one */
    static HostPattern of(String text) {
        String written = text.strip();
        Matcher end = PORT.matcher(written);
        boolean withPort = end.find() && (written.startsWith("[") || written.indexOf(':') == end.start());
        String host = unbracketed(withPort ? written.substring(0, end.start()) : written)
                .toLowerCase(Locale.ROOT);
        int port = withPort ? Integer.parseInt(end.group(1)) : -1;
        if (isAddress(host)) {
            return new HostPattern(written, host, false, new IpAddressMatcher(host), port);
        }
        String domain = host.replaceFirst("^\\*?\\.?", "");
        return new HostPattern(written, domain, domain.equals(host), null, port);
    }

    /** Whether this address is at one of the hosts. */
    boolean matches(URI address) {
        String host = host(address);
        if (port >= 0 && port != port(address)) {
            return false;
        }
        if (range != null) {
            return isIn(range, host);
        }
        return domain.isEmpty() || (itself && host.equals(domain)) || host.endsWith("." + domain);
    }

    /** The same, but a name without a wildcard stands for one host alone: what is shown there must not go elsewhere. */
    boolean isFor(URI address) {
        return matches(address) && (!itself || host(address).equals(domain));
    }

    private static boolean isIn(IpAddressMatcher range, String host) {
        try {
            return isAddress(host) && range.matches(host);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** Whether this is written as an address, or a range of them: with colons, or without letters. */
    private static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches()
                && (host.indexOf(':') >= 0 || host.chars().noneMatch(Character::isLetter));
    }

    /** The host, as it is compared: in lower case, without the brackets of IPv6 and the dot at the end. */
    static String host(URI address) {
        return unbracketed(Optional.ofNullable(address.getHost()).orElse(""))
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.$", "");
    }

    static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
