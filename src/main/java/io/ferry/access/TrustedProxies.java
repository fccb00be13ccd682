package io.ferry.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Believes the {@code X-Forwarded-*} headers of the proxies that an administrator has named, and of nobody else. */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** No name, which could come to mean another address, and no range. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

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
        valve.setInternalProxies(access.proxies().stream()
                .map(TrustedProxies::address)
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
        valve.setTrustedProxies(null);
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader("X-Forwarded-Host");
        valve.setPortHeader("X-Forwarded-Port");
        server.addEngineValves(valve);
    }

    /** An address as Tomcat writes it. */
    private static String address(String proxy) {
        try {
            if (ADDRESS.matcher(proxy).matches()) {
                return InetAddress.getByName(proxy).getHostAddress();
            }
        } catch (UnknownHostException none) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "ferry.access.proxies takes single addresses such as 10.0.0.5 or ::1, and not " + proxy
                        + ": name each proxy by the address from which it comes to Ferry.");
    }
}
