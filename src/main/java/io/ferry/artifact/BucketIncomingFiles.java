package io.ferry.artifact;

import io.ferry.artifact.BucketFile.State;
import io.ferry.artifact.BucketWriter.RunningHash;
import io.ferry.base.FileContent;
import io.ferry.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Files on their way into a bucket. Any Ferry with the same database goes on with a file that another one began: how much has
 * come stands in the database. The hash follows what is written; where another Ferry took a part of the file, the whole file is
 * read once more for it.
 */
@BucketIsUsed
@Component
public final class BucketIncomingFiles implements IncomingFiles {
    private static final Logger log = LoggerFactory.getLogger(BucketIncomingFiles.class);
    /** What could not be deleted is tried again after this time. */
    private static final Duration AGAIN = Duration.ofMinutes(2);

    private final BucketStore store;
    private final BucketIndex index;
    private final UploadProperties properties;
    private final LongAdder written = new LongAdder();
    private final Map<ArtifactId, Writing> writing = new ConcurrentHashMap<>();
    private final Map<ArtifactId, RunningHash> hashes = new ConcurrentHashMap<>();
    private final Map<ArtifactId, Long> rehashed = new ConcurrentHashMap<>();
    private final ExecutorService hashers = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("hashes-uploads-", 0).factory());

    BucketIncomingFiles(BucketStore store, BucketIndex index, UploadProperties properties) {
        this.store = store;
        this.index = index;
        this.properties = properties;
    }

    private record Writing(BucketWriter writer, Pace pace) {}

    @Override
    public IncomingFile begin(
            String owner, ArtifactKind kind, String name, long bytes, IncomingFile.Source source, String mark) {
        expire();
        int underWay = index.in(State.INCOMING).size();
        if (underWay >= properties.maxUnfinished()) {
            throw ArtifactException.refused("There are " + underWay
                    + " unfinished uploads already, and Ferry accepts no more at once (ferry.uploads.max-unfinished)."
                    + " Let one of them end, or throw one away on its page.");
        }
        BucketFile file = BucketFile.begun(
                State.INCOMING,
                owner,
                kind,
                FolderStore.plain(name),
                bytes,
                source,
                printable(mark),
                null,
                index.now());
        if (!index.add(file, "incoming/" + owner + "/" + kind)) {
            throw ArtifactException.refused("Another file of this kind is already being transferred."
                    + " Go on with that one, or throw it away first.");
        }
        return file.incoming();
    }

    /** PostgreSQL takes no zero byte, and nobody needs the others. */
    private static String printable(String mark) {
        return mark.replaceAll("\\p{Cc}", "");
    }

    @Override
    public Optional<IncomingFile> find(ArtifactId id) {
        return incoming(id).map(BucketFile::incoming);
    }

    private Optional<BucketFile> incoming(ArtifactId id) {
        return index.find(id).filter(file -> file.state() == State.INCOMING || file.state() == State.REFUSED);
    }

    @Override
    public List<IncomingFile> list() {
        return index.in(State.INCOMING, State.REFUSED).stream()
                .map(BucketFile::incoming)
                .toList();
    }

    @Override
    public long received(ArtifactId id) {
        Writing here = writing.get(id);
        return here == null
                ? incoming(id).map(BucketFile::come).orElse(0L)
                : here.writer().come();
    }

    @Override
    public Optional<Duration> left(ArtifactId id) {
        Writing here = writing.get(id);
        return here == null
                ? Optional.empty()
                : incoming(id).flatMap(file -> here.pace().left(System.nanoTime(), file.bytes()));
    }

    @Override
    public long hashed(ArtifactId id) {
        Long again = rehashed.get(id);
        return again == null ? received(id) : again;
    }

    @Override
    public Instant expiresAt(ArtifactId id) {
        return incoming(id).map(BucketFile::movedAt).orElseGet(index::now).plus(properties.expiresAfter());
    }

    @Override
    public long append(IncomingFile incoming, long offset, InputStream in) throws IOException {
        Writing open = open(incoming.id(), offset);
        boolean isWhole = false;
        try {
            IOException brokenOff = copied(incoming, open, in);
            isWhole = open.writer().come() == incoming.bytes();
            if (brokenOff != null && !isWhole) {
                throw brokenOff;
            }
            return open.writer().come();
        } finally {
            close(incoming.id(), open, isWhole);
        }
    }

    @Override
    public void write(IncomingFile incoming, ArtifactWriter writer) throws IOException {
        Writing open = open(incoming.id(), 0);
        boolean isWhole = false;
        try {
            writer.writeTo(new Counted(incoming, open));
            isWhole = open.writer().come() == incoming.bytes();
        } finally {
            close(incoming.id(), open, isWhole);
        }
    }

    /** Cuts off whoever writes in this Ferry; one in another Ferry is cut off by the database. */
    private Writing open(ArtifactId id, long offset) {
        Writing before = writing.remove(id);
        try {
            if (before != null) {
                close(id, before, false);
            }
            Writing open = new Writing(store.parts().open(id, hashes.get(id)), new Pace());
            long there = open.writer().come();
            if (offset != there) {
                open.writer().close();
                throw ArtifactException.wrongOffset(there);
            }
            writing.put(id, open);
            return open;
        } catch (IOException e) {
            throw store.explained(e);
        }
    }

    private void close(ArtifactId id, Writing open, boolean isWhole) {
        try (BucketWriter writer = open.writer()) {
            if (isWhole) {
                writer.finish();
            }
        } catch (IOException e) {
            throw store.explained(e);
        } finally {
            writing.remove(id, open);
            RunningHash hash = open.writer().hash();
            if (hash == null) {
                hashes.remove(id);
            } else {
                hashes.put(id, hash);
            }
        }
    }

    /**
     * Copies what comes, in blocks.
     *
     * @return what broke the sender off; null if it came to its end
     */
    private @Nullable IOException copied(IncomingFile incoming, Writing open, InputStream in) {
        byte[] block = new byte[Block.SIZE];
        Counted out = new Counted(incoming, open);
        long left = incoming.bytes() - open.writer().come();
        while (left > 0) {
            Block next = Block.fill(block, in, left);
            out.write(block, 0, next.bytes());
            left -= next.bytes();
            if (next.ended()) {
                return next.brokenOff();
            }
        }
        return null;
    }

    /** Writes no more than was announced. */
    private final class Counted extends OutputStream {
        private final IncomingFile incoming;
        private final Writing open;

        Counted(IncomingFile incoming, Writing open) {
            this.incoming = incoming;
            this.open = open;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] block, int from, int length) {
            BucketWriter writer = open.writer();
            try {
                if (length > incoming.bytes() - writer.come()) {
                    throw new IOException("More has come than was announced.");
                }
                writer.write(block, from, length);
            } catch (IOException e) {
                throw store.explained(e);
            }
            written.add(length);
            open.pace().moved(System.nanoTime(), writer.come());
        }
    }

    @Override
    public FileContent content(ArtifactId id) {
        return index.find(id)
                .filter(BucketFile::whole)
                .map(store::content)
                .orElseThrow(() -> ArtifactException.notFound(id));
    }

    @Override
    public CompletableFuture<String> fingerprint(IncomingFile incoming) {
        // Not by supplyAsync, which hides why it failed in a CompletionException.
        CompletableFuture<String> fingerprint = new CompletableFuture<>();
        hashers.execute(() -> {
            try {
                fingerprint.complete(hash(incoming));
            } catch (IOException e) {
                fingerprint.completeExceptionally(store.explained(e));
            } catch (Throwable e) {
                fingerprint.completeExceptionally(e);
            }
        });
        return fingerprint;
    }

    private String hash(IncomingFile incoming) throws IOException {
        ArtifactId id = incoming.id();
        if (!incoming(id).map(BucketFile::whole).orElse(false)) {
            // All of it came, and that Ferry ended before it could make the object.
            close(id, open(id, incoming.bytes()), true);
        }
        RunningHash known = hashes.get(id);
        if (known != null && known.bytes() == incoming.bytes()) {
            return Sha256.text(known.digest());
        }
        MessageDigest digest = Sha256.start();
        long hashed;
        rehashed.put(id, 0L);
        try (InputStream in = content(id).stream()) {
            hashed = Sha256.add(digest, in, bytes -> rehashed.put(id, bytes));
        } finally {
            rehashed.remove(id);
        }
        hashes.put(id, new RunningHash(digest, hashed));
        return Sha256.text(digest);
    }

    @Override
    public Artifact keep(IncomingFile incoming, String sha256) {
        if (!index.keep(incoming.id(), State.UNSETTLED, sha256)) {
            throw ArtifactException.notFound(incoming.id());
        }
        hashes.remove(incoming.id());
        return store.find(incoming.id());
    }

    @Override
    public void settled(ArtifactId id) {
        index.settled(id);
    }

    @Override
    public List<Artifact> unsettled() {
        return index.in(State.UNSETTLED).stream().map(BucketFile::artifact).toList();
    }

    @Override
    public boolean refuse(IncomingFile incoming, IncomingFile.Rejection why) {
        if (!index.refuse(incoming.id(), why)) {
            return false;
        }
        gone(incoming.id());
        return true;
    }

    @Override
    public void discard(ArtifactId id) {
        if (index.discard(id)) {
            gone(id);
        }
    }

    private void gone(ArtifactId id) {
        Writing open = writing.remove(id);
        if (open != null) {
            try {
                open.writer().close();
            } catch (IOException e) {
                // It is thrown away all the same.
            }
        }
        hashes.remove(id);
        index.find(id).ifPresent(store::purge);
    }

    @Override
    public void expire() {
        Instant before = index.now().minus(properties.expiresAfter());
        for (BucketFile file : index.in(State.INCOMING, State.REFUSED)) {
            boolean whole = file.state() == State.INCOMING && file.come() == file.bytes();
            if (!whole && file.movedAt().isBefore(before) && index.deleteIfStill(file.id(), before)) {
                log.info(
                        "{} of migration {} was thrown away: nothing of it came for {} h",
                        file.kind(),
                        file.owner(),
                        properties.expiresAfter().toHours());
                gone(file.id());
            } else if (file.state() == State.REFUSED && (file.uploadId() != null || file.whole())) {
                store.purge(file);
            }
        }
        index.in(State.DELETED).stream()
                .filter(file -> index.claim(file.id(), State.DELETED, AGAIN))
                .forEach(store::purge);
        store.deleteLeftTails();
    }

    @Override
    public long written() {
        return written.sum();
    }

    @Override
    public void close() {
        hashers.shutdownNow();
        writing.forEach((id, open) -> {
            try {
                open.writer().close();
            } catch (IOException e) {
                log.warn(
                        "What came of an upload last is asked for again: {}", new UncheckedIOException(e).getMessage());
            }
        });
    }
}
