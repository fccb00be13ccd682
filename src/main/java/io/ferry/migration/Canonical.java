package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ferry.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Canonical JSON as RFC 8785 defines it: one text for one meaning. This text is what is hashed, so a report can be indented, or
 * read and written again, and still be checked, also by somebody else's implementation of the RFC.
 *
 * <p>Numbers are doubles there, so an integer beyond 2<sup>53</sup> loses its last digits. Ferry keeps none.
 */
public final class Canonical {
    private Canonical() {}

    /** The SHA-256 of the text, in hexadecimal digits. */
    public static String sha256(JsonNode json) {
        return sha256(text(json));
    }

    /** The text, in one line. */
    public static String text(JsonNode json) {
        try {
            // The library takes objects and arrays only, and facts may be single values.
            String array = new JsonCanonicalizer("[" + json + "]").getEncodedString();
            return array.substring(1, array.length() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON that has no canonical form", e);
        }
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
}
