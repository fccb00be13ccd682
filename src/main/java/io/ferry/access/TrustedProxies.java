package io.ferry.access;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Believes the {@code X-Forwarded-*} headers of the proxies that an administrator has named, and of nobody else. */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
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
        valve.setInternalProxies(access.proxies().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        valve.setTrustedProxies(null);
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader("X-Forwarded-Host");
        valve.setPortHeader("X-Forwarded-Port");
        server.addEngineValves(valve);
    }
}
