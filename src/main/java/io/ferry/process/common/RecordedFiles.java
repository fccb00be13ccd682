package io.ferry.process.common;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Timeline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The stored files by Ferry's record. A process variable that names a file can be changed by whoever may reach Camunda's
 * interface, so it is only compared with the record. It is believed only where the record was restored from a backup and may lack
 * that file, and only if the store has a file of this migration with that SHA-256.
 */
@Component
public class RecordedFiles {
    private final ArtifactStore store;
    private final FactsOfMigration facts;
    private final RestoredRecord restored;
    private final Timeline timeline;

    public RecordedFiles(ArtifactStore store, FactsOfMigration facts, RestoredRecord restored, Timeline timeline) {
        this.store = store;
        this.facts = facts;
        this.restored = restored;
        this.timeline = timeline;
    }

    /**
     * The file that a fact names; empty if it is not known. A record that was restored from a backup may lack it, or know an older
     * one: then it is the file that the process names, if the store has it, and on record from now on.
     *
     * @param named the file that the process names; null if none
     */
    public Optional<StoredFile> find(Step step, FactName fact, ArtifactKind kind, @Nullable StoredFile named) {
        return findBytes(step, fact, kind, named == null ? null : named.sha256());
    }

    /**
     * The same by the SHA-256 that the process names, or that somebody has confirmed.
     *
     * @see #find
     */
    public Optional<StoredFile> findBytes(Step step, FactName fact, ArtifactKind kind, @Nullable String sha256) {
        Optional<StoredFile> known = facts.find(step.id(), fact, StoredFile.class);
        return sha256 == null
                        || known.filter(file -> file.sha256().equals(sha256)).isPresent()
                        || !restored.mayLackNewer(step, facts.find(step.id(), fact))
                ? known
                : foundAgain(step, fact, kind, sha256).or(() -> known);
    }

    private Optional<StoredFile> foundAgain(Step step, FactName fact, ArtifactKind kind, String sha256) {
        Optional<StoredFile> again = store.of(step.id().value()).stream()
                .filter(file -> file.kind() == kind && file.sha256().equals(sha256))
                .map(StoredFile::of)
                .findFirst();
        again.ifPresent(file -> {
            facts.verified(step.id(), fact, file);
            timeline.record(
                    step.id(),
                    step.phase().orElse(null),
                    step.name(),
                    Event.Kind.NOTE,
                    "The restored record lacked the %s. It is in Ferry's store: %s, with SHA-256 %s"
                            .formatted(kind.title(), file.name(), file.sha256()),
                    null);
        });
        return again;
    }

    /**
     * The file that a fact names, read to its end and found whole.
     *
     * @param kind what it must be
     * @param named the file that the process names: it must be the same
     * @param refused makes what is thrown of title, detail and what to do
     */
    public Artifact expectNamed(
            Step step, FactName fact, ArtifactKind kind, @Nullable StoredFile named, Approvals.Refused refused) {
        StoredFile known = find(step, fact, kind, named).orElse(null);
        if (known == null) {
            throw refused.with(
                    "No " + kind.title() + " of this migration is on record.",
                    "Ferry takes only a file that it has fetched, or that was uploaded for this migration.",
                    restored.orUpload(
                            step, "Run the phase that makes it first.", named == null ? null : named.sha256()));
        }
        // An uploaded copy that took the place of a lost file has an id of its own.
        if (named == null || !known.hasBytesOf(named) || !known.id().equals(named.id()) && !restored.concerns(step)) {
            throw refused.with(
                    "The process names another file than Ferry has on record.",
                    "On record is the %s with SHA-256 %s; the process variable %s names %s."
                            .formatted(
                                    kind.title(), known.sha256(), fact.key(), named == null ? "none" : named.sha256()),
                    restored.orUpload(
                            step,
                            "Find out who changed the variable in Camunda.",
                            named == null ? null : named.sha256()));
        }
        return expectWhole(step, kind, known.id(), known.sha256(), refused);
    }

    /**
     * A file by its id on record, read to its end: it must belong to this migration, be of this kind, and be what was put on
     * record.
     *
     * @param sha256 as on record; null where the record has none
     */
    public Artifact expectWhole(
            Step step, ArtifactKind kind, String id, @Nullable String sha256, Approvals.Refused refused) {
        Artifact file = store.verify(new ArtifactId(id));
        if (!step.id().value().equals(file.owner()) || file.kind() != kind) {
            throw refused.with(
                    "The stored file is no " + kind.title() + " of this migration.",
                    "It belongs to another migration, or is something else.",
                    "Find out who changed it.");
        }
        if (sha256 != null && !sha256.equals(file.sha256())) {
            throw refused.with(
                    "The stored file is not the one on record.",
                    "Its SHA-256 is %s, on record is %s.".formatted(file.sha256(), sha256),
                    "Find out what changed it, and who may write in Ferry's store.");
        }
        return file;
    }
}
