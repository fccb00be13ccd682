package io.ferry.process.upload;

import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.ArtifactWriter;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.artifact.IncomingFile.Source;
import io.ferry.artifact.IncomingFiles;
import io.ferry.backup.read.FileSniffer;
import io.ferry.base.FileContent;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.process.upload.UploadRefused.Reason;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Files that Ferry fetches for people, in the background: copied from a folder, or downloaded from a store or an address. When
 * the Ferry that fetched one has ended, the next one fetches it again from its beginning, unless the address may be signed: such
 * an address is kept nowhere, so the file is refused, and a person gives the address again.
 */
@Component
public class FetchedFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FetchedFiles.class);
    /** A longer one does not fit into the record. */
    private static final int LONGEST_PLACE = 4000;

    private final Uploads uploads;
    private final CurrentUploads current;
    private final UploadSettlement settlement;
    private final IncomingFiles incomingFiles;
    private final ArtifactStore store;
    private final DownloadSources addresses;
    private final Migrations migrations;
    private final Claims claims;
    private final ExecutorService copies = Executors.newVirtualThreadPerTaskExecutor();

    FetchedFiles(
            Uploads uploads,
            CurrentUploads current,
            UploadSettlement settlement,
            IncomingFiles incomingFiles,
            ArtifactStore store,
            DownloadSources addresses,
            Migrations migrations,
            Claims claims) {
        this.uploads = uploads;
        this.current = current;
        this.settlement = settlement;
        this.incomingFiles = incomingFiles;
        this.store = store;
        this.addresses = addresses;
        this.migrations = migrations;
        this.claims = claims;
    }

    /**
     * A file that can be fetched.
     *
     * @param place where it is found again; empty if that may be a secret
     */
    private record Found(String name, long bytes, Source source, String place, ArtifactWriter writer) {}

    /** The folders of Ferry's machine from which files are taken. */
    public List<Path> folders() {
        return store.uploadFolders();
    }

    /** Where files are fetched from: hosts, and buckets of S3 stores as {@code s3://bucket/folder}. */
    public List<String> places() {
        return addresses.places();
    }

    /**
     * Copies a file of Ferry's own machine.
     *
     * @param path the whole path, inside a folder that the operator has allowed
     * @param replaces whether it may replace the one that counts
     * @param by who asks for it
     * @throws UploadRefused if it is the wrong file
     * @throws ArtifactException if it may not be taken
     */
    public IncomingFile fromFolder(Migration migration, FileKind kind, String path, boolean replaces, Actor by) {
        return claimed(migration, kind, inFolder(kind, path.strip()), replaces, by);
    }

    /**
     * Fetches a file from an address.
     *
     * @param address https at a host, or {@code s3://bucket/name} in a store, that the operator has allowed; what it is
     *     signed with is kept nowhere
     * @param replaces whether it may replace the one that counts
     * @param by who asks for it
     * @throws UploadRefused if the address cannot be used
     */
    public IncomingFile fromAddress(Migration migration, FileKind kind, String address, boolean replaces, Actor by) {
        return claimed(migration, kind, atAddress(address.strip()), replaces, by);
    }

    private Found inFolder(FileKind kind, String path) {
        try {
            Path file = store.allowed(Path.of(path));
            WrongFiles.wrong(kind, FileSniffer.at(FileContent.of(file))).ifPresent(why -> {
                throw new UploadRefused(Reason.WRONG_FILE, why);
            });
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            return new Found(String.valueOf(file.getFileName()), Files.size(file), Source.FOLDER, path, out -> {
                try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    in.transferTo(out);
                }
                if (!Files.getLastModifiedTime(file).toInstant().equals(changed)) {
                    throw new IOException("It was changed while Ferry copied it.");
                }
            });
        } catch (InvalidPathException noPath) {
            throw UploadRefused.because(
                    Reason.WRONG_PLACE,
                    "This is no path.",
                    "Give the whole path of the file, from the root, as Ferry's machine sees it.");
        } catch (IOException e) {
            throw UploadRefused.because(
                    Reason.WRONG_PLACE,
                    "The file cannot be read.",
                    "Check its disk, and that Ferry's user may read it.");
        }
    }

    private Found atAddress(String address) {
        DownloadSources.Found file = addresses.find(address);
        return new Found(
                file.name(),
                file.bytes(),
                Source.ADDRESS,
                DownloadSources.isInAStore(address) ? address : "",
                out -> addresses.fetch(file, out));
    }

    /** Claimed before it begins, so that no Ferry takes it for one whose fetcher is gone. */
    private IncomingFile claimed(Migration migration, FileKind kind, Found found, boolean replaces, Actor by) {
        Claims.Claim claim = claims.take(fetching(migration.id().value(), kind))
                .orElseThrow(() -> UploadRefused.because(
                        Reason.ON_ITS_WAY,
                        "A file of this kind is already being transferred.",
                        "Go on with that one, or throw it away first."));
        try {
            IncomingFile incoming = uploads.begin(
                    migration,
                    kind,
                    found.name(),
                    found.bytes(),
                    found.source(),
                    found.place().length() > LONGEST_PLACE ? "" : found.place(),
                    replaces,
                    by);
            copies.execute(() -> fetch(incoming, claim, found.writer()));
            return incoming;
        } catch (RuntimeException notBegun) {
            claim.close();
            throw notBegun;
        }
    }

    /** The claim of whoever fetches a file; one of a kind comes at a time. */
    static String fetching(String owner, FileKind kind) {
        return "fetch " + kind.artifact() + " of " + owner;
    }

    /**
     * Its bytes are all on record before a store has made an object of them, and until a failure is: nobody else may take it for
     * a file that was left behind then.
     */
    private void fetch(IncomingFile incoming, Claims.Claim claim, ArtifactWriter writer) {
        try (claim) {
            Claims.Claim settling = settlement.settling(incoming.id()).orElseThrow();
            if (hasCome(incoming, writer)) {
                settlement.settle(incoming, settling);
            } else {
                settling.close();
            }
        }
    }

    private boolean hasCome(IncomingFile incoming, ArtifactWriter writer) {
        try {
            incomingFiles.write(incoming, writer);
            if (!current.isWhole(incoming)) {
                throw new IOException("It ended too early.");
            }
            return true;
        } catch (RemoteFailure failure) {
            fail(incoming, failure.title() + " " + failure.whatToDo());
        } catch (ArtifactException | IOException | UncheckedIOException e) {
            fail(incoming, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (!copies.isShutdown()) {
                log.error("“{}” could not be fetched", incoming.name(), e);
            }
            fail(incoming, "Ferry's log says more.");
        }
        return false;
    }

    private void fail(IncomingFile incoming, String why) {
        if (copies.isShutdown()) {
            log.info("“{}” had not come to its end when this Ferry was told to end", incoming.name());
        } else {
            // Whoever threw it away meanwhile hears nothing of it.
            incomingFiles.refuse(incoming, new Rejection("“" + incoming.name() + "” could not be fetched.", why));
        }
    }

    /** Fetches again what no Ferry fetches any more. */
    void goOn() {
        for (IncomingFile incoming : incomingFiles.list()) {
            FileKind kind = FileKind.of(incoming.kind()).orElse(null);
            if (kind != null && isOnItsWay(incoming)) {
                // A store may take its time to answer.
                copies.execute(() -> claims.take(fetching(incoming.owner(), kind))
                        .ifPresent(claim -> goOn(incoming.id(), kind, claim)));
            }
        }
    }

    private boolean isOnItsWay(IncomingFile incoming) {
        return incoming.rejection() == null && incoming.source() != Source.UPLOAD && !current.isWhole(incoming);
    }

    private void goOn(ArtifactId id, FileKind kind, Claims.Claim claim) {
        boolean begun = false;
        try {
            // Whoever had it may have finished since the list was made.
            IncomingFile left = incomingFiles.find(id).filter(this::isOnItsWay).orElse(null);
            begun = left != null && begunAgain(left, kind, claim);
        } catch (RuntimeException notBegun) {
            log.warn("A file that a Ferry fetched before it ended is not fetched again: {}", notBegun.getMessage());
        } finally {
            if (!begun) {
                claim.close();
            }
        }
    }

    private boolean begunAgain(IncomingFile left, FileKind kind, Claims.Claim claim) {
        String restarted = "Ferry was restarted while it fetched “" + left.name() + "”";
        Rejection again = new Rejection(restarted + ".", "Let it fetch it again.");
        if (left.mark().isEmpty()) {
            incomingFiles.refuse(left, again);
            return false;
        }
        try {
            Found found = left.source() == Source.FOLDER ? inFolder(kind, left.mark()) : atAddress(left.mark());
            Migration migration = migrations.get(new MigrationId(left.owner()));
            Optional<IncomingFile> begun =
                    uploads.beginAgain(migration, kind, found.name(), found.bytes(), left, again);
            begun.ifPresent(incoming -> {
                settlement.record(migration.id(), kind, restarted + ", and fetches it again", null);
                copies.execute(() -> fetch(incoming, claim, found.writer()));
            });
            return begun.isPresent();
        } catch (UploadRefused | ArtifactException refused) {
            if (refused.getCause() instanceof RemoteFailure failure && failure.isPassing()) {
                log.warn("“{}” is not fetched again yet; Ferry asks again: {}", left.name(), failure.title());
                return false;
            }
            String why = refused instanceof UploadRefused told
                    ? told.rejection().title() + " " + told.rejection().whatToDo()
                    : String.valueOf(refused.getMessage());
            incomingFiles.refuse(left, new Rejection(restarted + ", and cannot fetch it again.", why));
            return false;
        }
    }

    @Override
    public void close() {
        copies.shutdownNow();
    }
}
