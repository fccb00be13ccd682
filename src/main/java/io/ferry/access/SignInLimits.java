package io.ferry.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses attempts to sign in from where too many have failed, without looking at them. Sessions go on, and so does what is known to be
 * good: several people and programs may share an address, and none of them locks out the others.
 */
final class SignInLimits extends OncePerRequestFilter {
    private final FailedSignIns failed;
    private final SignIn signIn;
    private final AuthenticationEntryPoint answer;

    SignInLimits(FailedSignIns failed, SignIn signIn, AuthenticationEntryPoint answer) {
        this.failed = failed;
        this.signIn = signIn;
        this.answer = answer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        for (SignInWay way : SignInWay.values()) {
            String presented = way.presented(request);
            Optional<Duration> wait = presented == null ? Optional.empty() : failed.refusedFor(way, request);
            if (presented != null && wait.isPresent() && !signIn.knows(presented)) {
                answer.commence(request, response, new TooManyFailedSignIns(wait.get()));
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
