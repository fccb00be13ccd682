package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An event with its place in the chain.
 *
 * @param evidence what else of the record this event vouches for, such as {@code fact:verification}
 * @param evidenceHash the hash of that
 * @param hash covers this event and the hash of the one before; null for events older than the chain
 */
public record ChainedEvent(
        @JsonUnwrapped Event event,
        @Nullable String evidence,
        @Nullable String evidenceHash,
        @Nullable String hash) {

    static final String ANSWER = "answer";
    static final String FACT = "fact:";
    static final String OUTCOME = "outcome";

    /** The hash that an event has behind another. */
    static String hash(
            @Nullable String previous, Event event, @Nullable String evidence, @Nullable String evidenceHash) {
        Phase phase = event.phase();
        ObjectNode covered = JsonNodeFactory.instance
                .objectNode()
                .put("at", event.at().toString())
                .put("phase", phase == null ? null : phase.processId())
                .put("step", event.step())
                .put("kind", event.kind().name())
                .put("message", event.message())
                .put("by", event.by())
                .put("evidence", evidence)
                .put("evidenceHash", evidenceHash);
        return hash(previous, covered);
    }

    /** The same of an event as it stands in a report. */
    static String hash(@Nullable String previous, JsonNode event) {
        ObjectNode covered = JsonNodeFactory.instance.objectNode().put("previous", previous);
        for (String field : new String[] {"at", "phase", "step", "kind", "message", "by", "evidence", "evidenceHash"}) {
            JsonNode value = event.get(field);
            covered.set(field, value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
        return Canonical.sha256(covered);
    }
}
