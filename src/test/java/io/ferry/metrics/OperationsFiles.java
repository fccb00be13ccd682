package io.ferry.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files for Prometheus and Grafana in {@code ops/}. */
final class OperationsFiles {
    static final Path RULES = Path.of("ops/prometheus/ferry-alerts.yaml");
    static final Path CONFIGURATION = Path.of("ops/prometheus/prometheus.yaml");
    static final Path DASHBOARD = Path.of("ops/grafana/ferry-dashboard.json");

    private OperationsFiles() {}

    /**
     * A question to Prometheus.
     *
     * @param where the alert or panel that asks it
     * @param expression with Grafana's variables filled in
     */
    record Query(String where, String expression) {}

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : new YAMLMapper().readTree(RULES.toFile()).path("groups")) {
            group.path("rules").forEach(alerts::add);
        }
        return alerts;
    }

    static String expressionOf(String alert) throws IOException {
        return alerts().stream()
                .filter(each -> each.path("alert").asText().equals(alert))
                .findFirst()
                .orElseThrow()
                .path("expr")
                .asText();
    }

    /** Those of all alerts and of all panels. */
    static List<Query> queries() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(DASHBOARD.toFile());
        Stream<Query> panels = StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .flatMap(panel -> StreamSupport.stream(panel.path("targets").spliterator(), false)
                        .map(target -> new Query(
                                "panel " + panel.path("title").asText(),
                                target.path("expr").asText().replace("$__rate_interval", "1m"))));
        return Stream.concat(
                        alerts().stream()
                                .map(alert -> new Query(
                                        "alert " + alert.path("alert").asText(),
                                        alert.path("expr").asText())),
                        panels)
                .toList();
    }
}
