package io.ferry.sandbox.transport;

import io.ferry.base.Json;
import io.ferry.sandbox.fault.Fault;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.Ledger;
import io.ferry.sandbox.world.Pauses;
import io.ferry.sandbox.world.SiteRefusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets the faults of the transport strike: late, missing, refused, failing, dropped, truncated and corrupted answers. */
@Component
class FaultFilter extends OncePerRequestFilter {
    private static final int SILENCE = 600_000;
    private static final Pattern OF_APP =
            Pattern.compile("^/rest/(?:softwareplant-)?big(?:picture|gantt)/|^/rest/plugins/");

    private final Faults faults;
    private final Sides sides;
    private final Ledger ledger;
    private final Pauses pauses;
    private final Clock clock;

    FaultFilter(Faults faults, Sides sides, Ledger ledger, Pauses pauses, Clock clock) {
        this.faults = faults;
        this.sides = sides;
        this.ledger = ledger;
        this.pauses = pauses;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Side side = sides.of(request);
        if (side == Side.CONTROL) {
            chain.doFilter(request, response);
            return;
        }
        ledger.request(side.label() + " " + request.getMethod() + " " + request.getRequestURI());
        strike(FaultKind.DELAY, side, request)
                .ifPresent(fault -> pauses.pause(Duration.ofMillis(fault.number("delay", 1000))));
        Optional<Fault> tooMany = strike(FaultKind.TOO_MANY_REQUESTS, side, request);
        if (tooMany.isPresent()) {
            refuseAsTooMany(tooMany.get(), side, response);
            return;
        }
        Optional<Fault> serverError = strike(FaultKind.SERVER_ERROR, side, request);
        if (serverError.isPresent()) {
            send(response, serverError.get().number("status", 503), "text/html", "<html><body>Error</body></html>");
            return;
        }
        Optional<Fault> refused = strike(FaultKind.REFUSED, side, request);
        if (refused.isPresent()) {
            refuse(refused.get(), side, request, response);
            return;
        }
        Optional<Fault> loginPage = strike(FaultKind.LOGIN_PAGE, side, request);
        if (loginPage.isPresent()) {
            sendLoginPage(loginPage.get(), side, response);
            return;
        }
        Optional<Fault> silence = strike(FaultKind.SILENCE, side, request);
        if (silence.isPresent()) {
            // No thread waits: the container ends it with an error when the time is over.
            request.startAsync().setTimeout(silence.get().number("delay", SILENCE));
            return;
        }
        Optional<Fault> dropped = strike(FaultKind.DROPPED_CONNECTION, side, request);
        if (dropped.isPresent()) {
            if (dropped.get().text("when", "BEFORE").equalsIgnoreCase("AFTER")) {
                chain.doFilter(request, new Unheard(response));
            }
            drop(request);
            return;
        }
        chain.doFilter(damagedUpload(side, request), damagedDownload(side, request, response));
    }

    private static void drop(HttpServletRequest request) {
        request.setAttribute(DroppingValve.DROP, true);
    }

    private Optional<Fault> strike(FaultKind kind, Side side, HttpServletRequest request) {
        return faults.strike(kind, side, request.getMethod(), request.getRequestURI());
    }

    private HttpServletRequest damagedUpload(Side side, HttpServletRequest request) {
        if (!request.getMethod().equals("POST") && !request.getMethod().equals("PUT")) {
            return request;
        }
        long length = Math.max(request.getContentLengthLong(), 0);
        Optional<Fault> truncated = strike(FaultKind.TRUNCATED_UPLOAD, side, request);
        if (truncated.isPresent()) {
            return new DamagedUpload(
                    request, Damage.truncated(length, truncated.get().number("percent", 50)));
        }
        return strike(FaultKind.CORRUPTED_UPLOAD, side, request)
                .<HttpServletRequest>map(fault -> new DamagedUpload(request, Damage.corrupted(length)))
                .orElse(request);
    }

    private HttpServletResponse damagedDownload(Side side, HttpServletRequest request, HttpServletResponse response) {
        Optional<Fault> truncated = strike(FaultKind.TRUNCATED_DOWNLOAD, side, request);
        if (truncated.isPresent()) {
            boolean declared = Boolean.parseBoolean(truncated.get().text("declared", "false"));
            int percent = truncated.get().number("percent", 50);
            return new DamagedDownload(
                    response, length -> Damage.truncated(length, percent), declared, () -> drop(request));
        }
        return strike(FaultKind.CORRUPTED_DOWNLOAD, side, request)
                .<HttpServletResponse>map(
                        fault -> new DamagedDownload(response, Damage::corrupted, false, () -> drop(request)))
                .orElse(response);
    }

    private void refuseAsTooMany(Fault fault, Side side, HttpServletResponse response) throws IOException {
        String after = fault.text("retryAfter", "1");
        if (after.equals("date")) {
            response.setHeader(
                    "Retry-After",
                    DateTimeFormatter.RFC_1123_DATE_TIME
                            .withLocale(Locale.ROOT)
                            .format(clock.instant().plusSeconds(2).atZone(ZoneOffset.UTC)));
        } else if (!after.equals("none")) {
            response.setHeader("Retry-After", after);
        }
        if (side == Side.JIRA_CLOUD || side == Side.ATLASSIAN_GATEWAY) {
            Instant reset = clock.instant().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
            response.setHeader("X-RateLimit-Reset", reset.toString());
            response.setHeader("RateLimit-Reason", fault.text("reason", "jira-burst-based"));
        }
        send(response, 429, "application/json", "{\"errorMessages\":[\"Rate limit exceeded.\"],\"errors\":{}}");
    }

    private static void refuse(Fault fault, Side side, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int status = fault.number("status", 403);
        String message = fault.text("message", "Refused on demand.");
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "OAuth realm=\"sandbox\"");
        }
        Object body = refusal(side, request.getRequestURI(), status, message).body();
        send(response, status, "application/json", Json.MAPPER.writeValueAsString(body));
    }

    private static SiteRefusal refusal(Side side, String path, int status, String message) {
        boolean byApp = side == Side.BIGPICTURE_CLOUD || OF_APP.matcher(path).find();
        return byApp
                ? SiteRefusal.byApp(status, message)
                : side == Side.ATLASSIAN_GATEWAY
                        ? SiteRefusal.byGateway(status, message)
                        : SiteRefusal.byJira(status, message);
    }

    private static void sendLoginPage(Fault fault, Side side, HttpServletResponse response) throws IOException {
        if (fault.text("redirect", "false").equals("true")) {
            response.setStatus(302);
            response.setHeader("Location", side == Side.JIRA_DATA_CENTER ? "/login.jsp" : "/login");
            return;
        }
        response.setHeader("X-Seraph-LoginReason", "OUT");
        send(
                response,
                200,
                "text/html",
                "<html><head><title>Log in</title></head><body><form method=\"post\" action=\"/login.jsp\">"
                        + "<input name=\"os_username\"><input name=\"os_password\" type=\"password\">"
                        + "<input type=\"submit\" value=\"Log In\"></form></body></html>");
    }

    private static void send(HttpServletResponse response, int status, String type, String body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.getWriter().write(body);
    }
}
