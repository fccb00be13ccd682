package io.ferry.backup.read;

import static io.ferry.backup.findings.FindingCode.ENTRY_CHECKSUM_DIFFERS;
import static io.ferry.backup.findings.FindingCode.ENTRY_COMPRESSION_UNKNOWN;
import static io.ferry.backup.findings.FindingCode.ENTRY_ENCRYPTED;
import static io.ferry.backup.findings.FindingCode.ENTRY_EXPANDS_TOO_MUCH;
import static io.ferry.backup.findings.FindingCode.ENTRY_SIZE_DIFFERS;
import static io.ferry.backup.findings.FindingCode.ZIP_DAMAGED;
import static io.ferry.backup.findings.FindingCode.ZIP_TRUNCATED;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import io.ferry.base.FileContent;
import io.ferry.base.Sizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads the zip from its first byte to its last, once: hashes all of it, unpacks the two documents, checks what the zip
 * claims, and hands the bytes over through a small ring of buffers. Runs on a thread
 * of its own, so that unpacking and parsing share the work of two processors. Nothing is ever written to disk.
 *
 * <p>Entries are found through the directory at the end. Where that is missing (a truncated file) or wrong, the local
 * headers are walked from the beginning, and what is there is read.
 */
public final class Unpacker implements AutoCloseable {

    private static final int RING = 16;

    private final FileContent content;
    private final BackupLimits limits;
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(RING);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(RING);
    private final ZipFindings findings;
    private final EntryNames names;
    private final Set<String> delivered = new HashSet<>();
    private final SeekableByteChannel channel;
    private final long size;
    private final ZipDirectory directory;
    private final HashedFile file;
    private final Thread thread;
    private String sha256 = "";
    private @Nullable Throwable failure;

    /**
     * Opens a file and starts reading.
     *
     * @throws BackupUnreadableException if it is no zip, or holds no entities.xml that can be unpacked
     */
    public Unpacker(FileContent content, BackupLimits limits) {
        this.content = content;
        this.limits = limits;
        this.findings = new ZipFindings(limits.maxPlaces());
        try {
            channel = content.open();
        } catch (IOException e) {
            throw BackupUnreadableException.cannotBeRead(content, e);
        }
        try {
            size = channel.size();
            directory = ZipDirectory.read(channel, content, limits);
            if (directory.state() != ZipDirectory.State.WHOLE && !beginsLikeAZip()) {
                throw BackupUnreadableException.notAZip(content);
            }
        } catch (IOException e) {
            closeQuietly();
            throw BackupUnreadableException.cannotBeRead(content, e);
        } catch (RuntimeException e) {
            closeQuietly();
            throw e;
        }
        names = new EntryNames(limits, findings, directory.attachments());
        file = new HashedFile(channel);
        for (int i = 0; i < RING; i++) {
            free.add(new Chunk());
        }
        thread = Thread.ofPlatform().name("ferry-backup-unpacker").daemon().unstarted(this::run);
        thread.start();
    }

    public long size() {
        return size;
    }

    /**
     * One of the two documents begins; its bytes are next.
     *
     * @param name the document's name
     * @param time when the zip says that it was written; null where it says nothing
     */
    public record Document(String name, @Nullable Instant time) {}

    /** Goes on to the next document, past what is left of the one before; null where no other comes. */
    public @Nullable Document nextDocument() throws InterruptedException {
        while (true) {
            Chunk chunk = take();
            try {
                if (chunk.kind == Chunk.Kind.ENTRY) {
                    return new Document(chunk.document, chunk.entry == null ? null : chunk.entry.time());
                } else if (chunk.kind == Chunk.Kind.FILE_END) {
                    return null;
                }
            } finally {
                release(chunk);
            }
        }
    }

    /** Takes the next chunk; it must be given back with {@link #release}. */
    Chunk take() throws InterruptedException {
        return filled.take();
    }

    void release(Chunk chunk) {
        free.add(chunk);
    }

    /** Puts the last chunk back, for whoever takes next. */
    void giveBack(Chunk last) {
        filled.add(last);
    }

    /** What was found about the zip; complete once {@link #nextDocument} gave null. */
    public List<BackupFinding> findings() {
        return findings.all();
    }

    /** The file's hash; there once {@link #nextDocument} gave null. */
    public String sha256() {
        return sha256;
    }

    /** Why the reading broke off, once {@link #nextDocument} gave null; null where it did not. */
    @Nullable
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        thread.interrupt();
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            // The file was only read: nothing is lost.
        }
    }

    private boolean beginsLikeAZip() throws IOException {
        ByteBuffer first = ZipFormat.buffer(FileContent.bytes(channel, 0, 4));
        return first.capacity() == 4 && first.getInt(0) == ZipFormat.LOCAL;
    }

    private void run() {
        try {
            try {
                switch (directory.state()) {
                    case WHOLE -> readListed();
                    case MISSING -> {
                        findings.add(
                                ZIP_TRUNCATED,
                                "The zip ends before its directory: the file is cut off.",
                                BackupPlace.atByteOfFile(size));
                        walk();
                    }
                    case DAMAGED -> {
                        findings.add(
                                ZIP_DAMAGED,
                                "The zip's directory is damaged or does not fit its entries.",
                                BackupPlace.FILE);
                        walk();
                    }
                }
                sha256 = file.hashOfAll();
            } catch (IOException e) {
                failure = BackupUnreadableException.cannotBeRead(content, e);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            Chunk last = free.take();
            last.kind = Chunk.Kind.FILE_END;
            filled.put(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() was called: nobody listens any more
        }
    }

    // ---- by the directory

    private void readListed() throws IOException, InterruptedException {
        List<ZipEntryHeader> entries = directory.entries();
        Map<String, ZipEntryHeader> documents = names.documents(entries);
        if (documents.get(BackupDocuments.ENTITIES) == null) {
            throw BackupUnreadableException.noEntities(content, names.others(), names.attachments());
        }
        names.findExtras();
        for (int i = 0; i < entries.size(); i++) {
            ZipEntryHeader entry = entries.get(i);
            long bound = i + 1 < entries.size() ? entries.get(i + 1).offset() : directory.start();
            if (entry.offset() < file.position()) {
                findings.add(
                        ZIP_DAMAGED,
                        "Two entries of the zip share the same bytes.",
                        BackupPlace.atByteOfFile(entry.offset()));
                continue;
            }
            String document = documentNamed(documents, entry);
            if (document != null && file.skipTo(entry.offset() + 4)) { // the signature has been seen already
                ZipEntryHeader local = ZipEntryHeader.local(file, entry.offset());
                if (local != null && mayUnpack(entry, document)) {
                    compareClaims(entry, local, document);
                    unpack(entry, document, bound);
                }
            }
        }
    }

    private static @Nullable String documentNamed(Map<String, ZipEntryHeader> documents, ZipEntryHeader entry) {
        for (Map.Entry<String, ZipEntryHeader> document : documents.entrySet()) {
            if (document.getValue() == entry) {
                return document.getKey();
            }
        }
        return null;
    }

    /** How many files of attachments, avatars and logos it holds; final once {@link #nextDocument} gave null. */
    public int attachments() {
        return names.attachments();
    }

    /** The names of the other entries, the first of them. */
    public List<String> names() {
        return names.others();
    }

    /** Compares what the local header says with what the directory says, where the local one says something. */
    private void compareClaims(ZipEntryHeader listed, ZipEntryHeader local, String document) {
        boolean differs = (local.unpacked() >= 0 && local.unpacked() != listed.unpacked())
                || (local.packed() >= 0 && local.packed() != listed.packed());
        if (differs) {
            findings.add(
                    ENTRY_SIZE_DIFFERS,
                    "The zip claims two different sizes for " + document + ".",
                    BackupPlace.entry(document));
        }
    }

    // ---- without a directory

    private void walk() throws IOException, InterruptedException {
        int entries = 0;
        while (seekHeader()) {
            ZipEntryHeader entry = ZipEntryHeader.local(file, file.position() - 4);
            if (entry == null) {
                break;
            }
            if (!entry.isAttachment() && ++entries > limits.maxEntries()) {
                throw BackupUnreadableException.tooManyEntries(content, entries, limits.maxEntries());
            }
            names.judge(entry);
            String document = names.documentOf(entry);
            boolean wanted = document != null && !delivered.contains(document) && mayUnpack(entry, document);
            if (wanted && document != null) {
                unpack(entry, document, entry.packed() >= 0 ? file.position() + entry.packed() : Long.MAX_VALUE);
            } else if (entry.packed() >= 0) {
                if (!file.skipTo(file.position() + entry.packed())) {
                    break;
                }
            } else if (entry.method() != ZipFormat.DEFLATED || !skipDeflated()) {
                break;
            }
        }
        if (!delivered.contains(BackupDocuments.ENTITIES)) {
            throw BackupUnreadableException.noEntities(content, names.others(), names.attachments());
        }
        names.findExtras();
    }

    /** Goes behind the signature of the next local header; between two entries stands at most a data descriptor of 24 bytes. */
    private boolean seekHeader() throws IOException {
        int window = 0;
        for (int i = 0; i < 24 + 4; i++) {
            if (!file.fill()) {
                return false;
            }
            window = (window >>> 8) | (file.block()[file.next()] << 24);
            file.advance(1);
            if (i >= 3 && window == ZipFormat.LOCAL) {
                return true;
            }
            if (i >= 3 && window == ZipFormat.CENTRAL) {
                return false;
            }
        }
        return false;
    }

    private boolean skipDeflated() throws IOException {
        Inflater inflater = new Inflater(true);
        byte[] nothing = new byte[Chunk.SIZE];
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput() && !EntrySource.feed(file, inflater, Long.MAX_VALUE)) {
                    return false;
                }
                if (inflater.inflate(nothing) == 0 && !inflater.needsInput() && !inflater.finished()) {
                    return false;
                }
            }
            file.advance(-inflater.getRemaining());
            return true;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    // ---- both ways

    private boolean mayUnpack(ZipEntryHeader entry, String document) {
        if (entry.isEncrypted()) {
            if (document.equals(BackupDocuments.ENTITIES)) {
                throw BackupUnreadableException.encrypted(content);
            }
            findings.add(ENTRY_ENCRYPTED, document + " is encrypted.", BackupPlace.entry(document));
            return false;
        }
        if (entry.method() != ZipFormat.DEFLATED && entry.method() != ZipFormat.STORED) {
            if (document.equals(BackupDocuments.ENTITIES)) {
                throw BackupUnreadableException.compression(content, entry.method());
            }
            findings.add(
                    ENTRY_COMPRESSION_UNKNOWN,
                    document + " is compressed by method " + entry.method() + ".",
                    BackupPlace.entry(document));
            return false;
        }
        return true;
    }

    private void unpack(ZipEntryHeader entry, String document, long bound) throws IOException, InterruptedException {
        delivered.add(document);
        Chunk begin = free.take();
        begin.kind = Chunk.Kind.ENTRY;
        begin.entry = entry;
        begin.document = document;
        filled.put(begin);
        boolean stored = entry.method() == ZipFormat.STORED;
        long end = stored && entry.packed() >= 0 ? Math.min(bound, file.position() + entry.packed()) : bound;
        try (EntrySource source = stored ? new EntrySource.Copied(file, end) : new EntrySource.Inflated(file, end)) {
            deliver(entry, document, source);
        }
    }

    private void deliver(ZipEntryHeader entry, String document, EntrySource source)
            throws IOException, InterruptedException {
        CRC32 crc = new CRC32();
        long start = file.position();
        long unpacked = 0;
        boolean tooMuch = false;
        boolean more = true;
        while (more) {
            Chunk chunk = free.take();
            int end = Chunk.HEAD;
            while (more && end < Chunk.HEAD + Chunk.SIZE) {
                int got = source.read(chunk.bytes, end, Chunk.HEAD + Chunk.SIZE - end);
                more = got > 0;
                crc.update(chunk.bytes, end, got);
                end += got;
                unpacked += got;
            }
            long packed = Math.max(1, file.position() - start);
            if (unpacked > limits.ratioFrom() && unpacked / packed > limits.maxRatio()) {
                tooMuch = true;
                more = false;
            }
            chunk.kind = Chunk.Kind.BYTES;
            chunk.length = end - Chunk.HEAD;
            chunk.last = !more;
            chunk.filePosition = file.position();
            filled.put(chunk);
        }
        boolean whole = source.isWhole() && !tooMuch;
        judgeEnd(entry, document, source, whole, tooMuch, unpacked, crc.getValue(), start);
        Chunk end = free.take();
        end.kind = Chunk.Kind.ENTRY_END;
        end.whole = whole;
        filled.put(end);
    }

    private void judgeEnd(
            ZipEntryHeader entry,
            String document,
            EntrySource source,
            boolean whole,
            boolean tooMuch,
            long unpacked,
            long crc,
            long start) {
        BackupPlace place = BackupPlace.entry(document);
        if (tooMuch) {
            findings.add(
                    ENTRY_EXPANDS_TOO_MUCH,
                    document + " unpacks to more than " + limits.maxRatio() + " times its size.",
                    place);
        } else if (!whole) {
            // A missing directory has been found already, and says the same.
            if (directory.state() == ZipDirectory.State.WHOLE || source.isDamaged()) {
                findings.add(
                        ZIP_DAMAGED,
                        source.isDamaged()
                                ? "The compressed data of " + document + " are damaged."
                                : "The compressed data of " + document + " end too early.",
                        new BackupPlace(document, 0, unpacked, null));
            }
        } else {
            if (entry.crc() >= 0 && entry.crc() != crc) {
                findings.add(
                        ENTRY_CHECKSUM_DIFFERS, "The checksum of " + document + " is not the one in the zip.", place);
            }
            long packed = file.position() - start;
            if ((entry.unpacked() >= 0 && entry.unpacked() != unpacked)
                    || (entry.packed() >= 0 && entry.packed() != packed)) {
                findings.add(
                        ENTRY_SIZE_DIFFERS,
                        "The zip claims " + Sizes.exactly(entry.unpacked()) + " for " + document + ", but it has "
                                + Sizes.exactly(unpacked) + ".",
                        place);
            }
        }
    }
}
