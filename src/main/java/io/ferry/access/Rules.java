package io.ferry.access;

import static io.ferry.access.Role.ADMINISTRATOR;
import static io.ferry.access.Role.APPROVER;
import static io.ferry.access.Role.OPERATOR;
import static io.ferry.access.Role.VIEWER;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Which role opens which address. The first rule that fits counts; what no rule names is for administrators only. */
final class Rules {
    private static final String MIGRATION = "/api/migrations/{id}";

    /**
     * Who may send requests of a kind.
     *
     * @param roles any of them is enough; none: everybody, signed in or not
     */
    record Rule(RequestMatcher matcher, List<Role> roles) {}

    static final List<Rule> ALL = List.of(
            // Nobody has signed in yet, and whoever watches the program does not sign in.
            anybody("/sign-in"),
            anybody("/pages/ferry.css"),
            // Whoever has no role can sign out all the same.
            anybody("/pages/session.js"),
            anybody("/pages/api.js"),
            anybody("/pages/dom.js"),
            anybody("/actuator/health/liveness"),
            anybody("/actuator/health/readiness"),
            // Prometheus does not sign in either. It learns numbers only, and only at the port for those who watch
            // Ferry.
            new Rule(Rules::isForPrometheus, List.of()),
            rule(null, "/actuator/**", ADMINISTRATOR),
            rule(HttpMethod.GET, "/", VIEWER),
            rule(HttpMethod.GET, "/pages/**", VIEWER),
            rule(HttpMethod.GET, "/swagger-ui.html", VIEWER),
            rule(HttpMethod.GET, "/swagger-ui/**", VIEWER),
            rule(HttpMethod.GET, "/v3/api-docs/**", VIEWER),
            rule(HttpMethod.GET, "/v3/api-docs.yaml", VIEWER),
            rule(HttpMethod.GET, "/new-migration", OPERATOR, ADMINISTRATOR),
            rule(HttpMethod.GET, "/assessments", VIEWER),
            rule(HttpMethod.GET, "/api/assessments", VIEWER),
            rule(HttpMethod.POST, "/api/assessments", OPERATOR),
            rule(HttpMethod.GET, "/api/assessments/{assessment}", VIEWER),
            rule(HttpMethod.GET, "/api/assessments/{assessment}/document", VIEWER),
            rule(HttpMethod.GET, "/waves", VIEWER),
            rule(HttpMethod.GET, "/waves/{wave}", VIEWER),
            rule(HttpMethod.GET, "/waves/{wave}/report", VIEWER),
            rule(HttpMethod.GET, "/new-wave", OPERATOR, ADMINISTRATOR),
            rule(HttpMethod.GET, "/api/waves", VIEWER),
            rule(HttpMethod.POST, "/api/waves", OPERATOR),
            rule(HttpMethod.POST, "/api/waves/check", OPERATOR, ADMINISTRATOR),
            rule(HttpMethod.GET, "/api/waves/{wave}", VIEWER),
            rule(HttpMethod.GET, "/api/waves/{wave}/report", VIEWER),
            rule(HttpMethod.GET, "/api/waves/{wave}/report.csv", VIEWER),
            rule(HttpMethod.POST, "/api/waves/{wave}/pause", OPERATOR),
            rule(HttpMethod.POST, "/api/waves/{wave}/resume", OPERATOR),
            rule(HttpMethod.POST, "/api/waves/{wave}/end", OPERATOR),
            rule(HttpMethod.GET, "/migrations/{id}", VIEWER),
            rule(HttpMethod.GET, "/migrations/{id}/actions", OPERATOR, APPROVER),
            rule(HttpMethod.GET, "/migrations/{id}/differences", VIEWER),
            rule(HttpMethod.GET, "/migrations/{id}/files", VIEWER),
            rule(HttpMethod.GET, "/migrations/{id}/files/{kind}", OPERATOR),
            rule(HttpMethod.GET, "/migrations/{id}/findings", OPERATOR, APPROVER),
            rule(HttpMethod.GET, "/migrations/{id}/mapping", OPERATOR, APPROVER),
            rule(HttpMethod.GET, "/migrations/{id}/runbook", VIEWER),
            rule(null, "/migrations/{id}/approvals/**", APPROVER),
            rule(HttpMethod.GET, "/api/migrations", VIEWER),
            rule(HttpMethod.POST, "/api/migrations", OPERATOR),
            rule(HttpMethod.POST, "/api/migrations/check", OPERATOR, ADMINISTRATOR),
            rule(HttpMethod.POST, "/api/sites/check", OPERATOR, ADMINISTRATOR),
            rule(null, "/api/drafts/migration", OPERATOR, ADMINISTRATOR),
            rule(HttpMethod.GET, MIGRATION, VIEWER),
            rule(HttpMethod.POST, MIGRATION + "/cancel", OPERATOR),
            rule(HttpMethod.POST, MIGRATION + "/retry", OPERATOR),
            rule(HttpMethod.PATCH, MIGRATION + "/sites/{side}", OPERATOR),
            rule(HttpMethod.PATCH, MIGRATION + "/modes", OPERATOR),
            rule(HttpMethod.PUT, MIGRATION + "/team", ADMINISTRATOR),
            rule(HttpMethod.POST, MIGRATION + "/roll-back", APPROVER),
            rule(HttpMethod.POST, MIGRATION + "/phases/roll-back", APPROVER),
            rule(HttpMethod.POST, MIGRATION + "/phases/{phase}", OPERATOR),
            rule(null, MIGRATION + "/approvals/**", APPROVER),
            // Whole addresses are people's data; the masked report is not. Spring takes a parameter's name with [] as
            // well.
            new Rule(
                    request -> get(MIGRATION + "/report").matches(request)
                            && request.getParameterMap().entrySet().stream()
                                    .filter(parameter -> parameter.getKey().startsWith("addresses"))
                                    .flatMap(parameter -> Arrays.stream(parameter.getValue()))
                                    .anyMatch(value -> !value.equals("masked")),
                    List.of(OPERATOR, APPROVER)),
            rule(HttpMethod.GET, MIGRATION + "/report", VIEWER),
            rule(HttpMethod.GET, MIGRATION + "/runbook", VIEWER),
            rule(HttpMethod.PUT, MIGRATION + "/runbook", OPERATOR),
            rule(HttpMethod.GET, MIGRATION + "/runbook.csv", VIEWER),
            rule(HttpMethod.GET, MIGRATION + "/runbook.ics", VIEWER),
            rule(HttpMethod.GET, MIGRATION + "/comparisons", VIEWER),
            rule(HttpMethod.GET, MIGRATION + "/comparisons/{point}", VIEWER),
            rule(HttpMethod.GET, MIGRATION + "/findings/{file}", OPERATOR, APPROVER),
            rule(HttpMethod.GET, MIGRATION + "/files", VIEWER),
            rule(HttpMethod.DELETE, MIGRATION + "/files", ADMINISTRATOR),
            rule(HttpMethod.GET, MIGRATION + "/files/{kind}", OPERATOR),
            rule(HttpMethod.GET, MIGRATION + "/files/{file}/content", OPERATOR),
            rule(null, MIGRATION + "/files/**", OPERATOR),
            rule(HttpMethod.DELETE, MIGRATION + "/people", ADMINISTRATOR),
            rule(HttpMethod.GET, MIGRATION + "/people/**", OPERATOR, APPROVER),
            rule(HttpMethod.PUT, MIGRATION + "/people/**", OPERATOR),
            rule(HttpMethod.GET, MIGRATION + "/accounts", OPERATOR, APPROVER),
            rule(HttpMethod.PUT, MIGRATION + "/accounts.csv", OPERATOR),
            rule(HttpMethod.GET, MIGRATION + "/new-accounts.csv", OPERATOR, APPROVER),
            rule(HttpMethod.GET, MIGRATION + "/mapping.csv", OPERATOR, APPROVER),
            rule(HttpMethod.PUT, MIGRATION + "/mapping.csv", OPERATOR),
            rule(null, "/api/credentials/**", ADMINISTRATOR),
            rule(HttpMethod.GET, "/api/audit", ADMINISTRATOR),
            rule(HttpMethod.POST, "/api/sign-in-links", ADMINISTRATOR),
            rule(HttpMethod.POST, "/sign-out", VIEWER));

    private Rules() {}

    private static Rule anybody(String path) {
        return new Rule(get(path), List.of());
    }

    private static Rule rule(@Nullable HttpMethod method, String path, Role... roles) {
        var paths = PathPatternRequestMatcher.withDefaults();
        return new Rule(method == null ? paths.matcher(path) : paths.matcher(method, path), List.of(roles));
    }

    private static boolean isForPrometheus(HttpServletRequest request) {
        return get("/actuator/prometheus").matches(request)
                && WebServerApplicationContext.hasServerNamespace(
                        WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
    }

    private static RequestMatcher get(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, path);
    }
}
