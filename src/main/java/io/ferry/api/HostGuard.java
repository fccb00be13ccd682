package io.ferry.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only under names that are Ferry's own: a web page elsewhere could point a name of its own at this computer, and
 * then use the session of whoever has it open. Its own names are those of this computer, the host of
 * {@code ferry.public-url}, and {@code ferry.api.hosts}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class HostGuard extends OncePerRequestFilter {
    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final ObjectMapper json;

    HostGuard(ApiProperties properties, @Value("${ferry.public-url:}") String publicUrl, ObjectMapper json) {
        properties.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        var host = publicUrl.isBlank() ? null : URI.create(publicUrl).getHost();
        if (host != null) {
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
            chain.doFilter(request, response);
            return;
        }
        var problem = Problems.unknownHost();
        EarlyRefusal.write(response, json, problem);
    }
}
