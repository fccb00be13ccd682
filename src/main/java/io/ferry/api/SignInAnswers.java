package io.ferry.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.access.AccessProperties;
import io.ferry.access.Audit;
import io.ferry.access.ProviderAway;
import io.ferry.access.SignedIn;
import io.ferry.access.TooManyFailedSignIns;
import io.ferry.base.Plural;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** What Ferry answers where nobody has signed in, or where who has may not: a page for people, a problem for programs. */
@Component
class SignInAnswers implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {
    private final AccessProperties access;
    private final Audit audit;
    private final ObjectMapper json;
    private final Pages pages;

    SignInAnswers(AccessProperties access, Audit audit, ObjectMapper json, Pages pages) {
        this.access = access;
        this.audit = audit;
        this.json = json;
        this.pages = pages;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
            throws IOException {
        if (nobody instanceof ProviderAway) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "30");
            providerAway(request, response);
        } else if (nobody instanceof TooManyFailedSignIns tooMany) {
            tooManyFailed(request, response, tooMany.retryAfter().toSeconds());
        } else if (!isForPeople(request)) {
            write(response, notSignedIn(response));
        } else if (access.oidc() == null) {
            write(
                    response,
                    pages.signIn(
                            HttpStatus.UNAUTHORIZED,
                            "Sign in",
                            "Ferry does not know who you are.",
                            "Open the link that Ferry printed at its start. For another one, run: ./ferry sign-in"));
        } else {
            response.sendRedirect(request.getContextPath() + "/oauth2/authorization/ferry");
        }
    }

    private void providerAway(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isForPeople(request)) {
            write(
                    response,
                    pages.signIn(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "The OpenID Connect provider does not answer",
                            "Ferry cannot tell who you are.",
                            "Open Ferry again in half a minute. If this comes back, ask an administrator to check"
                                    + " ferry.access.oidc and the log of Ferry."));
        } else {
            write(response, Problems.providerAway());
        }
    }

    private void tooManyFailed(HttpServletRequest request, HttpServletResponse response, long seconds)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        if (isForPeople(request)) {
            write(
                    response,
                    pages.signIn(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "Too many failed sign-ins",
                            "Too many attempts to sign in from this address have failed. This one was not looked at.",
                            "Wait " + Plural.of(seconds, "second") + ", then try again."));
        } else {
            write(response, Problems.tooManyFailedSignIns(seconds));
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException mayNot)
            throws IOException {
        SignedIn.actor()
                .ifPresent(actor ->
                        audit.record(Audit.What.REFUSED, request.getMethod() + " " + request.getServletPath(), actor));
        if (mayNot instanceof CsrfException) {
            // Who has not signed in shows no token either; that is not what they must mend.
            write(response, SignedIn.actor().isPresent() ? Problems.pageTooOld() : notSignedIn(response));
        } else if (isForPeople(request)) {
            write(
                    response,
                    pages.signIn(
                            HttpStatus.FORBIDDEN,
                            "This is not for you",
                            "Your roles do not allow this page.",
                            "Ask an administrator of Ferry for the role that it needs; docs/security.md has the table."));
        } else {
            write(response, Problems.mayNot());
        }
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        write(
                response,
                access.oidc() == null
                        ? pages.signIn(
                                HttpStatus.UNAUTHORIZED,
                                "This link does not sign you in",
                                "It was used before, or is too old.",
                                "Run this for another one: ./ferry sign-in")
                        : pages.signIn(
                                HttpStatus.UNAUTHORIZED,
                                "You are not signed in",
                                "The OpenID Connect provider did not say who you are.",
                                "Open Ferry again. If this comes back, ask an administrator to check ferry.access.oidc."));
    }

    private ProblemDetail notSignedIn(HttpServletResponse response) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return access.oidc() == null ? Problems.notSignedIn() : Problems.noToken();
    }

    private static boolean isForPeople(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return !request.getServletPath().startsWith("/api/")
                && accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    private void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }

    private static void write(HttpServletResponse response, ResponseEntity<String> page) throws IOException {
        response.setStatus(page.getStatusCode().value());
        page.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        response.getWriter().write(String.valueOf(page.getBody()));
    }
}
