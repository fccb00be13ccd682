package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as the timeline tells it.
 *
 * @param phase the phase it belongs to, or null for the migration as a whole
 * @param step what was worked at: the name of the task as the diagram has it
 * @param message a sentence for people, without people's data
 * @param by who did it, if a person or a script did
 * @param byChannel how Ferry knows who it was; null where nobody did it, and in what an earlier Ferry recorded
 * @param byIssuer the OpenID Connect provider that vouches for them, if one does
 * @param bySubject what that service calls them, if one vouches
 * @param before of a change: what was so before, only what is otherwise now
 * @param after of a change: the same as it is now
 */
public record Event(
        Instant at,
        @Nullable Phase phase,
        String step,
        Kind kind,
        String message,
        @Nullable String by,
        @JsonInclude(JsonInclude.Include.NON_NULL) Actor.@Nullable Channel byChannel,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String byIssuer,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String bySubject,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode before,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode after) {

    /** An event with whoever did it, as the record names them, and with what it changed. */
    static Event of(
            Instant at,
            @Nullable Phase phase,
            String step,
            Kind kind,
            String message,
            @Nullable Actor by,
            @Nullable Change change) {
        return new Event(
                at,
                phase,
                step,
                kind,
                message,
                by == null ? null : by.name(),
                by == null ? null : by.channelOnRecord(),
                by == null ? null : by.issuer(),
                by == null ? null : by.subject(),
                change == null ? null : change.before(),
                change == null ? null : change.after());
    }

    /** Who did it; nobody where no person or script did. */
    public Optional<Actor> actor() {
        return Optional.ofNullable(Actor.ofRow(by, byChannel, byIssuer, bySubject));
    }

    /** What sort of event it is. */
    public enum Kind {
        STARTED,
        DONE,
        DECIDED,
        CONFIRMED,
        PROBLEM,
        NOTE,
        /** What somebody saw on a screen where the form says something else. */
        SCREEN,
        /** Something was put on record for which the chain of events vouches; only the report shows it. */
        EVIDENCE
    }
}
