package io.ferry.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Believes the {@code X-Forwarded-*} headers of the proxies that an administrator has named, and of nobody else. A network is for
 * proxies whose addresses change, as those of a cluster's ingress controller; whoever else is in it must be kept out by the network.
 */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** No name, which could come to mean another address. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

    private static final Pattern NETWORK = Pattern.compile("([0-9.]{7,15})/(8|9|[12][0-9]|3[0-2])");

    private final AccessProperties access;

    TrustedProxies(AccessProperties access) {
        this.access = access;
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        if (access.proxies().isEmpty()) {
            return;
        }
        var valve = new RemoteIpValve();
        valve.setInternalProxies(pattern(access.proxies()));
        valve.setTrustedProxies(null);
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader("X-Forwarded-Host");
        valve.setPortHeader("X-Forwarded-Port");
        server.addEngineValves(valve);
    }

    /**
     * The regular expression with which Tomcat compares an address.
     *
     * @param proxies addresses, and networks of IPv4 as {@code 10.244.0.0/16}
     * @throws IllegalArgumentException if one of them is neither; the message says what to write
     */
    static String pattern(List<String> proxies) {
        return proxies.stream().map(TrustedProxies::one).collect(Collectors.joining("|"));
    }

    private static String one(String proxy) {
        try {
            Matcher network = NETWORK.matcher(proxy);
            if (network.matches()) {
                return network(
                        InetAddress.getByName(network.group(1)).getAddress(), Integer.parseInt(network.group(2)));
            }
            if (ADDRESS.matcher(proxy).matches()) {
                // As Tomcat writes it.
                return Pattern.quote(InetAddress.getByName(proxy).getHostAddress());
            }
        } catch (UnknownHostException none) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "ferry.access.proxies takes single addresses such as 10.0.0.5 or ::1, and networks such as 10.244.0.0/16 (8 bits at"
                        + " least), and not " + proxy
                        + ": name each proxy by the address from which it comes to Ferry.");
    }

    /** Number by number: those that the network fixes, those that it leaves open, and between them one of a few. */
    private static String network(byte[] address, int bits) {
        return IntStream.range(0, address.length)
                .mapToObj(place -> {
                    int open = 8 - Math.clamp(bits - 8L * place, 0, 8);
                    int first = Byte.toUnsignedInt(address[place]) >> open << open;
                    return IntStream.range(first, first + (1 << open))
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining("|", "(?:", ")"));
                })
                .collect(Collectors.joining("\\."));
    }
}
