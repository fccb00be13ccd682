package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something known of a migration.
 *
 * @param value counts, verdicts, hashes; no people's data
 * @param certainty whether Ferry saw it or a person said it
 */
public record Fact(FactName name, JsonNode value, Certainty certainty, Instant at) {

    /** How Ferry knows a fact. */
    public enum Certainty {
        /** Ferry asked the site or read the file. */
        VERIFIED,
        /** A person said so, and nothing confirms it. */
        STATED
    }
}
