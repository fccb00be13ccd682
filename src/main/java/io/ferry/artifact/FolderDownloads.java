package io.ferry.artifact;

import io.ferry.base.OwnerOnly;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Files that Ferry fetches into the store. Each grows in a folder aside that its owner, kind and name determine, so that the
 * next try, or Ferry after its end at any moment, finds there what has come. Once whole, the folder is renamed into the store.
 */
@Component
@FolderIsUsed
public final class FolderDownloads implements Downloads {
    private static final Logger log = LoggerFactory.getLogger(FolderDownloads.class);
    private static final String ASIDE = FolderStore.ASIDE;
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final long STEP = 256L << 20;

    private final FolderStore store;
    private final UploadProperties properties;
    private final Clock clock;
    private final long step;
    private final Map<Path, ReentrantLock> turns = new ConcurrentHashMap<>();
    private final Map<Path, DownloadWriter> underWay = new ConcurrentHashMap<>();

    /** Fetches files into the folder of the store. */
    @Autowired
    public FolderDownloads(FolderStore store, UploadProperties properties) {
        this(store, properties, Clock.systemUTC(), STEP);
    }

    /**
     * @param clock says what has waited too long
     * @param step after so many bytes they are forced to the disk; no more are lost when Ferry is killed
     */
    FolderDownloads(FolderStore store, UploadProperties properties, Clock clock, long step) {
        this.store = store;
        this.properties = properties;
        this.clock = clock;
        this.step = step;
        store.reservations().count(FolderDownloads.class, this::reserved);
    }

    @Override
    public Artifact fetch(String owner, ArtifactKind kind, String name, Downloader writer) {
        String plain = FolderStore.plain(name);
        Path aside = store.folder().resolve(prefix(owner) + id(kind, plain));
        ReentrantLock turn = turn(aside);
        turn.lock();
        try {
            return store.of(owner).stream()
                    .filter(artifact ->
                            artifact.kind() == kind && artifact.name().equals(plain))
                    .findFirst()
                    .orElseGet(() -> fetched(aside, new DownloadWriter.Note(owner, kind, plain), writer));
        } finally {
            turn.unlock();
        }
    }

    private Artifact fetched(Path aside, DownloadWriter.Note what, Downloader writer) {
        try {
            OwnerOnly.folder(aside);
            Artifact artifact = written(aside, what, writer);
            store.adopt(aside, artifact.id());
            // Only now: until then, the next try goes on from what the note says.
            Files.deleteIfExists(store.folder().resolve(artifact.id().value()).resolve(DownloadWriter.NOTE));
            return artifact;
        } catch (UncheckedIOException e) {
            throw broken(aside, e.getCause() instanceof IOException cause ? cause : new IOException(e));
        } catch (IOException e) {
            throw broken(aside, e);
        }
    }

    private RuntimeException broken(Path aside, IOException e) {
        return e instanceof ClosedByInterruptException
                ? RemoteFailure.passing("Ferry is being stopped.", "It continues after the next start.")
                : freed(aside, store.explained(e));
    }

    private Artifact written(Path aside, DownloadWriter.Note what, Downloader writer) throws IOException {
        // Until it is made, what lies there may be another's, or whole and only not to be read just now.
        DownloadWriter file = new DownloadWriter(
                aside,
                what,
                step,
                store.contents(),
                store.reservations(),
                properties.minFreeSpace().toBytes());
        boolean keep = false;
        try (file) {
            underWay.put(aside, file);
            try {
                writer.writeTo(file);
                file.seal();
                Artifact artifact = store.noted(
                        aside, file.id(), what.owner(), what.kind(), what.name(), file.bytes(), file.sha256());
                keep = true;
                return artifact;
            } catch (Throwable failure) {
                keep = kept(file, failure);
                throw failure;
            } finally {
                underWay.remove(aside);
            }
        } finally {
            if (!keep) {
                FolderStore.remove(aside);
            }
        }
    }

    /** Whether a later try finds what has come. That it could not be noted hides no failure of before. */
    private boolean kept(DownloadWriter file, Throwable failure) {
        if (!file.canBeGoneOnWith()) {
            return false;
        }
        try {
            file.mark();
            return true;
        } catch (IOException e) {
            failure.addSuppressed(e);
            // The note of before still holds.
            return store.explained(e).kind() != ArtifactException.Kind.STORE_FULL;
        }
    }

    /** A full disk must not stay full: Ferry's database may stand there too. */
    private static ArtifactException freed(Path aside, ArtifactException why) {
        if (why.kind() == ArtifactException.Kind.STORE_FULL) {
            FolderStore.remove(aside);
        }
        return why;
    }

    @Override
    public List<Transfer> underWay(String owner) {
        return underWay.values().stream()
                .flatMap(file -> file.transfer(owner).stream())
                .toList();
    }

    @Override
    public void removeHalfMade(String owner) {
        for (Path aside : halfMade(prefix(owner))) {
            DownloadWriter writing = underWay.get(aside);
            if (writing != null) {
                try {
                    writing.close();
                } catch (IOException e) {
                    // It is removed all the same.
                }
            }
            FolderStore.remove(aside);
        }
    }

    @Override
    public void removeLeft(String owner) {
        halfMade(prefix(owner)).forEach(this::removeUnlessHeld);
    }

    @Override
    public void expire() {
        Instant before = clock.instant().minus(properties.expiresAfter());
        for (Path aside : halfMade(ASIDE)) {
            if (lastMoved(aside).isBefore(before) && removeUnlessHeld(aside)) {
                log.info(
                        "{} was removed: nothing of it came for {} h",
                        aside,
                        properties.expiresAfter().toHours());
            }
        }
    }

    private List<DiskReservation> reserved() throws IOException {
        List<DiskReservation> reservations = new ArrayList<>();
        for (Path aside : halfMade(ASIDE)) {
            DownloadWriter.Note note = DownloadWriter.noted(aside);
            if (note != null) {
                reservations.add(new DiskReservation(aside, note.owner(), note.kind(), note.whole() - come(aside)));
            }
        }
        return reservations;
    }

    private long come(Path aside) throws IOException {
        try {
            return Files.size(store.contents().file(aside));
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** Another worker may write there, or, where several programs share the folder, another program. */
    private boolean removeUnlessHeld(Path aside) {
        ReentrantLock turn = turn(aside);
        if (!turn.tryLock()) {
            return false;
        }
        try {
            if (!Files.isDirectory(aside)
                    || DownloadWriter.isHeld(store.contents().file(aside))) {
                return false;
            }
            FolderStore.remove(aside);
            return true;
        } catch (IOException e) {
            throw store.explained(e);
        } finally {
            turn.unlock();
        }
    }

    private List<Path> halfMade(String prefix) {
        if (!Files.isDirectory(store.folder())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(store.folder())) {
            return folders.filter(folder -> {
                        String name = String.valueOf(folder.getFileName());
                        return name.startsWith(prefix)
                                && (prefix.equals(ASIDE)
                                        || name.substring(prefix.length()).matches(ID));
                    })
                    .toList();
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    private Instant lastMoved(Path aside) {
        for (Path file : List.of(store.contents().file(aside), aside)) {
            try {
                return Files.getLastModifiedTime(file).toInstant();
            } catch (NoSuchFileException gone) {
                // Ferry may have ended before it had content.
            } catch (IOException e) {
                throw store.explained(e);
            }
        }
        return clock.instant();
    }

    private ReentrantLock turn(Path aside) {
        return turns.computeIfAbsent(aside, any -> new ReentrantLock());
    }

    private static String prefix(String owner) {
        return ASIDE + owner.replaceAll("[^A-Za-z0-9-]", "_") + "-";
    }

    private static UUID id(ArtifactKind kind, String name) {
        return UUID.nameUUIDFromBytes((kind + "/" + name).getBytes(StandardCharsets.UTF_8));
    }
}
