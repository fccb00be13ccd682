package io.ferry.artifact;

import io.ferry.base.FileContent;
import io.ferry.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One file as it comes: one writer at a time, and a hash that reads behind it. */
final class UploadWriter {
    private final Contents contents;
    private final Path folder;
    private final String identity;
    private final long bytes;
    private final Executor hashers;
    private final Function<IOException, ArtifactException> explained;
    private final LongConsumer written;
    private final MessageDigest digest = Sha256.start();
    private final AtomicInteger wanted = new AtomicInteger();
    private final CompletableFuture<String> fingerprint = new CompletableFuture<>();
    private final Pace pace = new Pace();
    private volatile long hashed;
    private volatile boolean closed;
    private @Nullable Pen writing;

    UploadWriter(
            Contents contents,
            Path folder,
            String identity,
            long bytes,
            Executor hashers,
            Function<IOException, ArtifactException> explained,
            LongConsumer written) {
        this.contents = contents;
        this.folder = folder;
        this.identity = identity;
        this.bytes = bytes;
        this.hashers = hashers;
        this.explained = explained;
        this.written = written;
    }

    long hashed() {
        return hashed;
    }

    /** How long the rest takes; empty if that is not known, or nothing comes. */
    Optional<Duration> left() {
        return pace.left(System.nanoTime(), bytes);
    }

    CompletableFuture<String> fingerprint() {
        return fingerprint;
    }

    long append(long offset, InputStream in) throws IOException {
        try (Pen pen = open(offset)) {
            byte[] block = new byte[Block.SIZE];
            while (pen.left > 0) {
                Block next = Block.fill(block, in, pen.left);
                pen.write(block, 0, next.bytes());
                IOException brokenOff = next.brokenOff();
                if (brokenOff != null) {
                    throw brokenOff;
                }
                if (next.ended()) {
                    break;
                }
            }
            return bytes - pen.left;
        }
    }

    /** How much has come, in bytes. */
    synchronized long received() throws IOException {
        Pen pen = writing;
        return pen != null && pen.isOpen() ? pen.written() : readable().size();
    }

    private FileContent readable() {
        return contents.of(folder, identity);
    }

    /** Cuts off whoever writes: its connection is dead, or its sender has begun anew. What it wrote stays. */
    synchronized Pen open(long offset) throws IOException {
        if (writing != null) {
            try {
                writing.close();
            } catch (IOException | ArtifactException e) {
                // What could not be written is asked for again.
            }
        }
        ContentWriter file;
        try {
            file = contents.append(folder, identity);
        } catch (IOException e) {
            throw explained.apply(e);
        }
        long there = file.size();
        if (offset != there) {
            file.close();
            throw ArtifactException.wrongOffset(there);
        }
        Pen pen = new Pen(file, bytes - there);
        writing = pen;
        return pen;
    }

    /** Writes on from where the file ends, and not beyond what was announced. */
    final class Pen extends OutputStream {
        private final ContentWriter file;
        private volatile boolean open = true;
        private long left;

        private Pen(ContentWriter file, long left) {
            this.file = file;
            this.left = left;
        }

        boolean isOpen() {
            return open;
        }

        long written() {
            synchronized (file) {
                return file.size();
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] block, int from, int length) throws IOException {
            if (length > left) {
                throw new IOException("More has come than was announced.");
            }
            long before = file.readable();
            synchronized (file) {
                if (!open) {
                    throw new IOException("Another request continues with this file.");
                }
                try {
                    file.write(block, from, length);
                } catch (IOException e) {
                    throw explained.apply(e);
                }
            }
            left -= length;
            written.accept(length);
            pace.moved(System.nanoTime(), bytes - left);
            if (file.readable() > before) {
                follow();
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (file) {
                if (!open) {
                    return;
                }
                open = false;
                try (file) {
                    file.seal();
                } catch (IOException e) {
                    throw explained.apply(e);
                }
            }
            follow();
        }
    }

    synchronized void close() throws IOException {
        closed = true;
        if (writing != null) {
            writing.close();
        }
        fingerprint.cancel(false);
    }

    /** Lets the hash go on to the end of what is written; one thread at a time does. */
    void follow() {
        if (wanted.getAndIncrement() == 0) {
            hashers.execute(() -> {
                int seen;
                do {
                    seen = wanted.get();
                    hash();
                } while (!wanted.compareAndSet(seen, 0));
            });
        }
    }

    private void hash() {
        if (fingerprint.isDone()) {
            return;
        }
        try (InputStream in = Channels.newInputStream(readable().open().position(hashed))) {
            byte[] block = new byte[Block.SIZE];
            int read;
            while (!closed && (read = in.read(block)) > 0) {
                digest.update(block, 0, read);
                hashed += read;
            }
            if (hashed == bytes) {
                fingerprint.complete(FolderStore.hex(digest));
            }
        } catch (IOException e) {
            fingerprint.completeExceptionally(explained.apply(e));
        }
    }
}
