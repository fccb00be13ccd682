package io.ferry.process.upload;

import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.RestoredDatabase;
import io.ferry.migration.Turns;
import io.ferry.migration.UploadedFile;
import io.ferry.migration.UploadedFiles;
import io.ferry.process.engine.WaitingTasks;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Which files of a migration are there, on their way, refused or taken. */
@Component
class CurrentUploads {
    private final IncomingFiles incomingFiles;
    private final UploadedFiles uploadedFiles;
    private final FactsOfMigration facts;
    private final WaitingTasks tasks;
    private final Turns turns;
    private final RestoredDatabase restored;
    private final ReentrantLock lock = new ReentrantLock();

    CurrentUploads(
            IncomingFiles incomingFiles,
            UploadedFiles uploadedFiles,
            FactsOfMigration facts,
            WaitingTasks tasks,
            Turns turns,
            RestoredDatabase restored) {
        this.incomingFiles = incomingFiles;
        this.uploadedFiles = uploadedFiles;
        this.facts = facts;
        this.tasks = tasks;
        this.turns = turns;
        this.restored = restored;
    }

    /**
     * Does something while no file of the migration passes from one state to the next, at whichever Ferry, so that nobody sees it
     * halfway.
     */
    <T> T alone(MigrationId id, Supplier<T> work) {
        lock.lock();
        try {
            return turns.alone("files of " + id, work);
        } finally {
            lock.unlock();
        }
    }

    /** The latest uploaded file of this kind, whether or not a task has taken it. */
    Optional<UploadedFile> latest(MigrationId id, FileKind kind) {
        return uploadedFiles.find(id, kind.name());
    }

    /** Whether a task that asks for a file of this kind waits; asks the engine. */
    boolean waits(MigrationId id, FileKind kind) {
        return tasks.of(id).stream().anyMatch(task -> task.elementId().equals(kind.task()));
    }

    /** Whether a file may be needed again that is on no record: the record was restored from a backup. */
    boolean mayBeLost(MigrationId id) {
        return restored.noticed(id).isPresent();
    }

    /** The file of this kind that a task has taken. */
    Optional<StoredFile> taken(MigrationId id, FileKind kind) {
        return kind.fact().flatMap(name -> facts.find(id, name, StoredFile.class));
    }

    /** The file of this kind that is on its way. */
    Optional<IncomingFile> coming(MigrationId id, FileKind kind) {
        return incomingFiles.list().stream()
                .filter(incoming -> incoming.rejection() == null && isOf(incoming, id, kind))
                .findFirst();
    }

    /** The file of this kind that was refused last. */
    Optional<IncomingFile> lastRefused(MigrationId id, FileKind kind) {
        return incomingFiles.list().stream()
                .filter(incoming -> incoming.rejection() != null && isOf(incoming, id, kind))
                .reduce((older, newer) -> newer);
    }

    /** Whether all of its bytes have come. */
    boolean isWhole(IncomingFile incoming) {
        return incomingFiles.received(incoming.id()) == incoming.bytes();
    }

    static boolean isOf(IncomingFile incoming, MigrationId id, FileKind kind) {
        return incoming.owner().equals(id.value()) && incoming.kind() == kind.artifact();
    }

    static StoredFile stored(UploadedFile file) {
        return new StoredFile(file.artifactId(), file.name(), file.bytes(), file.sha256());
    }
}
