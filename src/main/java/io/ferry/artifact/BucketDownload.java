package io.ferry.artifact;

import io.ferry.artifact.BucketFile.State;
import io.ferry.artifact.BucketWriter.RunningHash;
import io.ferry.base.Sha256;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A file that this Ferry downloads into the bucket. */
final class BucketDownload extends DownloadedFile {
    /** A site's answer may hold anything; a file with a longer ETag is fetched anew by the next try. */
    private static final int LONGEST_VERSION = 1000;

    private final BucketStore store;
    private final BucketIndex index;
    private final String slot;
    private final String owner;
    private final ArtifactKind kind;
    private final String name;
    private final Pace pace = new Pace();
    private BucketWriter writer;
    private volatile ArtifactId id;
    private @Nullable String version;
    private volatile long whole;
    private @Nullable String sha256;
    private boolean finished;

    /** Goes on with what an earlier try left, of this Ferry or another, if its version is known. */
    BucketDownload(BucketStore store, BucketIndex index, String slot, String owner, ArtifactKind kind, String name)
            throws IOException {
        this.store = store;
        this.index = index;
        this.slot = slot;
        this.owner = owner;
        this.kind = kind;
        this.name = name;
        BucketFile left = index.inSlot(slot).orElse(null);
        if (left != null && left.version() != null && left.come() > 0) {
            this.id = left.id();
            this.version = left.version();
            this.whole = left.bytes();
            this.writer = store.parts().open(id, null);
        } else {
            remove(left);
            this.id = added(null);
            this.writer = store.parts().open(id, null);
        }
    }

    private ArtifactId added(@Nullable String content) {
        String kept = content != null && content.length() <= LONGEST_VERSION ? content : null;
        BucketFile fresh = BucketFile.begun(State.DOWNLOAD, owner, kind, name, 0, null, "", kept, index.now());
        if (!index.add(fresh, slot)) {
            throw RemoteFailure.passing("Another Ferry is fetching this file.", "Wait until that one is done.");
        }
        return fresh.id();
    }

    private void remove(@Nullable BucketFile file) {
        if (file != null) {
            index.delete(file.id());
            store.purge(file);
        }
    }

    @Override
    public synchronized void begin(@Nullable String content) throws IOException {
        if (writer.come() > 0 || version != null || content != null) {
            try {
                writer.close();
            } catch (IOException e) {
                // It is thrown away.
            }
            remove(index.find(id).filter(file -> file.state() == State.DOWNLOAD).orElse(null));
            id = added(content);
            version = content;
            whole = 0;
            writer = store.parts().open(id, null);
        }
    }

    @Override
    public synchronized long bytes() {
        return writer.come();
    }

    @Override
    public synchronized @Nullable String version() {
        return version;
    }

    /**
     * {@inheritDoc} Where another Ferry took a part of it, only the whole file can be hashed: what came before cannot be read
     * until then.
     *
     * @throws RemoteFailure if it is not whole: the next try begins anew
     */
    @Override
    public synchronized String sha256() {
        String known = sha256;
        if (known != null) {
            return known;
        }
        RunningHash running = writer.hash();
        if (running != null) {
            return Sha256.text(running.digest());
        }
        if (whole == 0 || whole != writer.come()) {
            index.forgetVersion(id, writer.me());
            version = null;
            throw RemoteFailure.passing(
                    "What another Ferry fetched of this file cannot be compared with what the site sends now.",
                    "Ferry fetches it from its beginning.");
        }
        try {
            finish();
            String read = read();
            sha256 = read;
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read() throws IOException {
        MessageDigest digest = Sha256.start();
        BucketFile file = index.find(id).orElseThrow(() -> ArtifactException.notFound(id));
        try (InputStream in = store.content(file).stream()) {
            Sha256.add(digest, in, bytes -> {});
        }
        return Sha256.text(digest);
    }

    @Override
    public synchronized void expect(long bytes) throws IOException {
        whole = bytes;
        writer.expect(bytes);
        if (!index.expected(id, writer.me(), bytes)) {
            throw new IOException("Another Ferry continues with this file.");
        }
    }

    @Override
    public synchronized void write(byte[] block, int from, int length) throws IOException {
        writer.write(block, from, length);
        pace.moved(System.nanoTime(), writer.come());
    }

    private void finish() throws IOException {
        if (!finished) {
            writer.finish();
            finished = true;
        }
    }

    /** Stores it: all of it came. */
    synchronized Artifact stored() throws IOException {
        RunningHash running = writer.hash();
        whole = writer.come();
        String hash = sha256 != null ? sha256 : running != null ? Sha256.text(running.digest()) : sha256();
        finish();
        if (!index.keep(id, State.STORED, hash)) {
            throw new IOException("Another Ferry continues with this file.");
        }
        return store.find(id);
    }

    /** Keeps what came for a later try. */
    @Override
    public void close() throws IOException {
        writer.close();
    }

    synchronized boolean canBeGoneOnWith() {
        return version != null && index.find(id).filter(file -> file.come() > 0).isPresent();
    }

    /** Throws away what came, unless it is another's by now. */
    void discard() {
        try {
            writer.close();
        } catch (IOException e) {
            // It is thrown away.
        }
        remove(index.find(id)
                .filter(file -> file.state() == State.DOWNLOAD
                        && (file.writer() == null || file.writer().equals(writer.me())))
                .orElse(null));
    }

    boolean isOf(ArtifactId file) {
        return id.equals(file);
    }

    Transfer transfer() {
        long bytes = bytes();
        return new Transfer(
                kind, name, whole, bytes, pace.left(System.nanoTime(), whole).orElse(null));
    }
}
