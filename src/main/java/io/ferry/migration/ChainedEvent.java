package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event with its place in the chain.
 *
 * @param evidence what else of the record this event vouches for, such as {@code fact:verification}
 * @param evidenceHash the hash of that
 * @param hash covers this event and the hash of the one before; null for events older than the chain. It covers those of
 *     {@link #WHERE_GIVEN} that the event has: events that were recorded before there were such fields keep their hashes, and a
 *     field that is added or taken away changes the hash.
 */
public record ChainedEvent(
        @JsonUnwrapped Event event,
        @Nullable String evidence,
        @Nullable String evidenceHash,
        @Nullable String hash) {

    static final String ANSWER = "answer";
    static final String FACT = "fact:";
    static final String OUTCOME = "outcome";

    private static final List<String> ALWAYS =
            List.of("at", "phase", "step", "kind", "message", "by", "evidence", "evidenceHash");
    private static final List<String> WHERE_GIVEN = List.of("byChannel", "byIssuer", "bySubject", "before", "after");

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
        Actor.Channel channel = event.byChannel();
        covered.put("byChannel", channel == null ? null : channel.name())
                .put("byIssuer", event.byIssuer())
                .put("bySubject", event.bySubject())
                .set("before", event.before());
        covered.set("after", event.after());
        return hash(previous, covered);
    }

    /** The same of an event as it stands in a report. */
    static String hash(@Nullable String previous, JsonNode event) {
        ObjectNode covered = JsonNodeFactory.instance.objectNode().put("previous", previous);
        for (String field : ALWAYS) {
            JsonNode value = event.get(field);
            covered.set(field, value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
        for (String field : WHERE_GIVEN) {
            if (event.hasNonNull(field)) {
                covered.set(field, event.get(field));
            }
        }
        return Canonical.sha256(covered);
    }
}
