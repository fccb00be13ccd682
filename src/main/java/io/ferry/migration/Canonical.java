package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * One text for one meaning: JSON without spaces, fields in the order of their names, UTF-8. What is hashed is this text, so
 * that a report can be indented, or read and written again, and still be checked.
 */
public final class Canonical {
    private Canonical() {}

    /** The SHA-256 of the text, in hexadecimal digits. */
    public static String sha256(JsonNode json) {
        return sha256(text(json));
    }

    /** The text, in one line. */
    public static String text(JsonNode json) {
        return sorted(json).toString();
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A text as JSON writes it. */
    static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    static MessageDigest digest() {
        return Sha256.start();
    }

    private static JsonNode sorted(JsonNode json) {
        if (json instanceof ObjectNode object) {
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            fields.forEach((name, value) -> sorted.set(name, sorted(value)));
            return sorted;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode sorted = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> sorted.add(sorted(item)));
            return sorted;
        }
        return json;
    }
}
