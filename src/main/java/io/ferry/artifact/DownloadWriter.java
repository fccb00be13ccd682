package io.ferry.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.base.Sha256;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that Ferry downloads, as far as it has come. Content whose version is known can be gone on with by a later try, also
 * after Ferry's end at any moment: a note says up to which byte it is surely on the disk, and with which hash. What does not
 * agree with its note is thrown away.
 */
final class DownloadWriter extends DownloadedFile {
    static final String NOTE = "fetch.json";
    private final Path folder;
    private final long step;
    private final DiskReservations reservations;
    private final long minFreeSpace;
    private final ContentWriter content;
    private final MessageDigest digest = Sha256.start();
    private volatile Note note;
    private final Pace pace = new Pace();
    private volatile long bytes;
    private boolean closed;

    /**
     * What is known of it.
     *
     * @param id names it in the store once it is whole; null in a note of an earlier version of Ferry
     * @param owner whose it is: a migration's id
     * @param whole its whole size as far as it is known, else 0
     * @param version the strong ETag of its content, if it can be gone on with
     * @param safe so many bytes are on the disk
     * @param sha256 their SHA-256
     */
    record Note(
            @Nullable ArtifactId id,
            String owner,
            ArtifactKind kind,
            String name,
            long whole,
            @Nullable String version,
            long safe,
            @Nullable String sha256) {
        Note(String owner, ArtifactKind kind, String name) {
            this(null, owner, kind, name, 0, null, 0, null);
        }

        Note of(ArtifactId next, @Nullable String content) {
            return new Note(next, owner, kind, name, whole, content, 0, null);
        }

        Note named(ArtifactId given) {
            return new Note(given, owner, kind, name, whole, version, safe, sha256);
        }

        Note upTo(long bytes, String hash) {
            return new Note(id, owner, kind, name, whole, version, bytes, hash);
        }

        Note expecting(long bytes) {
            return new Note(id, owner, kind, name, bytes, version, safe, sha256);
        }
    }

    /**
     * @param step after so many bytes they are forced to the disk and noted
     * @param minFreeSpace so many bytes of the disk stay free
     * @throws RemoteFailure passing if another program writes there
     */
    DownloadWriter(
            Path folder, Note fresh, long step, Contents contents, DiskReservations reservations, long minFreeSpace)
            throws IOException {
        this.folder = folder;
        this.step = step;
        this.reservations = reservations;
        this.minFreeSpace = minFreeSpace;
        this.note = fresh;
        Note left = readable(folder);
        this.content = contents.renew(folder, String.valueOf(left == null ? null : left.id()));
        try {
            requireAlone();
            contents.deleteOther(folder);
            if (left == null || !goOn(left)) {
                begin(null);
            }
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    static @Nullable Note noted(Path folder) throws IOException {
        try {
            return FolderStore.JSON.readValue(Files.readString(folder.resolve(NOTE)), Note.class);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private static @Nullable Note readable(Path folder) throws IOException {
        try {
            return noted(folder);
        } catch (JsonProcessingException spoiled) {
            return null;
        }
    }

    /** Whether another program writes there. */
    static boolean isHeld(Path file) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw");
                FileLock lock = content.getChannel().tryLock()) {
            return lock == null;
        }
    }

    private void requireAlone() throws IOException {
        // Given back when the file is closed, or with the end of this program.
        if (content.file.getChannel().tryLock() == null) {
            throw RemoteFailure.passing(
                    "Another Ferry is fetching this file into the same folder.", "Wait until that one is done.");
        }
    }

    private boolean goOn(Note left) throws IOException {
        if (left.version() == null || left.safe() == 0 || left.safe() > content.size() || !hash(left.safe())) {
            return false;
        }
        if (!sha256().equals(left.sha256()) || !content.cut(left.safe())) {
            return false;
        }
        bytes = left.safe();
        note = left.id() == null ? left.named(ArtifactId.random()) : left;
        return true;
    }

    /** Hashes so much of what is there; false if it cannot be decrypted. */
    private boolean hash(long length) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Block.SIZE);
        SeekableByteChannel there = content.content().position(0);
        long missing = length;
        try {
            while (missing > 0) {
                block.clear().limit((int) Math.min(Block.SIZE, missing));
                int read = there.read(block);
                if (read < 0) {
                    return false;
                }
                digest.update(block.flip());
                missing -= read;
            }
            return true;
        } catch (EncryptionException spoiled) {
            return false;
        }
    }

    /** Names it in the store once it is whole. */
    synchronized ArtifactId id() {
        return Objects.requireNonNull(note.id(), "It was begun.");
    }

    /** Lets all that came be read. */
    synchronized void seal() throws IOException {
        content.seal();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public synchronized String sha256() {
        try {
            return FolderStore.hex((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's SHA-256 can be copied.", e);
        }
    }

    @Override
    public synchronized @Nullable String version() {
        return note.version();
    }

    @Override
    public synchronized void begin(@Nullable String version) throws IOException {
        // Before the content: it must never be taken for what an old note says.
        ArtifactId id = ArtifactId.random();
        note(note.of(id, version));
        digest.reset();
        bytes = 0;
        content.begin(id.value());
    }

    /**
     * Says how long the whole file will be, before hours are spent on it: room for the rest is promised to it.
     *
     * @throws ArtifactException if there is no room for it
     */
    @Override
    public synchronized void expect(long whole) throws IOException {
        synchronized (reservations) {
            reservations.require(whole - bytes, minFreeSpace, folder);
            note(note.expecting(whole));
        }
    }

    @Override
    public synchronized void write(byte[] block, int from, int length) throws IOException {
        content.write(block, from, length);
        digest.update(block, from, length);
        bytes += length;
        pace.moved(System.nanoTime(), bytes);
        if (bytes - note.safe() >= step) {
            mark();
        }
    }

    /** How far it is, if it belongs to this owner. */
    Optional<Transfer> transfer(String owner) {
        Note now = note;
        return now.owner().equals(owner)
                ? Optional.of(new Transfer(
                        now.kind(),
                        now.name(),
                        now.whole(),
                        bytes,
                        pace.left(System.nanoTime(), now.whole()).orElse(null)))
                : Optional.empty();
    }

    /** Whether a later try can go on with it. */
    synchronized boolean canBeGoneOnWith() {
        return !closed && note.version() != null && bytes > 0;
    }

    /** Notes what is on the disk, for a later try. */
    synchronized void mark() throws IOException {
        if (note.version() != null) {
            content.seal();
            content.file.getFD().sync();
            note(note.upTo(bytes, sha256()));
        }
    }

    /** Also in a thread that is called away, as when Ferry is stopped: its next try needs the note. */
    private void note(Note next) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            FolderStore.replace(folder.resolve(NOTE), next);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        note = next;
    }

    @Override
    public void close() throws IOException {
        // Not synchronized on the way in: it also cuts off whoever writes right now.
        content.close();
        synchronized (this) {
            closed = true;
        }
    }
}
