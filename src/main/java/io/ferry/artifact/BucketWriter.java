package io.ferry.artifact;

import io.ferry.base.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Adds to a file in the bucket: it fills a part on this computer's disk while the parts before are being sent. What is too little
 * for a part when it is closed becomes an object of its own, with which the next writer goes on. So a lost connection costs
 * nothing, and the end of this Ferry no more than the parts that were not whole or not noted.
 */
final class BucketWriter extends OutputStream {
    /** So many parts are sent at once, and one more is waited for. */
    private static final int AT_ONCE = 2;

    static final int GAP = AT_ONCE + 2;

    private static final int MOST_PARTS = 8000;
    private static final long ROUND = 1L << 20;
    private static final long BEAT = Duration.ofSeconds(10).toNanos();
    private final Bucket bucket;
    private final BucketIndex index;
    private final ExecutorService sends;
    private final Path folder;
    private final ArtifactId id;
    private final String object;
    private final String me;
    private long partSize;

    /** Whether the object was there already: whoever made it may have ended before anybody counted it. */
    private final boolean stands;

    private final Deque<Future<Bucket.Part>> underWay = new ArrayDeque<>();
    private @Nullable String uploadId;
    private @Nullable String tail;
    private int nextPart;
    private long sent;
    private Spool spool;
    /** So much stays when this Ferry ends now. */
    private long kept;

    private volatile long come;
    private @Nullable MessageDigest digest;
    private long beatAt = System.nanoTime();
    private boolean broken;
    private volatile boolean closed;

    /**
     * Goes on with a file where it ends.
     *
     * @param file as it was when this one became its writer
     * @param digest of what has come; null if it is not known
     * @param expected how large it will be; 0 if that is not known
     */
    private BucketWriter(Parts parts, BucketFile file, String me, @Nullable MessageDigest digest, long expected)
            throws IOException {
        this.bucket = parts.bucket();
        this.index = parts.index();
        this.sends = parts.sends();
        this.folder = parts.folder();
        this.id = file.id();
        this.object = file.object();
        this.me = me;
        this.partSize = Math.max(parts.smallest(), sizeOfParts(expected));
        this.uploadId = file.uploadId();
        this.stands = file.whole();
        this.tail = file.tail();
        this.nextPart = file.nextPart();
        this.sent = file.received();
        this.kept = file.come();
        this.come = file.come();
        this.digest = file.come() == 0 ? Sha256.start() : digest;
        this.spool = new Spool(folder);
        try {
            readTail(file);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    /**
     * What all writers share.
     *
     * @param folder where parts stand until they are sent
     * @param smallest how large a part is at least, in bytes
     */
    record Parts(Bucket bucket, BucketIndex index, ExecutorService sends, Path folder, long smallest) {

        /**
         * Becomes the writer of a file.
         *
         * @param hash of what has come, if this Ferry knows it
         * @throws ArtifactException if it is not on its way any more
         */
        BucketWriter open(ArtifactId id, @Nullable RunningHash hash) throws IOException {
            String me = UUID.randomUUID().toString();
            BucketFile file = index.take(id, me, GAP).orElseThrow(() -> ArtifactException.notFound(id));
            return new BucketWriter(
                    this, file, me, hash != null && hash.bytes() == file.come() ? hash.digest() : null, file.bytes());
        }
    }

    /**
     * The hash of what has come of a file, as long as the same Ferry took all of it.
     *
     * @param bytes so much has come
     */
    record RunningHash(MessageDigest digest, long bytes) {}

    private void readTail(BucketFile file) throws IOException {
        String object = file.tail();
        long at = 0;
        while (object != null && at < file.tailBytes()) {
            byte[] block = bucket.read(object, at, (int) Math.min(Block.SIZE, file.tailBytes() - at));
            spool.write(block, 0, block.length);
            at += block.length;
        }
    }

    private static long sizeOfParts(long bytes) {
        return (bytes / MOST_PARTS / ROUND + 1) * ROUND;
    }

    /** Says how large the whole will be: a store takes 10,000 parts at most. */
    synchronized void expect(long bytes) {
        partSize = Math.max(partSize, sizeOfParts(bytes));
    }

    /** How much has come, in bytes. */
    long come() {
        return come;
    }

    /** The hash of what has come; null if another Ferry took some of it. */
    synchronized @Nullable RunningHash hash() {
        return digest == null ? null : new RunningHash(Sha256.copy(digest), come);
    }

    String me() {
        return me;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] block, int from, int length) throws IOException {
        if (closed) {
            throw fenced();
        }
        if (broken) {
            throw new IOException("The file could not be written before.");
        }
        broken = true;
        int at = from;
        while (at < from + length) {
            int some = (int) Math.min(from + length - at, partSize - spool.size());
            spool.write(block, at, some);
            at += some;
            if (spool.size() == partSize) {
                sendPart();
            }
        }
        if (digest != null) {
            digest.update(block, from, length);
        }
        come += length;
        if (System.nanoTime() - beatAt > BEAT) {
            beatAt = System.nanoTime();
            if (!index.beat(id, me)) {
                throw fenced();
            }
        }
        broken = false;
    }

    private void sendPart() throws IOException {
        String upload = uploadId;
        if (upload == null) {
            upload = bucket.begin(object);
            uploadId = upload;
            if (!index.begun(id, me, upload)) {
                bucket.abort(object, upload);
                throw fenced();
            }
        }
        String begun = upload;
        Spool full = spool;
        int number = nextPart++;
        spool = new Spool(folder);
        underWay.add(sends.submit(() -> {
            try (full) {
                return bucket.send(object, begun, number, full);
            }
        }));
        while (underWay.size() > AT_ONCE) {
            noteNext();
        }
    }

    private void noteNext() throws IOException {
        Bucket.Part part;
        try {
            part = underWay.remove().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (CancellationException e) {
            throw new IOException("The part was given up.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Ferry is being stopped.", e);
        }
        if (!index.received(id, me, part)) {
            throw fenced();
        }
        sent += part.bytes();
        kept = Math.max(kept, sent);
        dropTail();
    }

    private void dropTail() throws IOException {
        String before = tail;
        tail = null;
        deleteTail(before);
    }

    private void deleteTail(@Nullable String object) throws IOException {
        if (object != null) {
            bucket.delete(object);
            index.tailGone(object);
        }
    }

    /**
     * Makes the object of all that came.
     *
     * @throws IOException if the store does not have what was sent, or another one has become the writer
     */
    synchronized void finish() throws IOException {
        if (closed || broken) {
            throw fenced();
        }
        if (stands) {
            close();
            return;
        }
        broken = true;
        if (uploadId == null) {
            bucket.put(object, spool);
        } else {
            if (spool.size() > 0) {
                sendPart();
            }
            while (!underWay.isEmpty()) {
                noteNext();
            }
            bucket.complete(object, uploadId, index.parts(id), come);
        }
        if (!index.whole(id, me, come)) {
            dropIfDeleted();
            throw fenced();
        }
        dropTail();
        spool.close();
        closed = true;
        broken = false;
        index.leave(id, me);
    }

    /** Whoever threw the file away meanwhile may have looked for its object before it was there. */
    private void dropIfDeleted() throws IOException {
        if (index.find(id)
                .filter(file -> file.state() != BucketFile.State.DELETED)
                .isEmpty()) {
            bucket.delete(object);
        }
    }

    /** Keeps what came for the next writer. Whoever writes just now in another thread is cut off. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        // An interrupted thread gets no connection, and the next writer would wait for this one.
        boolean interrupted = Thread.interrupted();
        broken = broken || interrupted && !underWay.isEmpty();
        try {
            if (!broken) {
                while (!underWay.isEmpty()) {
                    noteNext();
                }
                keepTail();
                index.leave(id, me);
            }
        } catch (IOException e) {
            broken = true;
            throw e;
        } finally {
            underWay.forEach(part -> part.cancel(true));
            spool.close();
            interrupted |= Thread.interrupted();
            try {
                if (broken) {
                    digest = null;
                    leaveWithParts();
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Parts may be on their way still: the next one takes none of their numbers. */
    private void leaveWithParts() {
        try {
            index.leave(id, me, GAP);
        } catch (DataAccessException | TransactionException away) {
            // The next one waits until this one has been silent for long enough.
        }
    }

    private void keepTail() throws IOException {
        if (come == kept) {
            return;
        }
        String before = tail;
        String next = id.value() + "/tail-" + UUID.randomUUID();
        index.tailBegins(next);
        bucket.put(next, spool);
        if (!index.tail(id, me, next, spool.size())) {
            deleteTail(next);
            throw fenced();
        }
        tail = next;
        kept = come;
        deleteTail(before);
    }

    private static IOException fenced() {
        return new IOException("Another request continues with this file.");
    }
}
