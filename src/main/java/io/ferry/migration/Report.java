package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a migration afterwards, or so far. It names people only where they answered something, by the name
 * they sign in with.
 *
 * @param outcome how it ended; null while it is under way
 * @param versions of what ran where, as far as Ferry saw it: {@code sourceJira}, {@code sourceApp}, {@code targetApp}
 * @param models which process models have worked, and whether Ferry deployed them
 * @param counts what was counted on both sides
 * @param files the files that were carried, with size and SHA-256
 * @param answers everything that people confirmed and decided
 * @param overrides those answers that went against Ferry's findings, with reasons
 * @param modes how each operation was done
 * @param verified what Ferry saw itself, by name
 * @param stated what people said and nothing confirms, by name
 * @param manualWork what people did by hand, and how Ferry knows of it
 * @param facts the hashes of all of these
 * @param events what happened, each with its place in the chain
 * @param chain where the chain ends
 */
public record Report(
        MigrationId id,
        String name,
        String app,
        boolean rehearsal,
        @Nullable Outcome outcome,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Duration duration,
        Sites sites,
        Map<String, String> versions,
        List<ModelsOnRecord.InUse> models,
        List<PhaseTimes> phases,
        Counts counts,
        Map<FactName, JsonNode> files,
        List<Answer> answers,
        List<Answer> overrides,
        Map<Operation, Mode> modes,
        Thresholds thresholds,
        Map<FactName, JsonNode> verified,
        Map<FactName, JsonNode> stated,
        List<ManualWork> manualWork,
        List<FactOnRecord> facts,
        List<ChainedEvent> events,
        Chain chain) {

    /** The addresses of both sites. */
    public record Sites(URI source, URI target) {}

    /** When a phase ran, and for how long. */
    public record PhaseTimes(
            Phase phase,
            String title,
            PhaseRun.State state,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Duration duration) {}

    /**
     * What was counted.
     *
     * @param source before the migration; null if it was not counted
     * @param target after it; null if it was not counted
     */
    public record Counts(
            @Nullable JsonNode source, @Nullable JsonNode target) {}

    /**
     * What a person answered.
     *
     * @param by who answered; with the next three as in {@link Event}
     * @param shownSha256 the hash of what the person saw; like those three missing in what an earlier Ferry recorded
     */
    public record Answer(
            String subject,
            String decision,
            @Nullable String reason,
            String by,
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_NULL) Actor.@Nullable Channel byChannel,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String byIssuer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String bySubject,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String shownSha256) {
        static Answer of(Confirmation confirmation) {
            return new Answer(
                    confirmation.question().key(),
                    confirmation.decision().key(),
                    confirmation.reason(),
                    confirmation.by().name(),
                    confirmation.at(),
                    confirmation.by().channelOnRecord(),
                    confirmation.by().issuer(),
                    confirmation.by().subject(),
                    confirmation.shownSha256());
        }
    }

    /**
     * A fact and its hash.
     *
     * @param sha256 of the whole fact on record, as {@link Canonical} writes it
     * @param whole whether the report holds the whole fact; of the state of a site it holds the counts only
     */
    public record FactOnRecord(FactName name, Fact.Certainty certainty, Instant at, String sha256, boolean whole) {}

    /**
     * The end of the chain.
     *
     * @param events how many events it covers
     * @param head the last hash; null for a migration without events
     */
    public record Chain(int events, @Nullable String head) {}
}
