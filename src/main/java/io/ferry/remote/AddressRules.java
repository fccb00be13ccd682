package io.ferry.remote;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which addresses Ferry calls. Whoever starts a migration chooses a site's address, and Ferry's machine reaches more than he does:
 * what listens on this machine only, and what a cloud tells its machines about themselves, credentials included. Such addresses are
 * refused unless an administrator names them under {@code ferry.remote.allowed-addresses}. Private networks are not refused: that
 * is where companies' Jira Data Centers are.
 *
 * <p>A name is resolved anew before each send, since its meaning may change. The HTTP client resolves it once more, and takes the
 * same answer, as Java keeps it for 30 seconds ({@code networkaddress.cache.ttl}); only where the kept answer ends between the two can
 * they differ. Behind a proxy it is the proxy that resolves names.
 */
@Component
public final class AddressRules {
    /** A host whose last part is a number is read as an IPv4 address by many programs: 2130706433, 127.1, 0x7f.1. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,300}+|0[xX][0-9a-fA-F]{0,300}+");

    private static final Pattern FOUR_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private static final Pattern WITH_COLONS = Pattern.compile("[0-9a-fA-F:.]{2,45}+");

    /** Where clouds tell their machines about themselves, as far as these addresses are not link-local. */
    private static final Set<InetAddress> METADATA = addresses(Set.of(
            // Amazon and Google over IPv6, Alibaba, Azure, Oracle.
            "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"));

    private final Set<InetAddress> allowed;
    private final NameService names;

    /** @throws IllegalArgumentException if an allowed address is none */
    @Autowired
    AddressRules(RemoteProperties properties) {
        this(properties.allowedAddresses(), InetAddress::getAllByName);
    }

    AddressRules(Set<String> allowed, NameService names) {
        this.allowed = addresses(allowed);
        this.names = names;
    }

    /** Finds the addresses of a host. */
    interface NameService {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * Why Ferry does not call an address, as the end of a sentence; empty if it does. Asks the name service; a name that it does
     * not know is not refused.
     */
    public Optional<String> refusal(URI address) {
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null) {
            return Optional.of("it names no host, or a user beside it");
        }
        boolean ipv6 = host.startsWith("[");
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (last.isEmpty()
                || (!ipv6
                        && NUMBER.matcher(last).matches()
                        && !FOUR_NUMBERS.matcher(host).matches())) {
            return Optional.of("the host is written in an unusual way; write a name, or four numbers with dots");
        }
        try {
            return Arrays.stream(names.addresses(ipv6 ? host.substring(1, host.length() - 1) : host))
                    .map(this::refusal)
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    /** @throws RemoteFailure lasting if Ferry does not call this address */
    void require(URI address) {
        refusal(address).ifPresent(why -> {
            throw RemoteFailure.lasting(
                    "Ferry does not call " + address.getHost() + ": " + why + ".",
                    "Correct the site's address. If a site really is there, an administrator names the address under"
                            + " ferry.remote.allowed-addresses.");
        });
    }

    private Optional<String> refusal(InetAddress address) {
        if (allowed.contains(address)) {
            return Optional.empty();
        }
        String what = kind(address);
        return what == null ? Optional.empty() : Optional.of("it leads to " + address.getHostAddress() + ", " + what);
    }

    private static @Nullable String kind(InetAddress address) {
        if (address.isLoopbackAddress() || isOfThisMachine(address)) {
            return "which is this machine";
        }
        if (METADATA.contains(address)) {
            return "where a cloud keeps what it tells its machines";
        }
        if (address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address)) {
            return "which is no address of a site (link-local, multicast or reserved)";
        }
        InetAddress inside = embedded(address);
        return inside == null ? null : kind(inside);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** 0.0.0.0/8 is this network, 240.0.0.0/4 with the broadcast address is nobody's (RFC 6890). */
    private static boolean isReserved(InetAddress address) {
        int first = address.getAddress()[0] & 0xff;
        return address instanceof Inet4Address && (first == 0 || first >= 240);
    }

    /** The IPv4 address inside an IPv6 one: compatible (RFC 4291), translated (RFC 6052) or by 6to4 (RFC 3056); else null. */
    private static @Nullable InetAddress embedded(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6)) {
            return null;
        }
        byte[] bytes = ipv6.getAddress();
        boolean translated = startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
        if (translated || ipv6.isIPv4CompatibleAddress()) {
            return of(Arrays.copyOfRange(bytes, 12, 16));
        }
        return startsWith(bytes, 0x20, 0x02) ? of(Arrays.copyOfRange(bytes, 2, 6)) : null;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static Set<InetAddress> addresses(Set<String> texts) {
        return texts.stream().map(AddressRules::address).collect(Collectors.toUnmodifiableSet());
    }

    private static InetAddress address(String text) {
        String literal = text.strip().toLowerCase(Locale.ROOT);
        boolean ipv6 = literal.indexOf(':') >= 0;
        if (!(ipv6 ? WITH_COLONS : FOUR_NUMBERS).matcher(literal).matches()) {
            throw notAnAddress(text);
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw notAnAddress(text);
        }
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "ferry.remote.allowed-addresses holds addresses such as 127.0.0.1 or ::1, not names or networks: "
                        + text);
    }
}
