package io.ferry.backup.read;

import static io.ferry.backup.findings.FindingCode.ATTACHMENTS_IN_ZIP;
import static io.ferry.backup.findings.FindingCode.ENTRY_CHECKSUM_DIFFERS;
import static io.ferry.backup.findings.FindingCode.ENTRY_COMPRESSION_UNKNOWN;
import static io.ferry.backup.findings.FindingCode.ENTRY_DUPLICATE;
import static io.ferry.backup.findings.FindingCode.ENTRY_ENCRYPTED;
import static io.ferry.backup.findings.FindingCode.ENTRY_EXPANDS_TOO_MUCH;
import static io.ferry.backup.findings.FindingCode.ENTRY_EXTRA;
import static io.ferry.backup.findings.FindingCode.ENTRY_IN_FOLDER;
import static io.ferry.backup.findings.FindingCode.ENTRY_NAME_UNSAFE;
import static io.ferry.backup.findings.FindingCode.ENTRY_SIZE_DIFFERS;
import static io.ferry.backup.findings.FindingCode.ZIP_DAMAGED;
import static io.ferry.backup.findings.FindingCode.ZIP_TRUNCATED;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingText;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final int MOST_NAMES = 1_000;

    private final Path path;
    private final BackupLimits limits;
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(RING);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(RING);
    private final List<BackupFinding> findings = new ArrayList<>();
    private final Set<String> delivered = new HashSet<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> namedExtras = new ArrayList<>();
    private int extras;
    private int attachments;
    private final FileChannel channel;
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
    public Unpacker(Path path, BackupLimits limits) {
        this.path = path;
        this.limits = limits;
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw BackupUnreadableException.notThere(path);
        }
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw BackupUnreadableException.cannotBeRead(path, e);
        }
        try {
            size = channel.size();
            directory = ZipDirectory.read(channel, path, limits);
            if (directory.state() != ZipDirectory.State.WHOLE && !beginsLikeAZip()) {
                throw BackupUnreadableException.notAZip(path);
            }
        } catch (IOException e) {
            closeQuietly();
            throw BackupUnreadableException.cannotBeRead(path, e);
        } catch (RuntimeException e) {
            closeQuietly();
            throw e;
        }
        attachments = directory.attachments();
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
        return findings;
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
        ByteBuffer first = ZipFormat.buffer(new byte[4]);
        return channel.read(first, 0) == 4 && first.getInt(0) == ZipFormat.LOCAL;
    }

    private void run() {
        try {
            try {
                switch (directory.state()) {
                    case WHOLE -> readListed();
                    case MISSING -> {
                        find(
                                ZIP_TRUNCATED,
                                "The zip ends before its directory: the file is cut off.",
                                BackupPlace.atByteOfFile(size));
                        walk();
                    }
                    case DAMAGED -> {
                        find(
                                ZIP_DAMAGED,
                                "The zip's directory is damaged or does not fit its entries.",
                                BackupPlace.FILE);
                        walk();
                    }
                }
                sha256 = file.hashOfAll();
            } catch (IOException e) {
                failure = BackupUnreadableException.cannotBeRead(path, e);
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
        Map<String, ZipEntryHeader> documents = judgeNames(entries);
        if (documents.get(BackupDocuments.ENTITIES) == null) {
            throw BackupUnreadableException.noEntities(path, names, directory.attachments());
        }
        findExtras();
        for (int i = 0; i < entries.size(); i++) {
            ZipEntryHeader entry = entries.get(i);
            long bound = i + 1 < entries.size() ? entries.get(i + 1).offset() : directory.start();
            if (entry.offset() < file.position()) {
                find(
                        ZIP_DAMAGED,
                        "Two entries of the zip share the same bytes.",
                        BackupPlace.atByteOfFile(entry.offset()));
                continue;
            }
            String document = documentNamed(documents, entry);
            if (document != null && file.skipTo(entry.offset() + 4)) { // the signature has been seen already
                ZipEntryHeader local = localHeader(entry.offset());
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

    /** Says which entries hold the two documents, and finds what is odd about the names. */
    private Map<String, ZipEntryHeader> judgeNames(List<ZipEntryHeader> entries) {
        Map<String, ZipEntryHeader> documents = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ZipEntryHeader entry : entries) {
            judgeName(entry, seen);
            if (entry.name().equals(BackupDocuments.ENTITIES) || entry.name().equals(BackupDocuments.ACTIVE_OBJECTS)) {
                documents.putIfAbsent(entry.name(), entry);
            }
        }
        for (ZipEntryHeader entry : entries) {
            String document = documentInFolder(entry);
            if (document != null && documents.putIfAbsent(document, entry) == null) {
                foundInFolder(entry, document);
            }
        }
        return documents;
    }

    private void judgeName(ZipEntryHeader entry, Set<String> seen) {
        String name = entry.name();
        if (entry.isAttachment()) {
            attachments++;
            return;
        }
        if (names.size() < MOST_NAMES) {
            names.add(name);
        }
        if (!seen.add(name)) {
            find(
                    ENTRY_DUPLICATE,
                    "The zip holds two entries of the name " + entry.shownName() + "; the first was read.",
                    BackupPlace.entry(entry.shownName()));
        } else if (isUnsafe(name)) {
            find(
                    ENTRY_NAME_UNSAFE,
                    "An entry's name leads out of the folder, is longer than " + limits.maxEntryName()
                            + " characters, or holds control characters: " + entry.shownName(),
                    BackupPlace.entry(entry.shownName()));
        } else if (!entry.isFolder()
                && !name.equals(BackupDocuments.ENTITIES)
                && !name.equals(BackupDocuments.ACTIVE_OBJECTS)
                && documentInFolder(entry) == null) {
            extras++;
            if (namedExtras.size() < limits.maxPlaces()) {
                namedExtras.add(entry.shownName());
            }
            if (entry.isEncrypted()) {
                find(
                        ENTRY_ENCRYPTED,
                        "The entry " + entry.shownName() + " is encrypted.",
                        BackupPlace.entry(entry.shownName()));
            }
        }
    }

    /** All that Jira does not write, in one finding for attachments and one for the rest. */
    private void findExtras() {
        if (attachments > 0) {
            find(
                    ATTACHMENTS_IN_ZIP,
                    "The zip holds " + FindingText.count(attachments, "file", "files")
                            + " of attachments, avatars or logos beside the two documents.",
                    BackupPlace.FILE);
        }
        if (extras > 0) {
            String first = String.join(", ", namedExtras);
            boolean mac =
                    namedExtras.stream().anyMatch(name -> name.startsWith("__MACOSX") || name.endsWith(".DS_Store"));
            find(
                    ENTRY_EXTRA,
                    "The zip holds " + FindingText.count(extras, "entry", "entries") + " that Jira does not write"
                            + (mac ? " (somebody packed it again on a Mac): " : ": ") + first
                            + (extras > namedExtras.size() ? ", and " + (extras - namedExtras.size()) + " more" : ""),
                    BackupPlace.entry(namedExtras.getFirst()));
        }
    }

    /** How many files of attachments, avatars and logos it holds; final once {@link #nextDocument} gave null. */
    public int attachments() {
        return attachments;
    }

    /** The names of the other entries, the first of them. */
    public List<String> names() {
        return names;
    }

    private boolean isUnsafe(String name) {
        return name.length() > limits.maxEntryName()
                || name.startsWith("/")
                || name.matches("(?s).*\\p{Cntrl}.*|[A-Za-z]:.*|(.*[/\\\\])?\\.\\.([/\\\\].*)?|\\\\.*");
    }

    private @Nullable String documentInFolder(ZipEntryHeader entry) {
        String name = entry.name();
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        String base = name.substring(slash + 1);
        boolean document = base.equals(BackupDocuments.ENTITIES) || base.equals(BackupDocuments.ACTIVE_OBJECTS);
        return slash > 0 && document && !isUnsafe(name) ? base : null;
    }

    private void foundInFolder(ZipEntryHeader entry, String document) {
        find(
                ENTRY_IN_FOLDER,
                document + " stands in a folder of the zip, where Jira does not look.",
                BackupPlace.entry(entry.shownName()));
    }

    /** Compares what the local header says with what the directory says, where the local one says something. */
    private void compareClaims(ZipEntryHeader listed, ZipEntryHeader local, String document) {
        boolean differs = (local.unpacked() >= 0 && local.unpacked() != listed.unpacked())
                || (local.packed() >= 0 && local.packed() != listed.packed());
        if (differs) {
            find(
                    ENTRY_SIZE_DIFFERS,
                    "The zip claims two different sizes for " + document + ".",
                    BackupPlace.entry(document));
        }
    }

    // ---- without a directory

    private void walk() throws IOException, InterruptedException {
        Set<String> seen = new HashSet<>();
        int entries = 0;
        while (seekHeader()) {
            ZipEntryHeader entry = localHeader(file.position() - 4);
            if (entry == null) {
                break;
            }
            if (!entry.isAttachment() && ++entries > limits.maxEntries()) {
                throw BackupUnreadableException.tooManyEntries(path, entries, limits.maxEntries());
            }
            judgeName(entry, seen);
            String document = documentOf(entry);
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
            throw BackupUnreadableException.noEntities(path, names, attachments);
        }
        findExtras();
    }

    private @Nullable String documentOf(ZipEntryHeader entry) {
        if (entry.name().equals(BackupDocuments.ENTITIES) || entry.name().equals(BackupDocuments.ACTIVE_OBJECTS)) {
            return entry.name();
        }
        String document = documentInFolder(entry);
        if (document != null) {
            foundInFolder(entry, document);
        }
        return document;
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
                if (inflater.needsInput() && !feed(inflater, Long.MAX_VALUE)) {
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
                throw BackupUnreadableException.encrypted(path);
            }
            find(ENTRY_ENCRYPTED, document + " is encrypted.", BackupPlace.entry(document));
            return false;
        }
        if (entry.method() != ZipFormat.DEFLATED && entry.method() != ZipFormat.STORED) {
            if (document.equals(BackupDocuments.ENTITIES)) {
                throw BackupUnreadableException.compression(path, entry.method());
            }
            find(
                    ENTRY_COMPRESSION_UNKNOWN,
                    document + " is compressed by method " + entry.method() + ".",
                    BackupPlace.entry(document));
            return false;
        }
        return true;
    }

    /** Reads the local header behind its signature, and stops behind it; null where the file ends before. */
    private @Nullable ZipEntryHeader localHeader(long offset) throws IOException {
        byte[] fixedBytes = new byte[ZipFormat.LOCAL_LENGTH];
        byte[] read = file.read(ZipFormat.LOCAL_LENGTH - 4);
        System.arraycopy(read, 0, fixedBytes, 4, read.length);
        if (read.length < ZipFormat.LOCAL_LENGTH - 4) {
            return null;
        }
        ByteBuffer fixed = ZipFormat.buffer(fixedBytes);
        int nameLength = ZipFormat.u16(fixed, 26);
        int extraLength = ZipFormat.u16(fixed, 28);
        byte[] names = file.read(nameLength + extraLength);
        if (names.length < nameLength + extraLength) {
            return null;
        }
        int flags = ZipFormat.u16(fixed, 6);
        boolean later = (flags & ZipFormat.FLAG_DESCRIPTOR) != 0;
        long packed = ZipFormat.u32(fixed, 18);
        long unpacked = ZipFormat.u32(fixed, 22);
        ByteBuffer zip64 = ZipFormat.zip64(names, nameLength, extraLength);
        if (zip64 != null && zip64.capacity() >= 16 && packed == ZipFormat.IN_ZIP64) {
            unpacked = zip64.getLong(0);
            packed = zip64.getLong(8);
        }
        return new ZipEntryHeader(
                ZipFormat.name(names, 0, nameLength),
                ZipFormat.u16(fixed, 8),
                flags,
                later ? -1 : ZipFormat.u32(fixed, 14),
                later ? -1 : packed,
                later ? -1 : unpacked,
                offset,
                ZipFormat.time(ZipFormat.u16(fixed, 10), ZipFormat.u16(fixed, 12), names, nameLength, extraLength));
    }

    private boolean feed(Inflater inflater, long bound) throws IOException {
        if (file.position() >= bound || !file.fill()) {
            return false;
        }
        int length = (int) Math.min(file.available(), bound - file.position());
        inflater.setInput(file.block(), file.next(), length);
        file.advance(length);
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
        try (Source source = stored ? new Copied(end) : new Inflated(end)) {
            deliver(entry, document, source);
        }
    }

    private void deliver(ZipEntryHeader entry, String document, Source source)
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
            Source source,
            boolean whole,
            boolean tooMuch,
            long unpacked,
            long crc,
            long start) {
        BackupPlace place = BackupPlace.entry(document);
        if (tooMuch) {
            find(
                    ENTRY_EXPANDS_TOO_MUCH,
                    document + " unpacks to more than " + limits.maxRatio() + " times its size.",
                    place);
        } else if (!whole) {
            // A missing directory has been found already, and says the same.
            if (directory.state() == ZipDirectory.State.WHOLE || source.isDamaged()) {
                find(
                        ZIP_DAMAGED,
                        source.isDamaged()
                                ? "The compressed data of " + document + " are damaged."
                                : "The compressed data of " + document + " end too early.",
                        new BackupPlace(document, 0, unpacked, null));
            }
        } else {
            if (entry.crc() >= 0 && entry.crc() != crc) {
                find(ENTRY_CHECKSUM_DIFFERS, "The checksum of " + document + " is not the one in the zip.", place);
            }
            long packed = file.position() - start;
            if ((entry.unpacked() >= 0 && entry.unpacked() != unpacked)
                    || (entry.packed() >= 0 && entry.packed() != packed)) {
                find(
                        ENTRY_SIZE_DIFFERS,
                        "The zip claims " + entry.unpacked() + " bytes for " + document + ", but it has " + unpacked
                                + ".",
                        place);
            }
        }
    }

    private void find(FindingCode code, String message, BackupPlace where) {
        // A hostile zip must not fill memory with findings about its thousand entries.
        if (findings.stream().filter(finding -> finding.code() == code).count() < limits.maxPlaces()) {
            findings.add(new BackupFinding(code, message, where));
        }
    }

    /** The bytes of an entry, one way or the other. */
    private sealed interface Source extends AutoCloseable {
        /** Reads some bytes, at most so many, into the buffer from that index on; 0 at the end. */
        int read(byte[] buffer, int from, int most) throws IOException;

        /** Whether all of the entry was read. */
        boolean isWhole();

        /** Whether the compressed bytes make no sense. */
        boolean isDamaged();

        @Override
        void close();
    }

    private final class Inflated implements Source {
        private final Inflater inflater = new Inflater(true);
        private final long bound;
        private boolean damaged;

        Inflated(long bound) {
            this.bound = bound;
        }

        @Override
        public int read(byte[] buffer, int from, int most) throws IOException {
            try {
                while (!inflater.finished() && !damaged) {
                    if (inflater.needsInput() && !feed(inflater, bound)) {
                        return 0;
                    }
                    int got = inflater.inflate(buffer, from, most);
                    if (got > 0) {
                        return got;
                    }
                    damaged = !inflater.finished() && !inflater.needsInput();
                }
                if (inflater.getRemaining() > 0) {
                    file.advance(-inflater.getRemaining());
                    inflater.setInput(new byte[0]);
                }
            } catch (DataFormatException e) {
                damaged = true;
            }
            return 0;
        }

        @Override
        public boolean isWhole() {
            return inflater.finished();
        }

        @Override
        public boolean isDamaged() {
            return damaged;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private final class Copied implements Source {
        private final long end;

        Copied(long end) {
            this.end = end;
        }

        @Override
        public int read(byte[] buffer, int from, int most) throws IOException {
            if (file.position() >= end || !file.fill()) {
                return 0;
            }
            int length = (int) Math.min(Math.min(file.available(), end - file.position()), most);
            System.arraycopy(file.block(), file.next(), buffer, from, length);
            file.advance(length);
            return length;
        }

        @Override
        public boolean isWhole() {
            return file.position() >= end && end != Long.MAX_VALUE;
        }

        @Override
        public boolean isDamaged() {
            return false;
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
