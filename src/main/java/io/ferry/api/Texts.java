package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Moments;
import io.ferry.migration.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes times, sizes and names as people read them. */
final class Texts {
    private Texts() {}

    /** Who did something and how Ferry knows it: {@code ann, in Camunda}. */
    static String who(Actor actor) {
        String whence = switch (actor.channel()) {
            case LINK -> ", on this computer";
            case SCRIPT_KEY -> ", with the key for scripts";
            case OIDC_SESSION -> ", signed in at " + actor.issuer();
            case OIDC_TOKEN -> ", with a token of " + actor.issuer();
            case CAMUNDA -> ", in Camunda";
            case NOT_RECORDED -> "";
        };
        return actor.name() + whence;
    }

    /** The same of an event or an answer as a report has it. */
    static String who(JsonNode recorded) {
        JsonNode channel = recorded.path("byChannel");
        return who(new Actor(
                recorded.path("by").asText(),
                channel.isTextual() ? Actor.Channel.valueOf(channel.asText()) : Actor.Channel.NOT_RECORDED,
                recorded.path("byIssuer").asText(null),
                null));
    }

    /** A moment of a report, for columns whose heading says that times are UTC. */
    static String moment(JsonNode at) {
        return at.isTextual() ? Moments.withoutZone(Instant.parse(at.asText())) : "—";
    }

    /** A moment of a report with its zone; empty if there is none. */
    static Optional<String> whole(JsonNode at) {
        return at.isTextual() ? Optional.of(Moments.of(Instant.parse(at.asText()))) : Optional.empty();
    }

    /** A duration as people read it: {@code 2 h 5 min}. */
    static String duration(JsonNode duration) {
        return duration.isTextual() ? duration(Duration.parse(duration.asText())) : "—";
    }

    static String duration(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toSeconds() + "." + duration.toMillisPart() / 100 + " s";
    }
}
