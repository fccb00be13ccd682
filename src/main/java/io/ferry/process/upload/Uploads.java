package io.ferry.process.upload;

import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.artifact.IncomingFile.Source;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.StoredFile;
import io.ferry.backup.read.FileSniffer;
import io.ferry.base.Sizes;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.UploadedFile;
import io.ferry.process.upload.UploadRefused.Reason;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes files from people: sent by a browser or a script, or fetched by {@link FetchedFiles}. However one comes, it is looked
 * at before and after; only a whole file that may be the right one counts, and one at a time for each migration and kind. The
 * task that waits for it takes it by {@link UploadRegistration}.
 */
@Component
public class Uploads {
    private static final Rejection ENDED = new Rejection(
            "This migration has ended.",
            "It takes files again while a phase runs that was started alone, and a task of it in Tasklist asks for one.");

    private final IncomingFiles incomingFiles;
    private final CurrentUploads current;
    private final UploadSettlement settlement;
    private final KnownSizes sizes;

    Uploads(IncomingFiles incomingFiles, CurrentUploads current, UploadSettlement settlement, KnownSizes sizes) {
        this.incomingFiles = incomingFiles;
        this.current = current;
        this.settlement = settlement;
        this.sizes = sizes;
    }

    /**
     * How it stands with one file of a migration.
     *
     * @param counts the file that counts: taken by a task, or else uploaded
     * @param taken whether a task has taken it
     * @param since when it was uploaded or taken
     * @param closed why none is taken now, or null if one is
     * @param coming the one on its way
     * @param received how much of that has come, in bytes
     * @param hashed how much of that is hashed
     * @param left how long the rest of it takes; null if that is not known, or nothing comes
     * @param refused why the last one was refused
     */
    public record State(
            @Nullable StoredFile counts,
            boolean taken,
            @Nullable Instant since,
            @Nullable Rejection closed,
            @Nullable IncomingFile coming,
            long received,
            long hashed,
            @Nullable Duration left,
            @Nullable Instant expiresAt,
            @Nullable IncomingFile refused) {}

    /** How it stands with one file of a migration. */
    public State state(Migration migration, FileKind kind) {
        record Seen(Optional<UploadedFile> latest, Optional<IncomingFile> coming, Optional<IncomingFile> refused) {}
        Seen seen = current.alone(
                migration.id(),
                () -> new Seen(
                        current.latest(migration.id(), kind),
                        current.coming(migration.id(), kind),
                        current.lastRefused(migration.id(), kind)));
        Optional<UploadedFile> latest = seen.latest();
        Optional<StoredFile> taken = current.taken(migration.id(), kind);
        Optional<StoredFile> waiting =
                latest.filter(file -> file.takenAt() == null).map(CurrentUploads::stored);
        StoredFile counts = waiting.or(() -> taken)
                .or(() -> latest.map(CurrentUploads::stored))
                .orElse(null);
        IncomingFile incoming = seen.coming().orElse(null);
        return new State(
                counts,
                waiting.isEmpty() && counts != null,
                latest.map(file -> file.takenAt() == null ? file.at() : file.takenAt())
                        .orElse(null),
                incoming == null ? closed(migration, kind).orElse(null) : null,
                incoming,
                incoming == null ? 0 : incomingFiles.received(incoming.id()),
                incoming == null ? 0 : incomingFiles.hashed(incoming.id()),
                incoming == null ? null : incomingFiles.left(incoming.id()).orElse(null),
                incoming == null ? null : incomingFiles.expiresAt(incoming.id()),
                seen.refused().orElse(null));
    }

    /**
     * Looks at a file's ends before it is sent.
     *
     * @throws UploadRefused if it is the wrong one
     */
    public void look(Migration migration, FileKind kind, long bytes, byte[] head, byte[] tail) {
        refuse(WrongFiles.wrong(kind, FileSniffer.of(bytes, head, tail)).or(() -> wrongSize(migration, kind, bytes)));
    }

    /**
     * Begins to take a file.
     *
     * @param mark what its sender recognises it by, so that the same file is gone on with; if Ferry fetches it, where it
     *     finds it again
     * @param replaces whether it may replace the one that counts
     * @param by who brings it
     * @throws UploadRefused if it is the wrong one, or none is taken now
     * @throws ArtifactException if there is no room, or too many are on their way
     */
    public IncomingFile begin(
            Migration migration,
            FileKind kind,
            String name,
            long bytes,
            Source source,
            String mark,
            boolean replaces,
            Actor by) {
        return begun(
                        migration,
                        kind,
                        bytes,
                        by,
                        () -> Optional.of(begunAlone(migration, kind, name, bytes, source, mark, replaces)))
                .orElseThrow();
    }

    /**
     * Begins anew to take a file that another Ferry was fetching, in one step, so that nobody sees it refused in between. It may
     * replace what it was to replace before: no other file of its kind could begin meanwhile.
     *
     * @param left what the other Ferry left
     * @param why what people read if this Ferry ends now too
     * @return empty if somebody has thrown it away meanwhile, and then nothing has begun
     * @throws UploadRefused if it is the wrong one, or none is taken now
     */
    Optional<IncomingFile> beginAgain(
            Migration migration, FileKind kind, String name, long bytes, IncomingFile left, Rejection why) {
        return begun(
                migration,
                kind,
                bytes,
                null,
                () -> incomingFiles.refuse(left, why)
                        ? Optional.of(begunAlone(migration, kind, name, bytes, left.source(), left.mark(), true))
                        : Optional.empty());
    }

    private Optional<IncomingFile> begun(
            Migration migration,
            FileKind kind,
            long bytes,
            @Nullable Actor by,
            Supplier<Optional<IncomingFile>> beginning) {
        if (bytes == 0) {
            refuse(WrongFiles.wrong(kind, FileSniffer.EMPTY));
        }
        // These ask others, which may take seconds: nobody else waits for that.
        refuse(wrongSize(migration, kind, bytes));
        closed(migration, kind).ifPresent(why -> {
            throw new UploadRefused(Reason.NOT_WANTED, why);
        });
        Optional<IncomingFile> begun = current.alone(migration.id(), beginning);
        begun.ifPresent(file -> settlement.record(
                migration.id(), kind, "On its way: " + file.name() + " (" + Sizes.exactly(file.bytes()) + ")", by));
        return begun;
    }

    private IncomingFile begunAlone(
            Migration migration, FileKind kind, String name, long bytes, Source source, String mark, boolean replaces) {
        current.latest(migration.id(), kind)
                .filter(file -> file.takenAt() == null && !replaces)
                .ifPresent(file -> {
                    throw UploadRefused.because(
                            Reason.REPLACES,
                            "“" + file.name() + "” was already uploaded.",
                            "To put another file in its place, say so: choose Replace.");
                });
        current.coming(migration.id(), kind).ifPresent(other -> {
            throw UploadRefused.because(
                    Reason.ON_ITS_WAY,
                    "“" + other.name() + "” is already being transferred.",
                    "Go on with that one, or throw it away first.");
        });
        IncomingFile begun = incomingFiles.begin(migration.id().value(), kind.artifact(), name, bytes, source, mark);
        incomingFiles.list().stream()
                .filter(other -> other.rejection() != null && CurrentUploads.isOf(other, migration.id(), kind))
                .forEach(other -> incomingFiles.discard(other.id()));
        return begun;
    }

    /** A file of this kind that is on its way. */
    public Optional<IncomingFile> find(MigrationId id, FileKind kind, ArtifactId incoming) {
        return incomingFiles
                .find(incoming)
                .filter(found -> found.rejection() == null && CurrentUploads.isOf(found, id, kind));
    }

    /** How much of it has come, in bytes. */
    public long received(IncomingFile incoming) {
        return incomingFiles.received(incoming.id());
    }

    /** When it is thrown away unless another byte comes. */
    public Instant expiresAt(IncomingFile incoming) {
        return incomingFiles.expiresAt(incoming.id());
    }

    /**
     * Takes the next piece; when it was the last, the file is looked at and uploaded in the background.
     *
     * @return how much has come now
     * @throws ArtifactException if it does not begin where the last one ended, or cannot be written
     * @throws IOException if the sender broke off
     */
    public long append(IncomingFile incoming, long offset, InputStream in) throws IOException {
        var last = new LastByte(in, incoming.bytes() - offset, () -> settlement.settling(incoming.id()));
        try {
            long received = incomingFiles.append(incoming, offset, last);
            if (received == incoming.bytes()) {
                last.takeClaim()
                        .or(() -> settlement.settling(incoming.id()))
                        .ifPresent(claim -> settlement.settle(incoming, claim));
            }
            return received;
        } finally {
            last.takeClaim().ifPresent(Claims.Claim::close);
        }
    }

    /**
     * Throws a file on its way away.
     *
     * @param by who does so
     */
    public void discard(IncomingFile incoming, Actor by) {
        incomingFiles.discard(incoming.id());
        FileKind.of(incoming.kind())
                .ifPresent(kind -> settlement.record(
                        new MigrationId(incoming.owner()), kind, "Thrown away on its way: " + incoming.name(), by));
    }

    private Optional<Rejection> closed(Migration migration, FileKind kind) {
        boolean ended = migration.outcome() != null;
        boolean isTaken = current.latest(migration.id(), kind)
                        .map(file -> file.takenAt() != null)
                        .orElse(false)
                || current.taken(migration.id(), kind).isPresent();
        if (!ended && (kind.fact().isEmpty() || !isTaken || current.mayBeLost(migration.id()))) {
            return Optional.empty();
        }
        try {
            return current.waits(migration.id(), kind)
                    ? Optional.empty()
                    : Optional.of(
                            ended
                                    ? ENDED
                                    : new Rejection(
                                            "The migration has its " + kind.title()
                                                    + " already, and no task waits for another one.",
                                            "If another one is needed, the task in Tasklist that asks for it comes first."));
        } catch (RemoteFailure failure) {
            return Optional.of(new Rejection(
                    "Ferry cannot find out whether a task waits for another " + kind.title() + ".",
                    failure.whatToDo()));
        }
    }

    private Optional<Rejection> wrongSize(Migration migration, FileKind kind, long bytes) {
        return kind == FileKind.DUMP ? WrongFiles.wrongSize(bytes, sizes.ofDumps(migration)) : Optional.empty();
    }

    private static void refuse(Optional<Rejection> wrong) {
        wrong.ifPresent(why -> {
            throw new UploadRefused(Reason.WRONG_FILE, why);
        });
    }
}
