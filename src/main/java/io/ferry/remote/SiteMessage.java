package io.ferry.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a site says about a refusal: Atlassian's {@code {errorMessages[], errors{}}}, or a {@code message}. */
final class SiteMessage {
    private static final ObjectMapper JSON = io.ferry.base.Json.MAPPER;

    private SiteMessage() {}

    /** The message with addresses masked, or null if the body holds none that was meant for people. */
    static @Nullable String in(String body) {
        List<String> said = new ArrayList<>();
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || !root.isObject()) {
                return null;
            }
            root.path("errorMessages").forEach(message -> said.add(message.asText()));
            root.path("errors").forEach(message -> said.add(message.isTextual() ? message.asText() : ""));
            said.add(root.path("message").asText(""));
            said.add(root.path("errorMessage").asText(""));
        } catch (JsonProcessingException e) {
            // A page for browsers or a proxy's text: not for an incident's message.
            return null;
        }
        said.removeIf(String::isBlank);
        return said.isEmpty() ? null : Masking.mask(String.join(" ", said));
    }
}
