package io.ferry.process.upload;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.StoredFile;
import io.ferry.backup.read.FileSniffer;
import io.ferry.base.Sizes;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Timeline;
import io.ferry.migration.UploadedFile;
import io.ferry.migration.UploadedFiles;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What becomes of a file once all of it has come: it is looked at, then it counts or is refused.
 */
@Component
class UploadSettlement {
    private static final Logger log = LoggerFactory.getLogger(UploadSettlement.class);

    private final CurrentUploads current;
    private final IncomingFiles incomingFiles;
    private final ArtifactStore store;
    private final UploadedFiles uploadedFiles;
    private final Timeline timeline;
    private final Migrations migrations;
    private final TransactionOperations transactions;
    private final Claims claims;

    UploadSettlement(
            CurrentUploads current,
            IncomingFiles incomingFiles,
            ArtifactStore store,
            UploadedFiles uploadedFiles,
            Timeline timeline,
            Migrations migrations,
            TransactionOperations transactions,
            Claims claims) {
        this.current = current;
        this.incomingFiles = incomingFiles;
        this.store = store;
        this.uploadedFiles = uploadedFiles;
        this.timeline = timeline;
        this.migrations = migrations;
        this.transactions = transactions;
        this.claims = claims;
    }

    /** Finishes what other Ferrys, or this one before its end, left whole. One file holds no other up. */
    void goOn() {
        for (Artifact kept : incomingFiles.unsettled()) {
            try {
                settleKept(kept);
            } catch (RuntimeException later) {
                log.warn("“{}” could not be uploaded; Ferry tries again: {}", kept.name(), later.getMessage());
            }
        }
        incomingFiles.list().stream()
                .filter(incoming -> incoming.rejection() == null && current.isWhole(incoming))
                .forEach(this::settle);
    }

    /** The claim of whoever makes an uploaded file of what has come. */
    Optional<Claims.Claim> settling(ArtifactId id) {
        return claims.take("settle " + id);
    }

    /** Looks at a whole file and lets it count, or refuses it, in the background; does nothing if somebody is at it. */
    void settle(IncomingFile incoming) {
        settling(incoming.id()).ifPresent(claim -> settle(incoming, claim));
    }

    /** @param claim from {@link #settling}; given back when the file counts, is refused, or cannot be looked at now */
    void settle(IncomingFile incoming, Claims.Claim claim) {
        incomingFiles.fingerprint(incoming).whenComplete((sha256, failed) -> {
            try (claim) {
                if (failed == null && incomingFiles.find(incoming.id()).isPresent()) {
                    judge(incoming, sha256);
                } else if (failed instanceof ArtifactException broken
                        && broken.kind() == ArtifactException.Kind.CHANGED) {
                    incomingFiles.refuse(incoming, WrongFiles.changed(broken));
                } else if (failed != null) {
                    log.warn(
                            "“{}” could not be read to the end; Ferry tries again: {}",
                            incoming.name(),
                            failed.toString());
                }
            } catch (IOException | RuntimeException e) {
                log.error("“{}” could not be uploaded; Ferry tries again", incoming.name(), e);
            }
        });
    }

    private void judge(IncomingFile incoming, String sha256) throws IOException {
        MigrationId id = new MigrationId(incoming.owner());
        FileKind kind = FileKind.of(incoming.kind()).orElseThrow();
        Optional<Rejection> wrong = WrongFiles.wrong(kind, FileSniffer.at(incomingFiles.content(incoming.id())))
                .or(() -> current.latest(id, kind)
                        .filter(before -> before.takenAt() != null || !hasEnded(id))
                        .map(CurrentUploads::stored)
                        .or(() -> current.taken(id, kind))
                        .filter(before -> before.sha256().equals(sha256) && isStored(id, before))
                        .map(before -> WrongFiles.sameAgain(kind, before.name())));
        if (wrong.isPresent()) {
            record(id, kind, "A file was refused: " + wrong.get().title());
            incomingFiles.refuse(incoming, wrong.get());
        } else {
            boolean replacesTaken = mayReplaceTaken(id, kind);
            current.alone(id, () -> letCount(incomingFiles.keep(incoming, sha256), replacesTaken));
        }
    }

    /** Not if retention, or a person, has deleted it since: then it may come again. */
    private boolean isStored(MigrationId id, StoredFile file) {
        return store.of(id.value()).stream()
                .anyMatch(stored -> stored.id().value().equals(file.id()));
    }

    /** What was left over when the migration ended counts for no task any more, so it may come again. */
    private boolean hasEnded(MigrationId id) {
        return migrations.get(id).outcome() != null;
    }

    private void settleKept(Artifact file) {
        settling(file.id()).ifPresent(claim -> {
            try (claim) {
                // Another Ferry may have settled it since the list was made.
                if (incomingFiles.unsettled().stream()
                        .anyMatch(kept -> kept.id().equals(file.id()))) {
                    MigrationId id = new MigrationId(file.owner());
                    if (migrations.find(id).isEmpty()) {
                        // Its migration was taken off the record before it began.
                        incomingFiles.settled(file.id());
                        store.discard(file.id());
                        return;
                    }
                    boolean replacesTaken =
                            mayReplaceTaken(id, FileKind.of(file.kind()).orElseThrow());
                    current.alone(id, () -> letCount(file, replacesTaken));
                }
            }
        });
    }

    /** Asks the engine, so nobody may have to wait for it. */
    private boolean mayReplaceTaken(MigrationId id, FileKind kind) {
        return current.latest(id, kind).filter(file -> file.takenAt() != null).isPresent()
                && (current.mayBeLost(id) || current.waits(id, kind));
    }

    /** Lets a stored file count and puts that on record in one transaction; the file before is deleted afterwards. */
    private boolean letCount(Artifact file, boolean replacesTaken) {
        MigrationId id = new MigrationId(file.owner());
        FileKind kind = FileKind.of(file.kind()).orElseThrow();
        Optional<UploadedFile> before = current.latest(id, kind);
        boolean counts = Boolean.TRUE.equals(transactions.execute(transaction -> {
            boolean put = uploadedFiles.put(
                    id, kind.name(), file.id().value(), file.name(), file.bytes(), file.sha256(), replacesTaken);
            record(
                    id,
                    kind,
                    (put ? "Handed over: " : "Not used, since the task took another one meanwhile: ") + file.name()
                            + " (" + Sizes.exactly(file.bytes()) + ", SHA-256 " + file.sha256() + ")");
            return put;
        }));
        incomingFiles.settled(file.id());
        if (!counts) {
            store.discard(file.id());
        }
        before.filter(old -> counts
                        && old.takenAt() == null
                        && !old.artifactId().equals(file.id().value()))
                .ifPresent(old -> store.discard(new ArtifactId(old.artifactId())));
        return counts;
    }

    private void record(MigrationId id, FileKind kind, String message) {
        record(id, kind, message, null);
    }

    /** Puts on record what somebody does with a file that comes. */
    void record(MigrationId id, FileKind kind, String message, @Nullable Actor by) {
        timeline.record(id, null, "Hand over " + kind.title(), Event.Kind.NOTE, message, by);
    }
}
