package io.ferry.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** The first to look at a request. A path must be written the plain way, so that everybody behind means the same by it. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RequestGuard extends OncePerRequestFilter {
    /**
     * Path parameters, empty segments and those of dots, and the encoding of what needs none (letters, digits, hyphen, full
     * stop, underscore, tilde) or of what would divide a path or end it.
     */
    private static final Pattern NOT_PLAIN = Pattern.compile(
            ";|\\\\|//|/\\.{1,2}(?:/|$)"
                    + "|%(?:3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|2[de]|5f|7e|[01][0-9a-f]|7f|2f|5c|3b|25)"
                    + "|%(?![0-9a-f]{2})",
            Pattern.CASE_INSENSITIVE);

    private final ObjectMapper json;

    RequestGuard(ObjectMapper json) {
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
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletResponse response, ProblemDetail problem) throws IOException {
        EarlyRefusal.write(response, json, problem);
    }
}
