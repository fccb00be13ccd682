package io.ferry.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes people's e-mail addresses out of texts for logs, the record, reports and process variables. Found are addresses as
 * RFC 5322 has them (also with a quoted local part, and at a host without a dot or an IP address), with the @ as itself or
 * as {@code %40}. The work grows with the length of the text only.
 */
public final class EmailMasking {
    /** What stands in place of an address. */
    public static final String MASK = "(address)";

    private static final String ATOM = "[\\p{L}\\p{N}._%+'!#$&*?^~`|-]";

    /**
     * A run of an address's characters is tried once, from its beginning or from where the address before it ended. No part of
     * a match without a quoted local part can be a quotation mark, a brace or a backslash.
     */
    private static final Pattern ADDRESS = Pattern.compile("(?:(?:\\G|(?<!" + ATOM + "))(" + ATOM + "+)(?:@|%40)"
            + "|\"((?:[^\"\\\\\\r\\n]|\\\\.){1,64}+)\"(?:@|%40))"
            + "(?:[\\p{L}\\p{N}-]++(?:\\.[\\p{L}\\p{N}-]++)*+|\\[[\\p{Alnum}:.]{2,50}+])");

    private EmailMasking() {}

    /** The text with every address replaced by {@link #MASK}. */
    public static String mask(String text) {
        return mayHoldOne(text) ? ADDRESS.matcher(text).replaceAll(MASK) : text;
    }

    /** The text with only the part before the @ of every address. */
    public static String localParts(String text) {
        return mayHoldOne(text)
                ? ADDRESS.matcher(text)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(found.group(1) == null ? found.group(2) : found.group(1)))
                : text;
    }

    /** The same JSON with every address in its texts replaced; names of fields stay. */
    public static JsonNode mask(JsonNode json) {
        return switch (json) {
            case TextNode text -> JsonNodeFactory.instance.textNode(mask(text.textValue()));
            case ArrayNode array -> {
                ArrayNode masked = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> masked.add(mask(element)));
                yield masked;
            }
            case ObjectNode object -> {
                ObjectNode masked = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> masked.set(field.getKey(), mask(field.getValue())));
                yield masked;
            }
            default -> json;
        };
    }

    private static boolean mayHoldOne(String text) {
        return text.indexOf('@') >= 0 || text.contains("%40");
    }
}
