package io.ferry.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Appends to the content of a file that grows. For one thread at a time, except that any may close it. */
abstract class ContentWriter implements Closeable {
    final RandomAccessFile file;

    ContentWriter(RandomAccessFile file) {
        this.file = file;
    }

    /** How much content there is, in bytes. */
    abstract long size();

    /** How much of it can be read, and stays after a kill. */
    abstract long readable();

    abstract void write(byte[] block, int from, int length) throws IOException;

    /** Lets all that was written be read. */
    abstract void seal() throws IOException;

    /** What can be read, by the same open file: closing another one would give back the lock on it. */
    abstract SeekableByteChannel content() throws IOException;

    /**
     * Throws away what comes after so many bytes.
     *
     * @return false if the content cannot be continued from there; nothing is changed then
     */
    abstract boolean cut(long size) throws IOException;

    /** Throws all content away: what is written next belongs to this file. */
    abstract void begin(String identity) throws IOException;

    /** What was not {@link #seal sealed} is lost. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Content that is stored as it is. */
    static final class Plain extends ContentWriter {
        private volatile long size;

        Plain(RandomAccessFile file) throws IOException {
            super(file);
            size = file.length();
            file.seek(size);
        }

        @Override
        long size() {
            return size;
        }

        @Override
        long readable() {
            return size;
        }

        @Override
        void write(byte[] block, int from, int length) throws IOException {
            file.write(block, from, length);
            size += length;
        }

        @Override
        void seal() {
            // It can be read as it is.
        }

        @Override
        SeekableByteChannel content() {
            return file.getChannel();
        }

        @Override
        boolean cut(long wanted) throws IOException {
            if (wanted > size) {
                return false;
            }
            file.setLength(wanted);
            file.seek(wanted);
            size = wanted;
            return true;
        }

        @Override
        void begin(String identity) throws IOException {
            cut(0);
        }
    }

    /** Content that is encrypted, part by part. */
    static final class Encrypted extends ContentWriter {
        private final ArtifactKeys keys;
        private final int key;
        private final long largest;
        private String identity;
        private volatile long sealed;
        private volatile long pending;
        private long end;
        private @Nullable OutputStream part;
        private boolean broken;

        /** @param largest after so many bytes a part ends */
        Encrypted(RandomAccessFile file, String identity, ArtifactKeys keys, int key, long largest) throws IOException {
            super(file);
            this.identity = identity;
            this.keys = keys;
            this.key = key;
            this.largest = largest;
            continueAfter(Long.MAX_VALUE);
        }

        /** Goes behind the last part that ends at or before this position of the content. */
        private void continueAfter(long limit) throws IOException {
            sealed = 0;
            end = 0;
            var channel = file.getChannel();
            for (EncryptedPart each = EncryptedPart.at(channel, 0, 0);
                    each != null && each.end() <= limit;
                    each = each.next(channel)) {
                sealed = each.end();
                end = each.at() + each.length();
            }
        }

        @Override
        long size() {
            return sealed + pending;
        }

        @Override
        long readable() {
            return sealed;
        }

        @Override
        void write(byte[] block, int from, int length) throws IOException {
            if (broken) {
                // What follows must not take the place of what was lost.
                throw new IOException("The file could not be written before.");
            }
            broken = true;
            int at = from;
            while (at < from + length) {
                int some = (int) Math.min(from + length - at, largest - pending);
                part().write(block, at, some);
                pending += some;
                at += some;
                if (pending == largest) {
                    finishPart();
                }
            }
            broken = false;
        }

        private OutputStream part() throws IOException {
            OutputStream open = part;
            if (open == null) {
                dropUnfinished();
                file.seek(end);
                file.write(EncryptedPart.header(key, 0, 0));
                try {
                    open = keys.cipher(key)
                            .newEncryptingStream(new IntoFile(file), EncryptedPart.associatedData(identity, sealed));
                } catch (GeneralSecurityException e) {
                    throw new IOException("Java cannot encrypt with AES-GCM.", e);
                }
                part = open;
            }
            return open;
        }

        @Override
        void seal() throws IOException {
            if (broken) {
                throw new IOException("The file could not be written before.");
            }
            broken = true;
            finishPart();
            broken = false;
        }

        @Override
        SeekableByteChannel content() throws IOException {
            return new EncryptedChannel(file.getChannel(), "that is in transfer", identity, keys, -1);
        }

        /** Only with its header filled in does a part count. */
        private void finishPart() throws IOException {
            OutputStream open = part;
            if (open != null) {
                open.close();
                long after = file.getFilePointer();
                file.seek(end);
                file.write(EncryptedPart.header(key, pending, after - end - EncryptedPart.HEADER));
                file.seek(after);
                end = after;
                sealed += pending;
                pending = 0;
                part = null;
            }
        }

        @Override
        boolean cut(long wanted) throws IOException {
            long before = sealed;
            long endBefore = end;
            continueAfter(wanted);
            if (sealed != wanted) {
                sealed = before;
                end = endBefore;
                return false;
            }
            drop();
            return true;
        }

        @Override
        void begin(String next) throws IOException {
            sealed = 0;
            end = 0;
            drop();
            identity = next;
        }

        private void drop() throws IOException {
            part = null;
            pending = 0;
            broken = false;
            dropUnfinished();
        }

        private void dropUnfinished() throws IOException {
            if (file.length() > end) {
                file.setLength(end);
            }
        }
    }

    /** Tink closes what it writes into; the file stays open for the next part. */
    private static final class IntoFile extends OutputStream {
        private final RandomAccessFile file;

        IntoFile(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            file.write(one);
        }

        @Override
        public void write(byte[] block, int from, int length) throws IOException {
            file.write(block, from, length);
        }
    }
}
