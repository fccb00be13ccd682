package io.ferry.api;

import io.ferry.migration.MigrationId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint and page of a Ferry, as its own server lists them. */
final class Endpoints {
    private Endpoints() {}

    /**
     * One of them.
     *
     * @param pattern its path with variables
     */
    record Endpoint(RequestMethod method, String pattern, RequestMappingInfo mapping, HandlerMethod handler) {
        /** Its path for a migration. */
        String path(MigrationId id) {
            return fill(pattern, id);
        }

        /** Whether it reads JSON from its request's body. */
        boolean readsJson() {
            return Arrays.stream(handler.getMethodParameters())
                    .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class)
                            && parameter.getParameterType() != byte[].class);
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    static List<Endpoint> of(WholeFerry ferry) {
        List<Endpoint> all = new ArrayList<>();
        ferry.server()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getPatternValues().forEach(pattern -> {
                    var methods = mapping.getMethodsCondition().getMethods();
                    (methods.isEmpty() ? List.of(RequestMethod.GET) : methods)
                            .forEach(method -> all.add(new Endpoint(method, pattern, mapping, handler)));
                }));
        return all;
    }

    /** A path without variables. */
    static String fill(String pattern, MigrationId id) {
        StringBuilder path = new StringBuilder();
        int depth = 0;
        int began = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{' && depth++ == 0) {
                began = i + 1;
            } else if (c == '}' && --depth == 0) {
                path.append(value(pattern.substring(began, i).replaceFirst("(?s):.*", ""), id));
            } else if (depth == 0) {
                path.append(c);
            }
        }
        return path.toString();
    }

    private static String value(String variable, MigrationId id) {
        return switch (variable) {
            case "id" -> id.value();
            case "kind" -> "dump";
            case "file", "upload" -> UUID.randomUUID().toString();
            case "code" -> "WORKFLOW_MALFORMED";
            case "point" -> "result";
            case "side" -> "source";
            case "phase" -> "verify";
            case "question" -> "import";
            case "name" -> "fuzz";
            default -> "x";
        };
    }
}
