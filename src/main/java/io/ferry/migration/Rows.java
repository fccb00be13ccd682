package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** The tables of the schema, row by row. */
final class Rows {
    private Rows() {}

    private static <T> T known(Optional<T> value, String key) {
        return value.orElseThrow(
                () -> new IllegalStateException("The record holds an answer that this Ferry does not know: " + key));
    }

    record MigrationRow(
            @Id String id,
            String name,
            App app,
            String settings,
            Instant createdAt,
            @Nullable Long processInstanceKey,
            @Nullable Outcome outcome,
            @Nullable Instant endedAt,
            @Nullable String team,
            boolean rehearsal) {
        Migration toMigration() {
            return new Migration(
                    new MigrationId(id),
                    name,
                    app,
                    Json.read(settings, MigrationSettings.class),
                    createdAt,
                    processInstanceKey,
                    outcome,
                    endedAt,
                    team);
        }
    }

    record PhaseInstanceRow(@Id Long processInstanceKey, String migrationId, Phase phase, Instant startedAt) {}

    record PhaseRunRow(
            @Id @Nullable Long id,
            String migrationId,
            Phase phase,
            PhaseRun.State state,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Integer percent) {
        PhaseRun toPhaseRun() {
            return new PhaseRun(phase, state, startedAt, endedAt, percent);
        }
    }

    record EventRow(
            @Id @Nullable Long id,
            String migrationId,
            Instant at,
            @Nullable Phase phase,
            String step,
            Event.Kind kind,
            String message,
            @Nullable String person,
            Actor.@Nullable Channel byChannel,
            @Nullable String byIssuer,
            @Nullable String bySubject,
            @Nullable String stateBefore,
            @Nullable String stateAfter,
            @Nullable String evidence,
            @Nullable String evidenceHash,
            @Nullable String hash) {
        Event toEvent() {
            return new Event(
                    at,
                    phase,
                    step,
                    kind,
                    message,
                    person,
                    byChannel,
                    byIssuer,
                    bySubject,
                    read(stateBefore),
                    read(stateAfter));
        }

        private static @Nullable JsonNode read(@Nullable String state) {
            return state == null ? null : Json.read(state, JsonNode.class);
        }

        ChainedEvent toChainedEvent() {
            return new ChainedEvent(toEvent(), evidence, evidenceHash, hash);
        }
    }

    record ConfirmationRow(
            @Id UUID id,
            String migrationId,
            String subject,
            String decision,
            @Nullable String reason,
            String person,
            Instant at,
            String basis,
            boolean used,
            @Nullable Long processInstanceKey,
            Actor.@Nullable Channel byChannel,
            @Nullable String byIssuer,
            @Nullable String bySubject,
            @Nullable String shownSha256) {
        Confirmation toConfirmation() {
            return new Confirmation(
                    id,
                    new MigrationId(migrationId),
                    known(Question.withKey(subject), subject),
                    known(Decision.withKey(decision), decision),
                    reason,
                    Objects.requireNonNull(Actor.ofRow(person, byChannel, byIssuer, bySubject)),
                    at,
                    Json.readMap(basis),
                    used,
                    shownSha256);
        }
    }

    record IntentRow(
            @Id UUID id,
            String migrationId,
            String action,
            String basisHash,
            String basis,
            State state,
            @Nullable String result,
            @Nullable String why,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Integer restoration,
            @Nullable String item,
            boolean inDoubt) {
        enum State {
            STARTED,
            DONE,
            FAILED
        }

        Intent toIntent() {
            return new Intent(id, new MigrationId(migrationId), Action.ofKey(action), startedAt);
        }
    }
}
