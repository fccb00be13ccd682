package io.ferry.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first to look at a request. A path must be written the plain way, so that everybody behind means the same by it; and
 * only pages of Ferry itself, or programs, may change anything: a browser says where a request comes from by
 * {@code Sec-Fetch-Site} and {@code Origin}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestGuard extends OncePerRequestFilter {
    private static final Set<String> ASK_ONLY = Set.of("GET", "HEAD");

    /**
     * Path parameters, empty segments and those of dots, and the encoding of what needs none (letters, digits, hyphen, full
     * stop, underscore, tilde) or of what would divide a path or end it.
     */
    private static final Pattern NOT_PLAIN = Pattern.compile(
            ";|\\\\|//|/\\.{1,2}(?:/|$)"
                    + "|%(?:3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|2[de]|5f|7e|[01][0-9a-f]|7f|2f|5c|3b|25)"
                    + "|%(?![0-9a-f]{2})",
            Pattern.CASE_INSENSITIVE);

    private final @Nullable URI publicUrl;
    private final ObjectMapper json;

    RequestGuard(@Value("${ferry.public-url:}") String publicUrl, ObjectMapper json) {
        this.publicUrl = publicUrl.isBlank() ? null : URI.create(publicUrl);
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (NOT_PLAIN.matcher(request.getRequestURI()).find()) {
            refuse(response, Problems.pathRefused());
        } else if (request.getRequestURI().equals(request.getContextPath() + "/error")) {
            // Where the server sends its own failures; whoever asks for it has none.
            refuse(response, Problems.nothingThere());
        } else if (!ASK_ONLY.contains(request.getMethod()) && isFromElsewhere(request)) {
            refuse(response, Problems.crossSite());
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Programs send neither header; a browser's own address bar sends {@code none}. */
    private boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return (site != null && !site.equals("same-origin") && !site.equals("none"))
                || (origin != null && !isOwn(origin, request));
    }

    /** Ferry's own origin is the name and port that the request itself goes to, or those of {@code ferry.public-url}. */
    private boolean isOwn(String text, HttpServletRequest request) {
        try {
            URI origin = URI.create(text);
            // A proxy may speak TLS for Ferry, so the scheme of the request says nothing.
            return origin.getHost() != null
                    && ((isHost(origin, request.getServerName()) && hasPortOf(request, origin))
                            || (publicUrl != null
                                    && publicUrl.getHost() != null
                                    && isHost(origin, publicUrl.getHost())
                                    && port(origin) == port(publicUrl)
                                    && origin.getScheme().equalsIgnoreCase(publicUrl.getScheme())));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static boolean hasPortOf(HttpServletRequest request, URI origin) {
        String host = request.getHeader(HttpHeaders.HOST);
        boolean named = host != null && host.matches(".{1,300}:[0-9]{1,5}");
        return port(origin) == (named ? request.getServerPort() : port(origin.getScheme()));
    }

    private static boolean isHost(URI origin, String host) {
        return origin.getHost().toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    private static int port(URI address) {
        return address.getPort() < 0 ? port(address.getScheme()) : address.getPort();
    }

    private static int port(String scheme) {
        return "https".equalsIgnoreCase(scheme) ? 443 : 80;
    }

    private void refuse(HttpServletResponse response, ProblemDetail problem) throws IOException {
        EarlyRefusal.write(response, json, problem);
    }
}
