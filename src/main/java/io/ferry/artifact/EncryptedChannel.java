package io.ferry.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Reads the content of an encrypted file from any position, in memory for one segment. */
final class EncryptedChannel extends ReadOnlyChannel {
    private final String name;
    private final String identity;
    private final ArtifactKeys keys;
    private final long size;
    private @Nullable EncryptedPart part;
    private @Nullable SeekableByteChannel plain;

    /**
     * @param identity whose content it must be
     * @param expected how much content must be there; negative: what is there
     * @throws EncryptionException if it is not that content, or its key is missing
     */
    EncryptedChannel(FileChannel file, String name, String identity, ArtifactKeys keys, long expected)
            throws IOException {
        super(file);
        this.name = name;
        this.identity = identity;
        this.keys = keys;
        long end = 0;
        for (EncryptedPart each = EncryptedPart.at(file, 0, 0); each != null; each = each.next(file)) {
            keys.cipher(each.key());
            end = each.end();
        }
        if (expected >= 0 && end != expected) {
            throw EncryptionException.spoiled(name, null);
        }
        size = end;
    }

    /** Opens a file. */
    static EncryptedChannel open(Path path, String identity, ArtifactKeys keys, long expected) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new EncryptedChannel(file, String.valueOf(path), identity, keys, expected);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (position >= size) {
            return -1;
        }
        int before = to.position();
        while (to.hasRemaining() && position < size) {
            try {
                int read = plain().read(to);
                if (read <= 0) {
                    throw EncryptionException.spoiled(name, null);
                }
                position += read;
            } catch (IOException e) {
                throw e.getCause() instanceof GeneralSecurityException ? EncryptionException.spoiled(name, e) : e;
            }
        }
        return to.position() - before;
    }

    /** The content of the part in which the position is. */
    private SeekableByteChannel plain() throws IOException {
        EncryptedPart here = part;
        SeekableByteChannel open = plain;
        if (here == null || open == null || position < here.offset() || position >= here.end()) {
            boolean before = here == null || position < here.offset();
            EncryptedPart found = here == null || before ? EncryptedPart.at(file, 0, 0) : here.next(file);
            while (found != null && position >= found.end()) {
                found = found.next(file);
            }
            if (found == null) {
                throw EncryptionException.spoiled(name, null);
            }
            here = found;
            open = decrypted(found);
            part = here;
            plain = open;
        }
        return open.position(position - here.offset());
    }

    private SeekableByteChannel decrypted(EncryptedPart of) throws IOException {
        var cipher = keys.cipher(of.key());
        SeekableByteChannel decrypted;
        try {
            decrypted = cipher.newSeekableDecryptingChannel(
                    new Section(file, of.at(), of.length()), EncryptedPart.associatedData(identity, of.offset()));
        } catch (GeneralSecurityException | IOException e) {
            throw EncryptionException.spoiled(name, e);
        }
        if (decrypted.size() != of.bytes()) {
            throw EncryptionException.spoiled(name, null);
        }
        return decrypted;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Some bytes of a file, as a channel of their own. */
    private static final class Section extends ReadOnlyChannel {
        private final long from;
        private final long length;

        Section(FileChannel file, long from, long length) {
            super(file);
            this.from = from;
            this.length = length;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            if (position >= length) {
                return -1;
            }
            ByteBuffer some = to.slice();
            some.limit((int) Math.min(some.remaining(), length - position));
            int read = file.read(some, from + position);
            if (read > 0) {
                position += read;
                to.position(to.position() + read);
            }
            return read;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public void close() {
            // The file is closed by whoever opened it.
        }
    }
}
