package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Something to look at or to know about a migration.
 *
 * @param tone the class of the style sheet: {@code look} for what is left to do, {@code know} for the rest
 * @param section the id of the report's section that says more
 */
record OpenPoint(String tone, String text, String section) {

    /** The points of a report in JSON, in its order: what needs a look comes first. */
    static List<OpenPoint> in(JsonNode report) {
        return report.path("openPoints")
                .valueStream()
                .map(point -> new OpenPoint(
                        point.path("weight").asText().equals("LOOK") ? "look" : "know",
                        point.path("text").asText(),
                        point.path("section").asText()))
                .toList();
    }

    /** Whether somebody must look at it. */
    boolean needsALook() {
        return tone.equals("look");
    }
}
