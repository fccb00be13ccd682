package io.ferry.process.common;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The stored files by Ferry's record. A process variable that names a file can be changed by whoever may reach Camunda's
 * interface, so it is only compared with the record, never believed.
 */
@Component
public class RecordedFiles {
    private final ArtifactStore store;
    private final FactsOfMigration facts;

    public RecordedFiles(ArtifactStore store, FactsOfMigration facts) {
        this.store = store;
        this.facts = facts;
    }

    /** The file that a fact names; empty if it is not known. */
    public Optional<StoredFile> find(MigrationId id, FactName fact) {
        return facts.find(id, fact, StoredFile.class);
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
        StoredFile known = find(step.id(), fact).orElse(null);
        if (known == null) {
            throw refused.with(
                    "No " + kind.title() + " of this migration is on record.",
                    "Ferry takes only a file that it has fetched, or that was uploaded for this migration.",
                    "Run the phase that makes it first.");
        }
        if (named == null || !known.id().equals(named.id()) || !known.sha256().equals(named.sha256())) {
            throw refused.with(
                    "The process names another file than Ferry has on record.",
                    "On record is the %s with SHA-256 %s; the process variable %s names %s."
                            .formatted(
                                    kind.title(), known.sha256(), fact.key(), named == null ? "none" : named.sha256()),
                    "Find out who changed the variable in Camunda.");
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
