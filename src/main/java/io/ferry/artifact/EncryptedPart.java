package io.ferry.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One part of an encrypted file. The file is a sequence of parts, each a header and a whole stream of Tink's (AES-GCM in
 * segments), since such a stream cannot be continued after a stop. The file's identity and the part's position in the content
 * are the stream's associated data: a part of another file, or at another position, does not decrypt. The header is not
 * secret and not trusted: it only says how to find the stream. A part whose header is not filled in yet does not count.
 *
 * @param offset where it begins in the content
 * @param at where its stream begins in the file
 * @param key the id of its key
 * @param bytes how much of the content it has
 * @param length how long its stream is
 */
record EncryptedPart(long offset, long at, int key, long bytes, long length) {
    static final int HEADER = 24;

    /** After so many bytes a part ends: a kill loses no more of an upload. */
    static final long LARGEST = 64L << 20;

    private static final int MAGIC = 0x46525931;

    /** The part whose header begins there; null if there is none, or none that was finished. */
    static @Nullable EncryptedPart at(FileChannel file, long position, long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (header.hasRemaining() && file.read(header, position + header.position()) > 0) {
            // read on until the header is there or the file ends
        }
        if (header.hasRemaining() || header.getInt(0) != MAGIC) {
            return null;
        }
        EncryptedPart part =
                new EncryptedPart(offset, position + HEADER, header.getInt(4), header.getLong(8), header.getLong(16));
        boolean whole = part.bytes > 0 && part.bytes < part.length && part.length <= file.size() - part.at;
        return whole ? part : null;
    }

    /** The part after this one; null if there is none. */
    @Nullable
    EncryptedPart next(FileChannel file) throws IOException {
        return at(file, at + length, offset + bytes);
    }

    /** Where the content goes on after this part. */
    long end() {
        return offset + bytes;
    }

    static byte[] header(int key, long bytes, long length) {
        return ByteBuffer.allocate(HEADER)
                .putInt(MAGIC)
                .putInt(key)
                .putLong(bytes)
                .putLong(length)
                .array();
    }

    static byte[] associatedData(String identity, long offset) {
        return ("Ferry's file " + identity + " from byte " + offset).getBytes(StandardCharsets.UTF_8);
    }
}
