package io.ferry.artifact;

import io.ferry.artifact.BucketFile.State;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Files that Ferry fetches into a bucket. How far each has come stands in the database, so that the next try, also one of another
 * Ferry, goes on from there.
 */
@BucketIsUsed
@Component
public final class BucketDownloads implements Downloads {
    private static final Logger log = LoggerFactory.getLogger(BucketDownloads.class);

    /** A Ferry that fetches says so every few seconds; one that has been silent for so long has ended. */
    private static final Duration SILENT = Duration.ofSeconds(45);

    private final BucketStore store;
    private final BucketIndex index;
    private final UploadProperties properties;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();
    private final Map<String, BucketDownload> underWay = new ConcurrentHashMap<>();

    BucketDownloads(BucketStore store, BucketIndex index, UploadProperties properties) {
        this.store = store;
        this.index = index;
        this.properties = properties;
    }

    @Override
    public Artifact fetch(String owner, ArtifactKind kind, String name, Downloader writer) {
        String plain = FolderStore.plain(name);
        String slot = "download/" + owner + "/" + kind + "/" + plain;
        ReentrantLock turn = turns.computeIfAbsent(slot, any -> new ReentrantLock());
        turn.lock();
        try {
            return stored(owner, kind, plain).orElseGet(() -> fetched(slot, owner, kind, plain, writer));
        } finally {
            turn.unlock();
        }
    }

    private Optional<Artifact> stored(String owner, ArtifactKind kind, String name) {
        return store.of(owner).stream()
                .filter(artifact -> artifact.kind() == kind && artifact.name().equals(name))
                .findFirst();
    }

    private Artifact fetched(String slot, String owner, ArtifactKind kind, String name, Downloader writer) {
        requireAlone(slot);
        try {
            BucketDownload file = new BucketDownload(store, index, slot, owner, kind, name);
            // Another Ferry may have stored it between the first look and now.
            Optional<Artifact> meanwhile = stored(owner, kind, name);
            if (meanwhile.isPresent()) {
                file.discard();
                return meanwhile.get();
            }
            return written(file, slot, writer);
        } catch (UncheckedIOException e) {
            throw broken(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private RuntimeException broken(IOException e) {
        if (e instanceof Bucket.Gone) {
            return RemoteFailure.passing(String.valueOf(e.getMessage()), "Ferry fetches it from its beginning.");
        }
        return Thread.currentThread().isInterrupted()
                ? RemoteFailure.passing("Ferry is being stopped.", "It continues after the next start.")
                : store.explained(e);
    }

    private void requireAlone(String slot) {
        Instant silent = index.now().minus(SILENT);
        if (index.inSlot(slot)
                .filter(file -> file.writer() != null && file.movedAt().isAfter(silent))
                .isPresent()) {
            throw RemoteFailure.passing(
                    "Another Ferry is fetching this file.",
                    "Wait until that one is done; if it has ended, this one goes on in less than a minute.");
        }
    }

    private Artifact written(BucketDownload file, String slot, Downloader writer) throws IOException {
        boolean keep = false;
        underWay.put(slot, file);
        try {
            writer.writeTo(file);
            Artifact artifact = file.stored();
            keep = true;
            return artifact;
        } catch (Throwable failure) {
            keep = kept(file, failure);
            throw failure;
        } finally {
            underWay.remove(slot);
            if (!keep) {
                file.discard();
            }
        }
    }

    /** Whether a later try finds what has come. That it could not be noted hides no failure of before. */
    private static boolean kept(BucketDownload file, Throwable failure) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return !isGone(failure) && file.canBeGoneOnWith();
    }

    /** Whether the parts that came before are no longer there. */
    private static boolean isGone(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(Bucket.Gone.class::isInstance);
    }

    @Override
    public List<Transfer> underWay(String owner) {
        return index.of(owner, State.DOWNLOAD).stream()
                .filter(file -> file.writer() != null)
                .map(file -> underWay.values().stream()
                        .filter(here -> here.isOf(file.id()))
                        .findFirst()
                        .map(BucketDownload::transfer)
                        .orElseGet(() -> new Transfer(file.kind(), file.name(), file.bytes(), file.come(), null)))
                .toList();
    }

    @Override
    public void removeHalfMade(String owner) {
        index.of(owner, State.DOWNLOAD).forEach(this::remove);
    }

    @Override
    public void removeLeft(String owner) {
        Instant silent = index.now().minus(SILENT);
        index.of(owner, State.DOWNLOAD).stream()
                .filter(file -> file.writer() == null || !file.movedAt().isAfter(silent))
                .forEach(this::remove);
    }

    private void remove(BucketFile file) {
        index.delete(file.id());
        store.purge(file);
    }

    @Override
    public void expire() {
        Instant before = index.now().minus(properties.expiresAfter());
        index.in(State.DOWNLOAD).stream()
                .filter(file -> file.movedAt().isBefore(before) && index.deleteIfStill(file.id(), before))
                .forEach(file -> {
                    log.info(
                            "“{}” of migration {} was removed: nothing of it came for {} h",
                            file.name(),
                            file.owner(),
                            properties.expiresAfter().toHours());
                    store.purge(file);
                });
    }
}
