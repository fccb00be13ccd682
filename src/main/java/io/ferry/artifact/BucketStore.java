package io.ferry.artifact;

import io.ferry.artifact.BucketFile.State;
import io.ferry.base.FileContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps files in a bucket, where every Ferry with the same database finds them. An object counts if the database says so; one
 * whose deletion did not come to its end is deleted later.
 */
@BucketIsUsed
@Component
public final class BucketStore implements ArtifactStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BucketStore.class);
    /** A call of the store ends long before. */
    private static final Duration TAIL_COMES_WITHIN = Duration.ofHours(1);

    private final ArtifactProperties properties;
    private final Bucket bucket;
    private final BucketIndex index;
    private final ExecutorService sends = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sends-to-bucket-", 0).factory());
    private final BucketWriter.Parts parts;

    BucketStore(ArtifactProperties properties, Bucket bucket, BucketIndex index) {
        this.properties = properties;
        this.bucket = bucket;
        this.index = index;
        this.parts = new BucketWriter.Parts(
                bucket,
                index,
                sends,
                properties.folder(),
                properties.s3().partSize().toBytes());
    }

    /** What writes files into the bucket. */
    BucketWriter.Parts parts() {
        return parts;
    }

    @Override
    public Artifact find(ArtifactId id) {
        return stored(id).artifact();
    }

    @Override
    public List<Artifact> of(String owner) {
        return index.of(owner, State.STORED, State.UNSETTLED).stream()
                .map(BucketFile::artifact)
                .sorted(Comparator.comparing(Artifact::storedAt))
                .toList();
    }

    @Override
    public FileContent content(ArtifactId id) {
        return content(stored(id));
    }

    FileContent content(BucketFile file) {
        return new BucketContent(bucket, file.object(), file.name(), file.bytes());
    }

    private BucketFile stored(ArtifactId id) {
        return index.find(id).filter(BucketFile::isStored).orElseThrow(() -> ArtifactException.notFound(id));
    }

    @Override
    public void discard(ArtifactId id) {
        index.find(id).filter(BucketFile::isStored).ifPresent(file -> {
            index.delete(id);
            purge(file);
        });
    }

    /** Deletes what the bucket has of a file that does not count any more. What cannot be deleted now is deleted later. */
    void purge(BucketFile file) {
        try {
            String uploadId = file.uploadId();
            if (uploadId != null && !file.whole()) {
                bucket.abort(file.object(), uploadId);
            }
            bucket.delete(file.object());
            String tail = file.tail();
            if (tail != null) {
                bucket.delete(tail);
                index.tailGone(tail);
            }
            index.purged(file.id());
        } catch (IOException later) {
            log.warn(
                    "“{}” of migration {} is not deleted from the bucket yet; Ferry tries again: {}",
                    file.name(),
                    file.owner(),
                    later.getMessage());
        }
    }

    /** Deletes what was too little for a part of some file, and belongs to none any more. */
    void deleteLeftTails() {
        for (String object : index.leftTails(index.now().minus(TAIL_COMES_WITHIN))) {
            try {
                bucket.delete(object);
                index.tailGone(object);
            } catch (IOException later) {
                log.warn("{} is not deleted from the bucket yet; Ferry tries again: {}", object, later.getMessage());
                return;
            }
        }
    }

    @Override
    public ArtifactException explained(IOException e) {
        if (e instanceof Bucket.Gone gone) {
            return ArtifactException.changed(String.valueOf(gone.getMessage()));
        }
        if (e instanceof BucketException bucketsOwn) {
            String message = String.valueOf(bucketsOwn.getMessage());
            return bucketsOwn.isPassing() ? ArtifactException.away(message, e) : ArtifactException.broken(message, e);
        }
        return FolderStore.isFull(e)
                ? ArtifactException.full(
                        "There is no room left in " + properties.folder()
                                + ", where parts of files stand until they are in the bucket. Make room there; then try again.",
                        e)
                : ArtifactException.broken(
                        "Files cannot be sent to " + bucket.description() + ": " + e.getMessage()
                                + " Look whether Ferry’s user may write in ferry.artifacts.folder, where parts stand until they are sent.",
                        e);
    }

    @Override
    public List<Path> uploadFolders() {
        return properties.uploadFolders();
    }

    @Override
    public Path allowed(Path path) {
        return UploadFolders.allowed(properties, path);
    }

    @Override
    public void close() {
        sends.shutdownNow();
    }
}
