package io.ferry.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.SeveralFerrys;
import io.ferry.migration.DatabaseFailures;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Where sessions are in the database, a request can fail before it reaches anybody who could say why. */
@Component
@Conditional(SeveralFerrys.class)
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
class SessionsAway extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(SessionsAway.class);

    private final ObjectMapper json;

    SessionsAway(ObjectMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException failure) {
            if (response.isCommitted() || !DatabaseFailures.isUnavailable(failure)) {
                throw failure;
            }
            log.warn("Ferry's database does not answer: {}", DatabaseFailures.reason(failure));
            response.reset();
            EarlyRefusal.write(response, json, Problems.databaseUnavailable());
        }
    }
}
