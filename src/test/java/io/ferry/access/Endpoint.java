package io.ferry.access;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A way to ask Ferry for something. */
record Endpoint(String method, String pattern) {
    /** @param id of the migration that it is about */
    String path(String id) {
        return pattern.replaceAll("\\{id}", id)
                .replaceAll("\\{phase}", "verify")
                .replaceAll("\\{side}", "source")
                .replaceAll("\\{kind[^}]*}", "dump")
                .replaceAll("\\{file:[^}]*}\\{?[^/]*}?", "00000000-0000-4000-8000-000000000000")
                .replaceAll("\\{question[^}]*}", "import")
                .replaceAll("\\{code[^}]*}", "NO_CODE")
                .replaceAll("\\{[^/]*}", "x");
    }

    Rules.@Nullable Rule rule() {
        URI address = URI.create(path("m-00000000"));
        var request = new MockHttpServletRequest(method, address.getPath());
        request.setServletPath(address.getPath());
        if (address.getQuery() != null) {
            String[] parameter = address.getQuery().split("=", 2);
            request.setParameter(parameter[0], parameter[1]);
        }
        return Rules.ALL.stream()
                .filter(rule -> rule.matcher().matches(request))
                .findFirst()
                .orElse(null);
    }

    /** Every endpoint and page that Ferry has. */
    static List<Endpoint> all(WholeFerry ferry) {
        List<Endpoint> endpoints = new ArrayList<>();
        ferry.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (handler.getBeanType().getName().startsWith("io.ferry.")) {
                        mapping.getPatternValues()
                                .forEach(pattern -> mapping.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method -> endpoints.add(new Endpoint(
                                                method.name(), pattern.replaceAll("\\{kind:[^}]*}", "{kind}")))));
                    }
                });
        for (String page : List.of(
                "/v3/api-docs",
                "/swagger-ui.html",
                "/swagger-ui/index.html",
                "/pages/mapping.js",
                "/pages/session.js",
                "/pages/api.js",
                "/pages/dom.js",
                "/pages/ferry.css",
                "/api/migrations/{id}/report?addresses=whole",
                "/actuator/metrics",
                "/actuator/prometheus")) {
            endpoints.add(new Endpoint("GET", page));
        }
        endpoints.add(new Endpoint("POST", "/api/migrations/{id}/phases/roll-back"));
        endpoints.sort((a, b) -> (a.pattern() + " " + a.method()).compareTo(b.pattern() + " " + b.method()));
        return endpoints.stream().distinct().toList();
    }
}
